/*
 * What a leg's link is like, in windows of five seconds: pictures that came, what was lost for
 * good, what its receivers' reports say. Net thread; owned by the leg.
 */
#ifndef MEDIA_ENGINE_QUALITY_H
#define MEDIA_ENGINE_QUALITY_H

#include "media/engine/order.h"
#include "media/engine/pace.h"
#include "media/engine/track.h"

#define QUALITY_US INT64_C(5000000)

/* Since the leg began. */
struct quality_totals {
	uint64_t rx_packets;
	uint64_t lost; /* that never came */
	uint64_t rx_bytes;
	uint64_t tx_bytes;
};

/* Pictures as they come. */
struct quality_pictures {
	struct pace pace;
	bool any;       /* one came, ever */
	uint16_t width; /* by the last key frame */
	uint16_t height;
};

struct quality {
	int64_t start_us;             /* of the window; 0: none runs */
	struct quality_totals before; /* at its start */
	struct quality_pictures pictures;
	uint32_t blocks; /* of receivers' reports */
	uint32_t fractions;
	uint32_t jitter_ms; /* the worst told */
	struct leg_quality last;
};

/* A packet of video that came in time. */
void quality_take_picture(struct quality *q, const struct track *t, const struct track_packet *p);

/* What the leg reports of a feed. */
void quality_take_block(struct quality *q, const struct rtcp_block *b, uint32_t clock_rate);

/* The window is over, or none has begun: quality_end is wanted. */
bool quality_is_due(const struct quality *q, int64_t now_us);

/* The picture that goes to the leg. */
struct quality_shown {
	const struct quality *from; /* of the leg whose picture it is, NULL: none goes there */
	struct pace *seen; /* by the receiver's feedback; begins anew; NULL: it tells nothing */
};

/* Ends the window and begins the next. up_jitter_ms: of the tracks. */
void quality_end(struct quality *q, const struct quality_totals *now, uint32_t up_jitter_ms,
		 struct quality_shown shown, int64_t now_us);

#endif
