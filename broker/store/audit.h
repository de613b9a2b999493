/*
 * The audit log: who did what to which object and how it ended, as a hash chain. Entries are only
 * added; the table refuses change and removal, and audit_check.h finds both if they were done
 * behind its back. The head stands in the database too, so a cut end is found.
 */
#ifndef BROKER_STORE_AUDIT_H
#define BROKER_STORE_AUDIT_H

#include "broker/common/form/fields.h"
#include "broker/common/seal/digest.h"

struct db;

#define AUDIT_VERSION 2 /* of new entries; 1 has no account and no address */

struct audit_entry {
	int64_t seq; /* given by the store */
	struct instant at;
	struct text role;    /* role_words; "public" for a resident */
	struct id staff;     /* "": none */
	struct text act;     /* a message's name */
	struct text object;  /* an id, a number, an account; never personal data */
	struct text node;    /* of the actor, 12 digits; empty: none */
	struct text result;  /* err_word */
	struct text purpose; /* as given; empty: none was asked */
	struct text
		account; /* of staff; of a program its certificate's name; empty: nobody known */
	struct text address; /* of the connection; of what the broker does by itself: its name */
	int version;         /* of the hash; given by the store */
};

/* In the transaction of what it tells of. On the writer only. */
MUST_USE enum err audit_add(struct db *db, const struct audit_entry *e);

/* The entry of a refusal: written at the end of the job, also when the job's work is undone. At
 * most AUDIT_REFUSED_MAX a job. Copies. */
#define AUDIT_REFUSED_MAX 8
void audit_refused(struct db *db, const struct audit_entry *e);

/* Entries after a number, oldest first: struct audit_entry, at most `most`. */
MUST_USE enum err audit_list(struct db *db, int64_t after, int most, struct arena *a,
			     struct list *out);

/* Entries whose act begins with "recording." about this object, newest first. */
MUST_USE enum err audit_find_recording(struct db *db, struct text recording, int most,
				       struct arena *a, struct list *out);

/* The times it was opened, newest first: "recording.get" that was answered ok. */
MUST_USE enum err audit_find_watched(struct db *db, struct text recording, int most,
				     struct arena *a, struct list *out);

/* The times the personal fields of a matter were opened, newest first: "matter.open" answered ok. */
MUST_USE enum err audit_find_opened(struct db *db, struct text matter, int most, struct arena *a,
				    struct list *out);

#endif
