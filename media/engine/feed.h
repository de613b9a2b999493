/*
 * A track going out to one receive slot of a leg. Whatever source sits in the slot, the receiver
 * sees one stream: SSRC, numbers, times and picture ids go on when the source changes, and video
 * starts with a key frame. Net thread; owned by the leg.
 */
#ifndef MEDIA_ENGINE_FEED_H
#define MEDIA_ENGINE_FEED_H

#include "media/engine/link.h"
#include "media/engine/track.h"

#define FEED_MID_MAX   16
#define FEED_REPORT_US 2000000
#define FEED_RESEND_US 100000 /* in this time at most */
#define FEED_RESENDS   128
#define FEED_LIMIT_MIN 150000 /* bit/s */

/* As the receiver's line says it. */
struct feed_line {
	uint32_t ssrc;
	uint32_t rtx_ssrc; /* of what is sent again; 0: under the same */
	uint32_t clock_rate;
	uint8_t payload_type;
	uint8_t rtx_type;
	uint8_t mid_id; /* header extensions, 0: not there */
	uint8_t level_id;
	uint8_t time_id; /* abs-send-time */
	uint8_t wide_id; /* transport-wide number */
	bool is_document;
	char mid[FEED_MID_MAX + 1];
};

/* The source that sits in the slot and what its numbers become. */
struct feed_source {
	uint32_t serial; /* of the track, 0: none yet */
	bool is_waiting; /* for a key frame */
	int64_t first;   /* the number it began with */
	uint16_t seq_add;
	uint32_t ts_add;
	uint16_t picture_add;
	uint8_t tl0_add;
};

/* What the line has room for. */
struct feed_layer {
	uint32_t serial; /* of the track wanted where there are sizes, 0: not chosen yet */
	bool is_off;     /* no picture at all: sound needs the line */
	int64_t less_us; /* when it became less last */
	int64_t hold_us;
};

/* What went out last. */
struct feed_last {
	bool any;
	uint16_t seq;
	uint32_t ts;
	int64_t at_us;
	uint16_t picture;
	uint8_t tl0;
};

struct feed_sent {
	uint32_t packets;
	uint32_t octets;
	int64_t report_us;   /* when the last sender report went */
	uint32_t report_ntp; /* its middle bits, 0: none went */
	int64_t resend_us;   /* of the running count */
	int resends;
	uint16_t rtx_seq; /* of the next */
};

struct feed {
	bool is_on;
	struct feed_line line;
	struct feed_source from;
	struct feed_layer layer;
	struct feed_last last;
	struct feed_sent sent;
	uint64_t limit_bps; /* that the receiver can take of it, 0: no complaint yet */
};

/* Forwards a packet of the track. */
void feed_forward(struct feed *f, struct track *t, const struct track_packet *p, struct link *l,
		  const struct turn *turn);

/* The packet as it would be forwarded; false: it would not. */
bool feed_copy(struct feed *f, struct track *t, const struct track_packet *p, struct sink *out);

/* Sends again what the receiver misses, if it is still there. */
void feed_resend(struct feed *f, const struct track *t, uint16_t seq, struct link *l,
		 const struct turn *turn);

/* A sender report, when there is one to send and it is time. ntp_add moves the publisher's clock
 * to ours; the same for both tracks of a leg, so that lips and voice stay together. */
void feed_report(struct feed *f, const struct track *t, int64_t ntp_add, struct link *l,
		 const struct turn *turn);

/* A receiver that loses much gets less, one that loses little more again, up to the ceiling: the
 * publisher is asked to send no more than the weakest can take. */
void feed_limit(struct feed *f, const struct rtcp_block *b, uint64_t ceiling_bps);

/* Round trip by a receiver's block; -1: not known. */
int64_t feed_round_trip_us(const struct feed *f, const struct rtcp_block *b, int64_t now_us);

#endif
