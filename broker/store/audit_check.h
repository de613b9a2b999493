/*
 * Verifying the audit chain: every entry follows from the one before it, the last one is the head,
 * and every signed head (audit_heads.h) names the entry that stands there. In slices, so that
 * nobody waits for the whole of it; what is added meanwhile belongs to the next verification.
 */
#ifndef BROKER_STORE_AUDIT_CHECK_H
#define BROKER_STORE_AUDIT_CHECK_H

#include "broker/store/audit_heads.h"

/* What may be found, as it goes over the wire. */
#define AUDIT_FAULTS(X)                                                                            \
	X(NONE, "none")                                                                            \
	X(MISSING, "missing")       /* an entry is not there */                                    \
	X(UNLINKED, "unlinked")     /* it does not follow from the one before it */                \
	X(CHANGED, "changed")       /* its contents are not those of its hash */                   \
	X(CUT, "cut")               /* entries at the end are not there */                         \
	X(REPLACED, "replaced")     /* the last one is not the head */                             \
	X(RECOMPUTED, "recomputed") /* a signed head names another entry */                        \
	X(FORGED, "forged")         /* a head is not signed by its key */                          \
	X(KEY, "unknown_key")       /* or by a key that is not ours */                             \
	X(HEADS, "heads_differ")    /* table and file do not name the same heads */                \
	X(UNSIGNED, "unsigned")     /* nothing was signed for too long */

#define AS_FAULT(name, word) AUDIT_##name,
enum audit_fault { AUDIT_FAULTS(AS_FAULT) AUDIT_FAULT_COUNT };
#undef AS_FAULT

extern const char *const audit_fault_words[AUDIT_FAULT_COUNT + 1];

/* A head is signed each day: two days allow for a broker that stood still. */
#define AUDIT_UNSIGNED_MS (2 * DAY_MS)

/* What signed heads are checked with; key NULL: they are not. */
struct audit_trust {
	const struct keypair *key;
	struct text file; /* of audit_file_load, read before audit_check_start */
	struct instant now;
};

struct audit_check {
	int64_t entries;   /* read so far */
	int64_t of;        /* when it began */
	int64_t first_bad; /* seq; 0: none found */
	enum audit_fault fault;
	bool done;
	int64_t heads;              /* signed ones that hold */
	struct audit_signed newest; /* the last of them; seq 0: none */
	/* where it stands */
	int64_t seq; /* the last entry */
	struct sha256 hash;
	struct sha256 head;
	int version;
	enum audit_fault past_end;    /* told last */
	struct instant unsigned_from; /* of the first entry after the newest signed head */
	struct audit_trust trust;
	struct audit_signed next_in_file; /* seq 0: none is left */
};

/* Each of these three reads of one moment: in a transaction of its own, or the caller's. */
MUST_USE enum err audit_check_start(struct db *db, const struct audit_trust *t,
				    struct audit_check *out);
/* At most so many entries; about 400,000 a second. */
MUST_USE enum err audit_check_next(struct db *db, struct audit_check *c, int most);

/* All at once, without signed heads: for tests and programs that have time. */
MUST_USE enum err audit_check(struct db *db, struct audit_check *out);

#endif
