/*
 * What is taken in a stretch of time: the claims of each resource are read once, then asked many
 * times. For lists of free slots; the claim itself decides.
 */
#ifndef BROKER_SERVICE_RECEPTION_BUSY_H
#define BROKER_SERVICE_RECEPTION_BUSY_H

#include "broker/service/call.h"
#include "broker/store/claims.h"

struct busy;

/* In the call's arena. What the visit `except` holds is not busy; unset: there is none. */
struct busy *busy_new(struct call *c, struct span span, struct id except);

/* Is any of the lanes free for the whole slot (within the span of busy_new)? */
MUST_USE enum err busy_is_free(struct busy *b, const struct resource *r, int lanes,
			       struct span slot, bool *out);

#endif
