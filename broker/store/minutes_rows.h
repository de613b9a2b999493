/*
 * Minutes of a visit with their time marks. Saving replaces both.
 */
#ifndef BROKER_STORE_MINUTES_ROWS_H
#define BROKER_STORE_MINUTES_ROWS_H

#include "broker/common/fields.h"

struct db;

struct mark {
	int64_t at_ms; /* after the visit's zero */
	struct text text;
};

struct minutes {
	struct id visit;
	struct text text;
	struct list marks; /* struct mark */
	struct instant at; /* not read back, nor is staff */
	struct id staff;
};

MUST_USE enum err minutes_put(struct db *db, const struct minutes *m);
/* The text alone; the marks stay. */
MUST_USE enum err minutes_save_text(struct db *db, const struct minutes *m);
/* Empty when there are none. */
MUST_USE enum err minutes_load(struct db *db, struct id visit, struct arena *a,
			       struct minutes *out);

#endif
