/*
 * Rows of the quality of legs: one a leg and five seconds, kept with the visit for half a year, as
 * long as somebody may ask why a visit went badly.
 */
#ifndef BROKER_STORE_QUALITY_ROWS_H
#define BROKER_STORE_QUALITY_ROWS_H

#include "broker/common/base/arena.h"
#include "broker/common/base/clock.h"
#include "broker/common/base/ids.h"
#include "broker/common/form/fields.h"
#include "broker/core/code12.h"
#include "broker/core/quality.h"

struct db;

struct quality_row {
	struct id visit;
	struct instant at;
	struct id leg;
	struct quality quality;
	struct text number;    /* of the visit; read back only */
	struct code12 village; /* the same */
};

/* ERR_DUPLICATE: it is there; ERR_NOT_FOUND: no such visit. */
MUST_USE enum err quality_add(struct db *db, const struct quality_row *q);

#define QUALITY_KEEP_MS   (183 * DAY_MS)
#define QUALITY_PRUNE_MAX 2000 /* rows at once */

/* Forgets what is older; at most QUALITY_PRUNE_MAX rows a call: `left` says there may be more. */
MUST_USE enum err quality_prune(struct db *db, struct instant now, bool *left);

/* Windows from an instant on, or after one of them. */
struct quality_page {
	struct id visit; /* "": of all visits */
	struct instant from;
	struct id after_visit; /* "": from the first one of `from` on */
	struct id after_leg;
	int most;
};

/* Oldest first: struct quality_row. */
MUST_USE enum err quality_list(struct db *db, const struct quality_page *p, struct arena *a,
			       struct list *out);

#endif
