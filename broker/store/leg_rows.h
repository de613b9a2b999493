/*
 * Legs: the live connection of a seat, one at a time. A higher epoch fences the lower one off.
 */
#ifndef BROKER_STORE_LEG_ROWS_H
#define BROKER_STORE_LEG_ROWS_H

#include "broker/common/form/fields.h"
#include "broker/core/visit.h"

struct db;

struct leg {
	struct id id;
	struct id visit;
	struct id seat;
	int epoch;
	struct id staff;
	struct text name;
	bool muted;          /* by whoever receives; not saved with the rest */
	bool open;           /* the media server answered and it has not left */
	struct instant at;   /* of the last join; to save */
	enum seat_kind kind; /* of its seat, in lists; not saved */
	struct instant paid; /* core/joins.h */
};

MUST_USE enum err leg_add(struct db *db, const struct leg *l);
/* The next epoch, not open. */
MUST_USE enum err leg_renew(struct db *db, const struct leg *l);
MUST_USE enum err leg_find(struct db *db, struct id id, struct arena *a, struct leg *out);
MUST_USE enum err leg_find_seat(struct db *db, struct id seat, struct arena *a, struct leg *out);
/* struct leg with the kind of its seat. */
MUST_USE enum err leg_list(struct db *db, struct id visit, struct arena *a, struct list *out);

/* ERR_STALE_EPOCH when a newer one took its place. */
MUST_USE enum err leg_set_open(struct db *db, struct id id, int epoch, int64_t place);
MUST_USE enum err leg_set_muted(struct db *db, struct id id, bool muted);
MUST_USE enum err leg_close(struct db *db, struct id id, int epoch);
MUST_USE enum err leg_close_visit(struct db *db, struct id visit);

#endif
