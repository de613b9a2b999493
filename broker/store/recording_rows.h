/*
 * Recordings: one for a visit that may be recorded.
 */
#ifndef BROKER_STORE_RECORDING_ROWS_H
#define BROKER_STORE_RECORDING_ROWS_H

#include "broker/common/form/fields.h"
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
	struct text unit_name_en;
	int64_t unit;
	int kind; /* enum matter_kind */
};

MUST_USE enum err recording_add(struct db *db, const struct recording *r);
MUST_USE enum err recording_load(struct db *db, struct id id, struct recording *out);
MUST_USE enum err recording_find_visit(struct db *db, struct id visit, struct recording *out);
MUST_USE enum err recording_set_state(struct db *db, struct id id, enum recording_state state);
/* Closed visits since `zero` of which no part was ever begun: broken, unless one still comes. */
MUST_USE enum err recording_give_up(struct db *db, struct instant zero, struct instant closed);
/* Those of visits that closed before `closed` of which nothing is awaited: struct id. */
MUST_USE enum err recording_list_ended(struct db *db, struct instant closed, int most,
				       struct arena *a, struct list *out);
/* The end of its last filed part. */
MUST_USE enum err recording_set_duration(struct db *db, struct id id);
MUST_USE enum err recording_line_find(struct db *db, struct id id, struct arena *a,
				      struct recording_row *out);

#define RECORDING_LOOK_MAX 500 /* rows looked at in one search, in an index alone */

/* What is asked for. `scopes` are walks merged into one: a node's code, or a unit's (recording_unit).
 * A row of them is kept when `keep` says so, which sees its village and unit only. A number is
 * looked for in every scope, kind and day; then `keep` sees the whole row. */
struct recording_search {
	struct text scopes[2]; /* empty: none */
	int kind;              /* enum matter_kind; -1: any */
	struct instant from;
	struct instant
		before; /* older than this: the end, or the recording that a page ended with */
	struct id before_id;
	struct text number; /* of a visit or matter; empty: any */
	bool (*keep)(const struct recording_row *r, const void *context);
	const void *context;
	int most;
	struct arena *arena;
};

/* A unit's recordings as a scope: "u17". */
struct text recording_unit(int64_t unit, struct arena *a);

/* Newest first: struct recording_row. *more: there may be others after s->before and
 * s->before_id, which moved past all that was looked at, also where nothing was kept. */
MUST_USE enum err recording_search(struct db *db, struct recording_search *s, struct list *out,
				   bool *more);

#endif
