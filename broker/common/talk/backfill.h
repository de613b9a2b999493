/*
 * What a kiosk kept while its link was down, as it travels to the journal: a piece is a row of RTP
 * packets, each with the time at which it was made. Written by the kiosk, read by the media server;
 * part of the protocol. Pure.
 */
#ifndef BROKER_COMMON_TALK_BACKFILL_H
#define BROKER_COMMON_TALK_BACKFILL_H

#include "broker/common/base/err.h"
#include "broker/common/base/sink.h"

#define BACKFILL_PIECE_MAX  32768 /* bytes */
#define BACKFILL_PACKET_MAX 1500
#define BACKFILL_HEAD_BYTES 11                       /* line 1, time 8, length 2 */
#define BACKFILL_CLOCK_MAX  ((INT64_C(1) << 53) - 1) /* us: exact in every JSON reader */

enum backfill_line { BACKFILL_SOUND = 1, BACKFILL_PICTURE = 2 }; /* sent: never renumber */

/* What the pictures are coded with. */
enum backfill_codec { BACKFILL_H264, BACKFILL_VP8, BACKFILL_CODEC_COUNT };
extern const char *const backfill_codec_words[BACKFILL_CODEC_COUNT + 1];

struct backfill_packet {
	enum backfill_line line;
	int64_t at_us; /* the kiosk's monotonic clock */
	struct bytes rtp;
};

/* The sink is full when the packet does not fit. */
void backfill_format(const struct backfill_packet *p, struct sink *out);

/* Cuts the first packet off *rest; borrowed. ERR_BAD_INPUT: not one. */
MUST_USE enum err backfill_parse(struct bytes *rest, struct backfill_packet *out);

#endif
