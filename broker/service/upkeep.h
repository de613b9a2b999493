/*
 * What the broker does for itself from time to time.
 */
#ifndef BROKER_SERVICE_UPKEEP_H
#define BROKER_SERVICE_UPKEEP_H

#include "broker/service/call.h"

/* store.upkeep, internal WRITE each six hours: publishes the receptions of further days, forgets
 * old events, sessions and figures of links. */
enum err store_upkeep(struct call *c, const void *in);

#endif
