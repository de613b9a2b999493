/*
 * Spans of which an event of the journal says why packets are missing: somebody was muted, consent
 * did not cover it, a link was down. One thread; times in visit time.
 */
#ifndef MEDIA_STUDIO_TOLD_H
#define MEDIA_STUDIO_TOLD_H

#include "media/record/gapmap.h"

struct told;
struct told *told_new(void); /* heap: pair with told_free */
void told_free(struct told *t);

/* Goes on from g->from_us until it is closed; the same twice is one. */
void told_open(struct told *t, const struct gap *g);
void told_close(struct told *t, const struct gap *g, int64_t at_us);
/* A span that is over; it joins one that ended a moment ago. False: there are too many. */
bool told_span(struct told *t, const struct gap *g);
/* Of one that never came back nothing is missing. */
void told_drop(struct told *t, const struct gap *g);

/* The part ends: what goes on ends with it. All of it is added to the gaps. */
void told_finish(struct told *t, int64_t till_us, struct gapmap *gaps);

/* Adds of a gap that packets show what is not told already. After told_finish. */
void told_rest(const struct told *t, const struct gap *g, struct gapmap *gaps);

#endif
