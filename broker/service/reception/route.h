/*
 * Where a matter may be heard (Art. 20), in words for people: never "refused", always where to go.
 */
#ifndef BROKER_SERVICE_RECEPTION_ROUTE_H
#define BROKER_SERVICE_RECEPTION_ROUTE_H

#include "broker/core/reach.h"
#include "broker/service/call.h"

extern const char *const reach_words[REACH_NONE + 2];

struct route {
	struct code12 village;
	struct code12 competent;
};

/* The sentence for a target; none when it is allowed. */
struct said route_say(struct call *c, const struct route *r, struct code12 target);

/* ERR_NOT_ALLOWED_TARGET with the sentence. */
MUST_USE enum err route_check(struct call *c, const struct route *r, struct code12 target);

#endif
