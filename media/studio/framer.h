/*
 * Whole pictures and sounds from packets in order. A picture that misses a packet is left out,
 * and all that build on it: after a loss the next key frame is waited for. Pure.
 */
#ifndef MEDIA_STUDIO_FRAMER_H
#define MEDIA_STUDIO_FRAMER_H

#include "media/record/journal_read.h"
#include "media/studio/order.h"

#define FRAME_PACKETS_MAX 1024

struct frame {
	struct packet *packets[FRAME_PACKETS_MAX]; /* the frame's own until they are taken out */
	int n;
	int64_t seq; /* of its first packet */
	uint32_t ts;
	bool is_key;
	int64_t lost;    /* packets that never came since the frame before */
	int64_t skipped; /* frames left out since then, because of that */
};

struct framer;
struct framer *framer_new(enum entry_codec codec); /* heap: pair with framer_free */
void framer_free(struct framer *f);
OWNABLE(framer)

/* Takes the packet over. Returns a whole frame now and then, valid until the next call; the
 * packets that the caller does not take out (set to NULL) are freed by then. */
struct frame *framer_take(struct framer *f, struct packet *p);

#endif
