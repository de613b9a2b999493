/*
 * What browsers send and the forwarder only reads: an RTP header with one one-byte element.
 */
#ifndef TESTS_LIB_MEDIA_ELEMENT_H
#define TESTS_LIB_MEDIA_ELEMENT_H

#include "media/packet/rtp.h"

/* id 1..14, value 1..16 bytes (RFC 8285 s4.2). */
static inline void element_format(const struct rtp_head *h, uint8_t id, struct bytes value,
				  struct sink *out)
{
	size_t start = out->n, words = (1 + value.n + 3) / 4;

	rtp_format(h, out);
	sink_u16(out, RTP_ONE_BYTE);
	sink_u16(out, (uint16_t)words);
	sink_u8(out, (uint8_t)(id << 4 | ((value.n - 1) & 15)));
	sink_add(out, value.at, value.n);
	for (size_t n = 1 + value.n; n < 4 * words; n++)
		sink_u8(out, 0);
	if (!sink_is_full(out))
		out->at[start] |= 0x10;
}

#endif
