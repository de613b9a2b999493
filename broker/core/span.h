/*
 * Half-open spans of time [from, till), in UTC. Pure.
 */
#ifndef BROKER_CORE_SPAN_H
#define BROKER_CORE_SPAN_H

#include "broker/common/base/clock.h"

#include <stdbool.h>

struct span {
	struct instant from;
	struct instant till;
};

bool span_overlaps(struct span a, struct span b);
bool span_has(struct span s, struct instant at);
int64_t span_ms(struct span s);

#endif
