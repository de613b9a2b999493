/*
 * Matters: the case files. Name, contact and address stay sealed here; services open them.
 */
#ifndef BROKER_STORE_MATTER_ROWS_H
#define BROKER_STORE_MATTER_ROWS_H

#include "broker/common/base/arena.h"
#include "broker/common/form/fields.h"
#include "broker/core/code12.h"
#include "broker/core/visit.h"
#include "broker/store/data_key.h"

struct db;

struct matter {
	int64_t row; /* given by the store, in order of registration */
	struct id id;
	struct text number;
	struct code12 village;
	struct code12 competent;
	enum matter_kind kind;
	int state; /* 0: registered */
	struct text subject;
	struct text request;
	struct bytes name;    /* sealed */
	struct bytes contact; /* sealed */
	struct bytes address; /* sealed */
	struct instant created;
	struct id created_by;
};

/* And makes it findable. */
MUST_USE enum err matter_add(struct db *db, const struct matter *m);
MUST_USE enum err matter_load(struct db *db, struct id id, struct arena *a, struct matter *out);
MUST_USE enum err matter_find_number(struct db *db, struct text number, struct arena *a,
				     struct matter *out);

/* Who asks: a node, as a desk there or as a unit of it. */
struct matter_office {
	struct code12 node;
	bool is_desk;
	int64_t unit; /* 0: none */
};

/* Is it of the desk's village, or did the desk register it? Does the unit's node decide it, or the
 * unit receive a visit of it that was not cancelled? */
bool matter_is_handled(struct db *db, struct id matter, const struct matter_office *o);

/* By words of the subject. */
struct matter_search {
	struct text words;
	struct code12 scope; /* its village lies in this node; "": anywhere */
	int64_t before;      /* rows below this one; 0: from the newest on */
	int most;
	struct arena *arena;
};

/* struct matter, newest first. As far as the time of a read goes: *next is what `before` has to be
 * for what follows, 0 when there is nothing. It moves also where nothing was found. */
MUST_USE enum err matter_search(struct db *db, const struct matter_search *s, struct list *out,
				int64_t *next);

#endif
