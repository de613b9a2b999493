/*
 * Pictures that a leg sends in several sizes (RFC 8853): which track a packet belongs to, and which
 * size each receiver and the tap get. A size changes at a key frame; sound is never touched. Net
 * thread.
 */
#ifndef MEDIA_ENGINE_LAYERS_H
#define MEDIA_ENGINE_LAYERS_H

#include "media/engine/leg.h"

#define LAYERS_OFF_US   1000000   /* silent so long: the sender has left it out */
#define LAYERS_NONE_BPS 80000     /* less for a picture: none... */
#define LAYERS_SOME_BPS 150000    /* ...until there is so much */
#define LAYERS_HOLD_US  10000000  /* no larger one after a smaller one, at least so long... */
#define LAYERS_HOLD_MAX 160000000 /* ...doubled each time that it was too early */

/* The track of a packet of the picture; `again`: it came by RTX. NULL: it does not say. */
struct track *layers_find(struct leg *l, const struct rtp *r, bool again);

/* The largest that comes; of one size that one. */
struct track *layers_largest(struct leg *l, int64_t now_us);

/* The one that a feed of this source shows now. */
struct track *layers_shown(struct leg *from, enum leg_kind kind, const struct feed *f);

/* Chooses anew what `to` gets of each source: a size, or sound only when the only picture would
 * take what sound needs. */
void layers_choose(struct leg *to, int64_t now_us);

/* The step of the ladder that `to` stands on, by what it is to get. */
enum leg_step layers_step(const struct leg *to, int64_t now_us);

/* For the tap: a picture in layers has one source there. */
struct tap_source layers_source(const struct leg *l, const struct track *track);
/* Whether it gets this packet; *out is the packet as it gets it. */
bool layers_copy(struct leg *l, struct track *track, const struct track_packet *p,
		 struct sink *out);
/* The same of a sender report. */
bool layers_copy_report(const struct leg *l, const struct track *track, struct rtcp_sender s,
			struct sink *out);

#endif
