/*
 * One call of the engine: what time it is, where packets go, what is counted. A value on the
 * caller's stack, lent down to legs, tracks and feeds. Net thread.
 */
#ifndef MEDIA_ENGINE_TURN_H
#define MEDIA_ENGINE_TURN_H

#include "media/engine/order.h"
#include "media/engine/out.h"
#include "media/engine/tap.h"

#define TURN_NEVER INT64_MAX

struct turn {
	int64_t now_us; /* monotonic */
	uint64_t ntp;   /* UTC of the same moment */
	struct out *out;
	struct engine_counts *counts;
	const struct tap *tap; /* NULL: nothing is recorded */
	int64_t *due_us;       /* the engine's next tick: who needs it sooner lowers it */
};

#endif
