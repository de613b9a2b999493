/*
 * Which media server carries a visit: the nearest to the nearest common ancestor of the two sides,
 * among equally near ones the least loaded. Pure.
 */
#ifndef BROKER_CORE_PLACEMENT_H
#define BROKER_CORE_PLACEMENT_H

#include "broker/core/tree.h"

struct placement {
	struct code12 node;
	int64_t capacity; /* visits at once */
	int64_t load;     /* visits now */
	bool draining;    /* takes no new visit */
};

/* The index of the server for a visit between two nodes; -1: none has room. Servers at the meeting
 * node come first, then those at its ancestors going up, then all others. */
int placement_pick(const struct tree *t, struct code12 a, struct code12 b,
		   const struct placement *servers, int n);

#endif
