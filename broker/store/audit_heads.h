/*
 * Signed heads of the audit chain: who owns the database alone can compute the chain anew, but not
 * their signatures. They stand in a table and, one a line, in a file outside of the database, so
 * that removing them here is found too.
 */
#ifndef BROKER_STORE_AUDIT_HEADS_H
#define BROKER_STORE_AUDIT_HEADS_H

#include "broker/common/base/clock.h"
#include "broker/common/form/fields.h"
#include "broker/common/seal/keypair.h"

struct db;

struct audit_signed {
	int64_t seq; /* of the entry it names */
	struct instant at;
	struct sha256 hash; /* of that entry */
	struct sha256 key;  /* its name */
	uint8_t signature[SIGNATURE_MAX];
	size_t signature_n;
};

/* Signs the chain as it stands in this transaction, if it is not signed there yet. On the writer. */
MUST_USE enum err audit_sign(struct db *db, const struct keypair *k, struct instant now);

/* The newest one; ERR_NOT_FOUND: none. */
MUST_USE enum err audit_signed_last(struct db *db, struct audit_signed *out);
/* Heads after an entry, oldest first: struct audit_signed. */
MUST_USE enum err audit_signed_list(struct db *db, int64_t after, int most, struct arena *a,
				    struct list *out);

/* ERR_BROKEN_SEAL: not signed by its key; ERR_NOT_FOUND: by a key that is not ours. */
MUST_USE enum err audit_signed_check(const struct audit_signed *s, const struct keypair *k);

#define AUDIT_FILE_MAX (64u << 20) /* bytes: about 200,000 heads */

/* The whole file; empty when there is none. ERR_TOO_LARGE. It may wait for the disk. */
MUST_USE enum err audit_file_load(const char *path, struct arena *a, struct text *out);
/* Cuts the next line off. ERR_NOT_FOUND: no whole one is left; ERR_BAD_INPUT: it is no head. */
MUST_USE enum err audit_file_next(struct text *file, struct audit_signed *out);
/* Appends the heads of the table that come after the last one of the file, and syncs it. */
MUST_USE enum err audit_file_append(const char *path, struct db *db);

#endif
