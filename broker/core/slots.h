/*
 * Free slots of a reception window: fixed length with a buffer between (default 40 + 10 min).
 * Pure.
 */
#ifndef BROKER_CORE_SLOTS_H
#define BROKER_CORE_SLOTS_H

#include "broker/core/span.h"

/* The nth slot of a window; false when it does not fit in. */
bool slots_get(struct span window, int64_t slot_ms, int64_t buffer_ms, int n, struct span *out);

/* Is this start one of the window's slots? Then *out is the slot. */
bool slots_find(struct span window, int64_t slot_ms, int64_t buffer_ms, struct instant from,
		struct span *out);

#endif
