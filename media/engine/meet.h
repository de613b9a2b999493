/*
 * Whoever comes meets: which codec the pictures of a stage have. Nothing is transcoded, so there is
 * one at a time; when somebody comes who lacks it, the stage moves to one that all have, and legs
 * that were answered with another join again. Who has none in common with the rest has sound. Moves
 * are paid for, so that two who come and go by turns do not chase the others. Net thread.
 */
#ifndef MEDIA_ENGINE_MEET_H
#define MEDIA_ENGINE_MEET_H

#include "media/engine/order.h"
#include "media/engine/turn.h"
#include "media/packet/sdp.h"

struct engine_options;
struct leg;
struct places;

/* Every move costs the legs a second of picture and the recording a part: three in a row are room
 * for people who try another browser, one a minute keeps a day below the numbers of parts. */
#define MEET_BURST   3
#define MEET_EACH_US INT64_C(60000000)

/* Of a stage. */
struct meeting {
	const struct engine_options *options; /* whose order of codecs counts; borrowed */
	enum sdp_codec codec;                 /* SDP_OTHER_CODEC: nobody brought a picture yet */
	int64_t paid_us;                      /* moves are paid for up to here */
};

/* Of a leg. */
struct leg_codecs {
	unsigned offered;       /* a bit (1 << codec) for each that all its picture lines have */
	enum sdp_codec picture; /* it was answered with; SDP_OTHER_CODEC: sound alone */
};

/* What becomes of the stage and of a leg that comes, before either is touched. */
struct meet_choice {
	enum sdp_codec stage;
	struct leg_codecs leg;
};

/* The leg that stands in `place` comes again or is new; its older epoch does not count. */
struct meet_choice meet_choose(const struct meeting *m, const struct places *p, int place,
			       const struct sdp_offer *o, int64_t now_us);

/* The choice holds: true when the stage moved, and others have to join again. */
bool meet_take(struct meeting *m, struct places *p, const struct meet_choice *c,
	       const struct turn *t);

/* Somebody left, was lost, or a move can be paid for by now. */
void meet_review(struct meeting *m, struct places *p, const struct turn *t);

/* Whether the leg has the picture of the stage, should join again for it, or has sound alone. */
enum leg_picture meet_picture(const struct meeting *m, const struct leg *l);

#endif
