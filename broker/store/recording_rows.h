/*
 * Recordings: one for a visit that may be recorded.
 */
#ifndef BROKER_STORE_RECORDING_ROWS_H
#define BROKER_STORE_RECORDING_ROWS_H

#include "broker/common/fields.h"
#include "broker/core/code12.h"
#include "broker/core/span.h"

struct db;

enum recording_state { /* never renumber */
	RECORDING_ON = 0,
	RECORDING_FINALISING = 1,
	RECORDING_FILED = 2,
	RECORDING_BROKEN = 3,
	RECORDING_STATE_COUNT
};

extern const char *const recording_state_words[RECORDING_STATE_COUNT + 1];

struct recording {
	struct id id;
	struct id visit;
	enum recording_state state;
	struct instant zero;
	int64_t duration_ms;
	bool video;
	bool audio;
};

/* With the names that a list shows. */
struct recording_row {
	struct id id;
	struct id visit;
	struct text visit_number;
	struct text matter_number;
	struct text subject;
	struct instant zero;
	int64_t duration_ms;
	int64_t parts;
	enum recording_state state;
	struct code12 village;
	struct text unit_name;
	int64_t unit;
	int kind; /* enum matter_kind */
};

MUST_USE enum err recording_add(struct db *db, const struct recording *r);
MUST_USE enum err recording_load(struct db *db, struct id id, struct recording *out);
MUST_USE enum err recording_find_visit(struct db *db, struct id visit, struct recording *out);
MUST_USE enum err recording_set_state(struct db *db, struct id id, enum recording_state state);
/* Closed visits since `zero` of which no part was ever begun: broken, unless one still comes. */
MUST_USE enum err recording_give_up(struct db *db, struct instant zero, struct instant closed);
/* The end of its last filed part. */
MUST_USE enum err recording_set_duration(struct db *db, struct id id);
MUST_USE enum err recording_line_find(struct db *db, struct id id, struct arena *a,
				      struct recording_row *out);

/* What is asked for; a row is kept when `keep` says so, which sees its village, unit, zero
 * and kind only. A number is looked for on every day. */
struct recording_search {
	struct span zero;
	int kind;           /* enum matter_kind; -1: any */
	struct text number; /* of a visit or matter; empty: any */
	bool (*keep)(const struct recording_row *r, const void *context);
	const void *context;
	int most;
};

#define RECORDING_SEARCH_MAX 5000 /* rows looked at */

/* Newest first: struct recording_row. */
MUST_USE enum err recording_search(struct db *db, const struct recording_search *s,
				   struct arena *a, struct list *out);

#endif
