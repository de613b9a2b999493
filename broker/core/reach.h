/*
 * Where a matter may be heard (domain.md 2.2, Art. 20): the competent node and one level up;
 * every other target only as a joint session. Pure.
 */
#ifndef BROKER_CORE_REACH_H
#define BROKER_CORE_REACH_H

#include "broker/core/tree.h"

enum reach {
	REACH_ALLOWED, /* the competent level or its parent */
	REACH_JOINT,   /* only with the competent level at the table */
	REACH_NONE     /* not on the way up from the village */
};

/* `competent` decides the matter; `target` is asked for. */
enum reach reach_find(const struct tree *t, struct code12 village, struct code12 competent,
		      struct code12 target);

#endif
