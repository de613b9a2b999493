/*
 * The outbox: every change writes its event in its own transaction; after the commit the loop
 * sends what is newer than it sent last, and replays by cursor. The newest cursor is the one
 * thing shared between writer and loop.
 */
#ifndef BROKER_STORE_OUTBOX_H
#define BROKER_STORE_OUTBOX_H

#include "broker/common/base/own.h"
#include "broker/common/form/fields.h"

#include <stdatomic.h>

struct db;

#define OUTBOX_KEEP_MS   (48 * HOUR_MS)
#define OUTBOX_LIST_MAX  500
#define OUTBOX_PRUNE_MAX 2000 /* events removed at once */

struct outbox {
	_Atomic int64_t newest; /* cursor of the last commit; 0: none yet */
};

struct event {
	int64_t cursor; /* given by the store */
	struct text name;
	struct instant at;
	struct text visit;    /* id; empty: none */
	struct text village;  /* 12 digits; empty: none */
	int64_t unit;         /* 0: none */
	struct text node;     /* 12 digits, for events of a subtree; empty: none */
	struct text data;     /* JSON object; empty: {} */
	struct text terminal; /* the resident's room as in a certificate, CODE-N; empty: none */
};

/* In the transaction of the change it tells of. */
MUST_USE enum err event_add(struct db *db, const struct event *e);

/* Events after a cursor, oldest first: struct event, at most `most`. */
MUST_USE enum err outbox_find(struct db *db, int64_t after, int most, struct arena *a,
			      struct list *out);

/* The cursors kept: a caller whose cursor is below oldest - 1 missed some. Both 0: none. */
struct outbox_range {
	int64_t oldest;
	int64_t newest;
};
MUST_USE enum err outbox_range(struct db *db, struct outbox_range *out);

/* Forgets events older than OUTBOX_KEEP_MS, at most OUTBOX_PRUNE_MAX of them and never the
 * newest; *left says that there are more. In a job. */
MUST_USE enum err outbox_prune(struct db *db, struct instant now, bool *left);

#endif
