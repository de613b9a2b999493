/*
 * The booking form that a clerk has begun: one each, sealed by services. It ends with the booking,
 * when it is discarded, or after BOOKING_DRAFT_KEEP_MS.
 */
#ifndef BROKER_STORE_BOOKING_DRAFT_ROWS_H
#define BROKER_STORE_BOOKING_DRAFT_ROWS_H

#include "broker/common/base/arena.h"
#include "broker/common/base/clock.h"
#include "broker/common/base/ids.h"

struct db;

#define BOOKING_DRAFT_KEEP_MS   (24 * HOUR_MS) /* the resident went home; tomorrow is a new talk */
#define BOOKING_DRAFT_PRUNE_MAX 5000           /* at once */

struct booking_draft {
	struct id staff;
	struct text key; /* of the form: a booking with it is the end of it */
	int64_t version;
	struct bytes form; /* sealed; empty: it was discarded */
	struct instant at;
	struct text writer; /* the window that wrote it, and its how manieth save it was */
	int64_t turn;
};

MUST_USE enum err booking_draft_save(struct db *db, const struct booking_draft *d);
MUST_USE enum err booking_draft_find(struct db *db, struct id staff, struct arena *a,
				     struct booking_draft *out);
/* ERR_OK also when there is none. */
MUST_USE enum err booking_draft_remove(struct db *db, struct id staff, struct text key);
/* *left says that there are more. */
MUST_USE enum err booking_draft_prune(struct db *db, struct instant now, bool *left);

#endif
