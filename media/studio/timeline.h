/*
 * From RTP time to visit time, for one source: by its sender reports where there are any, by
 * arrival times else, and where the reports contradict the packets; a jump of the RTP clock starts
 * a new stretch with a place of its own. First everything is taken, in order of arrival; then it
 * is asked. Pure; times in microseconds.
 */
#ifndef MEDIA_STUDIO_TIMELINE_H
#define MEDIA_STUDIO_TIMELINE_H

#include "media/studio/curve.h"

#include <stdbool.h>

/* The clock that all sources of a leg name in their sender reports, seen in visit time. */
struct sender_clock;
struct sender_clock *sender_clock_new(void); /* heap: pair with sender_clock_free */
void sender_clock_free(struct sender_clock *c);
OWNABLE(sender_clock)
void sender_clock_take(struct sender_clock *c, uint64_t ntp, int64_t arrival_us);
void sender_clock_finish(struct sender_clock *c);

struct timeline;
struct timeline *timeline_new(uint32_t clock_rate); /* heap: pair with timeline_free */
void timeline_free(struct timeline *t);
OWNABLE(timeline)

/* seq is extended beyond 16 bits by the caller. Arrival in visit time. */
void timeline_take(struct timeline *t, int64_t seq, uint32_t rtp, int64_t arrival_us);
void timeline_take_report(struct timeline *t, uint64_t ntp, uint32_t rtp);

/* The clock must be finished; NULL: arrival times only. */
void timeline_finish(struct timeline *t, const struct sender_clock *c);

/* Visit time of a packet that was taken before. Rises with seq and rtp. */
int64_t timeline_at(struct timeline *t, int64_t seq, uint32_t rtp);

/* Visit time of the first packet that was taken, or of one before it that came later. */
int64_t timeline_start(const struct timeline *t);

/* Jumps of the RTP clock: how many, and the visit time behind the i-th. */
int timeline_jumps(const struct timeline *t);
int64_t timeline_jump_at(const struct timeline *t, int i);
/* Whether there were reports that no sender can mean: they placed nothing. */
bool timeline_has_refused(const struct timeline *t);
/* Whether sender reports placed it. */
bool timeline_is_reported(const struct timeline *t);

#endif
