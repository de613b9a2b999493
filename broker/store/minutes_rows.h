/*
 * Minutes of a visit with their time marks: a sheet (sheet_rows.h) whose lines are the marks.
 */
#ifndef BROKER_STORE_MINUTES_ROWS_H
#define BROKER_STORE_MINUTES_ROWS_H

#include "broker/common/form/fields.h"

struct db;

struct mark {
	int64_t at_ms; /* after the visit's zero */
	struct text text;
};

struct minutes {
	struct text text;
	struct list marks; /* struct mark */
};

/* The newest; empty when there are none. */
MUST_USE enum err minutes_load(struct db *db, struct id visit, struct arena *a,
			       struct minutes *out);

/* Marks by their time, one a line; and back: struct mark. */
struct text marks_format(const struct list *marks, struct arena *a);
struct list marks_parse(struct text lines, struct arena *a);

#endif
