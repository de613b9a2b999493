/*
 * Media coming in from a leg: sound, picture or document. It counts what came and what did
 * not (RFC 3550 A.1, A.3, A.8), keeps the last packets of video, and merges the wishes for a key
 * frame. Net thread; owned by the leg.
 */
#ifndef MEDIA_ENGINE_TRACK_H
#define MEDIA_ENGINE_TRACK_H

#include "media/engine/loss.h"
#include "media/engine/ring.h"
#include "media/engine/turn.h"
#include "media/packet/rtcp.h"
#include "media/packet/rtp.h"
#include "media/packet/vp8.h"

#define TRACK_KEY_US    1000000 /* at most one request for a key frame in this time */
#define TRACK_OFF_US    2000000 /* nothing came for so long */
#define TRACK_APART_US  2000000 /* RTP time of a report and of packets; cameras hold back less */
#define TRACK_SILENT_US 500000  /* then another SSRC may take over */

struct track_stats {
	int64_t base; /* extended numbers */
	int64_t highest;
	uint64_t received;
	uint64_t expected_prior;
	uint64_t received_prior;
	uint32_t transit;
	uint32_t jitter; /* scaled by 16 */
};

struct track_keys {
	int64_t asked_us;
	bool asked;     /* ever */
	bool wanted;    /* until one comes: a request may get lost */
	uint8_t number; /* of FIR */
};

/* What is sent again under a source of its own (RTX). */
struct track_rtx {
	bool is_on;
	uint8_t payload_type;
	uint32_t of;   /* SSRC that the offer says is repeated... */
	uint32_t ssrc; /* ...by this one; 0: it says nothing */
};

struct track_rate {
	int64_t since_us;
	uint64_t bytes;
	uint64_t bps; /* in the last second */
};

/* The last sender report. */
struct track_clock {
	bool is_known;
	uint64_t ntp;
	uint32_t rtp;
	int64_t at_us;
	bool is_refused; /* and told */
};

struct track {
	struct tap_source source;
	bool is_on;       /* negotiated */
	bool is_layer;    /* one of several sizes */
	uint8_t feedback; /* SDP_FB_ bits */
	uint8_t level_id; /* header extension of audio, 0: none */
	uint32_t serial;  /* of the SSRC, in this engine; 0: nothing came */
	int64_t came_us;
	struct track_stats stats;
	struct loss loss;
	struct track_keys keys;
	struct track_clock clock;
	struct track_rtx rtx;
	struct track_rate rate;
	struct ring *ring; /* of video; NULL until the first packet */
};

/* A packet that came, read. */
struct track_packet {
	struct bytes whole; /* borrowed */
	struct rtp rtp;
	struct vp8 vp8; /* of a picture in VP8; no descriptor: it says none */
	int64_t number; /* extended */
	int64_t at_us;
	bool is_key;   /* a receiver may start here */
	bool is_first; /* of its source */
	bool is_again; /* it came by RTX */
};

void track_clear(struct track *t);

/* Takes an RTP packet of this track: `p` comes with its bytes, header and time and gets the rest.
 * ERR_DUPLICATE: too old or from another source: not for anybody. *serials gives numbers to
 * sources. */
MUST_USE enum err track_take(struct track *t, uint32_t *serials, struct track_packet *p);

/* The same of an RTX packet: `p` becomes what it repeats, in `room` (RING_PACKET_MAX bytes).
 * ERR_NOT_FOUND: nothing that is missing; ERR_DUPLICATE: of another source. */
MUST_USE enum err track_take_rtx(struct track *t, struct sink *room, struct track_packet *p);

/* A packet that came before; ERR_NOT_FOUND: it is gone. */
MUST_USE enum err track_find(const struct track *t, uint16_t seq, struct track_packet *out);

/* ERR_BAD_INPUT: it contradicts the packets, nothing is taken from it. */
MUST_USE enum err track_take_report(struct track *t, const struct rtcp_sender *s, int64_t now_us);

/* Asks for a key frame; merged. */
void track_want_key(struct track *t);

/* Appends the requests that are due now (NACK, PLI or FIR), in the name of `from`. */
void track_ask(struct track *t, uint32_t from, int64_t now_us, struct sink *out);
int64_t track_due_us(const struct track *t);

/* What a receiver report says about it. */
struct rtcp_block track_block(struct track *t, int64_t now_us);

#endif
