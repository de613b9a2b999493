/*
 * Matters: the case files. Name, contact and address stay sealed here; services open them.
 */
#ifndef BROKER_STORE_MATTER_ROWS_H
#define BROKER_STORE_MATTER_ROWS_H

#include "broker/common/fields.h"
#include "broker/core/code12.h"
#include "broker/core/visit.h"
#include "broker/store/data_key.h"

struct db;

struct matter {
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
MUST_USE enum err matter_add(struct db *db, const struct matter *m, struct arena *a);
MUST_USE enum err matter_load(struct db *db, struct id id, struct arena *a, struct matter *out);
MUST_USE enum err matter_find_number(struct db *db, struct text number, struct arena *a,
				     struct matter *out);

/* By words of the subject, newest first: struct matter with id, number, village, subject, name
 * and created; at most `most`. */
MUST_USE enum err matter_search(struct db *db, struct text words, int most, struct arena *a,
				struct list *out);

#endif
