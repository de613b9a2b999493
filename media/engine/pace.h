/*
 * How smoothly pictures come: the gaps between them, and those that count as a freeze. Pure; owned
 * by who watches.
 */
#ifndef MEDIA_ENGINE_PACE_H
#define MEDIA_ENGINE_PACE_H

#include <stdbool.h>
#include <stdint.h>

#define PACE_FREEZE_US 150000 /* longer than usual by this, or three times as long: a freeze */

struct pace {
	bool any;    /* one came */
	uint32_t ts; /* of the last, RTP */
	int64_t at_us;
	int64_t usual_us; /* between two, smoothed; 0: not known */
	uint32_t freezes; /* since pace_end */
	int64_t frozen_us;
};

/* A packet of the picture of this RTP time came; one of an older picture changes nothing. */
void pace_take(struct pace *p, uint32_t ts, int64_t at_us);

/* The last picture still stands: a gap that is a freeze already counts so far. */
void pace_stand(struct pace *p, int64_t now_us);

/* Nobody sends pictures for a while: the gap to the next is nobody's freeze. */
void pace_pause(struct pace *p);

/* Counts from 0 again. */
void pace_end(struct pace *p);

#endif
