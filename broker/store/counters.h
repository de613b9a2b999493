/*
 * Running numbers for each node and period: the `seq` of visit and matter numbers.
 */
#ifndef BROKER_STORE_COUNTERS_H
#define BROKER_STORE_COUNTERS_H

#include "broker/core/code12.h"

struct db;

enum counter_kind {                    /* never renumber */
		    COUNTER_VISIT = 0, /* period: yyyymmdd */
		    COUNTER_MATTER = 1 /* period: yyyy */
};

/* The next one, from 1. In a job. */
MUST_USE enum err counter_take(struct db *db, enum counter_kind kind, struct code12 node,
			       int64_t period, int64_t *out);
/* Numbers up to `used` are taken. */
MUST_USE enum err counter_skip(struct db *db, enum counter_kind kind, struct code12 node,
			       int64_t period, int64_t used);

#endif
