/*
 * Commitments: which unit does what until when.
 */
#ifndef BROKER_STORE_COMMITMENT_ROWS_H
#define BROKER_STORE_COMMITMENT_ROWS_H

#include "broker/common/form/fields.h"

struct db;

struct commitment {
	int64_t unit;
	struct text unit_name; /* not saved */
	struct text act;
	struct text due;          /* day */
	struct text unit_name_en; /* not saved; empty: none */
};

MUST_USE enum err commitment_add(struct db *db, struct id visit, int seq,
				 const struct commitment *c);
/* struct commitment */
MUST_USE enum err commitment_list(struct db *db, struct id visit, struct arena *a,
				  struct list *out);

#endif
