/* Packets of a piece to bytes and back. */
#include "broker/common/talk/backfill.h"

#define RTP_HEAD_BYTES 12

const char *const backfill_codec_words[BACKFILL_CODEC_COUNT + 1] = {
	[BACKFILL_H264] = "h264",
	[BACKFILL_VP8] = "vp8",
};

void backfill_format(const struct backfill_packet *p, struct sink *out)
{
	sink_u8(out, (uint8_t)p->line);
	sink_u64(out, (uint64_t)p->at_us);
	sink_u16(out, (uint16_t)p->rtp.n);
	sink_add(out, p->rtp.at, p->rtp.n);
}

enum err backfill_parse(struct bytes *rest, struct backfill_packet *out)
{
	if (rest->n < BACKFILL_HEAD_BYTES)
		return ERR_BAD_INPUT;
	uint8_t line = rest->at[0];
	uint64_t at_us = read_u64(rest->at + 1);
	size_t n = read_u16(rest->at + 9);

	if ((line != BACKFILL_SOUND && line != BACKFILL_PICTURE) ||
	    at_us > (uint64_t)BACKFILL_CLOCK_MAX || n < RTP_HEAD_BYTES || n > BACKFILL_PACKET_MAX ||
	    rest->n - BACKFILL_HEAD_BYTES < n)
		return ERR_BAD_INPUT;
	*out = (struct backfill_packet){ (enum backfill_line)line,
					 (int64_t)at_us,
					 { rest->at + BACKFILL_HEAD_BYTES, n } };
	rest->at += BACKFILL_HEAD_BYTES + n;
	rest->n -= BACKFILL_HEAD_BYTES + n;
	return ERR_OK;
}
