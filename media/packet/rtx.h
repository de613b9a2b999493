/*
 * What is sent again under a source of its own (RFC 4588 s4): the original number stands in front
 * of the payload. Pure.
 */
#ifndef MEDIA_PACKET_RTX_H
#define MEDIA_PACKET_RTX_H

#include "media/packet/rtp.h"

#define RTX_BYTES 2 /* that a packet grows by */

/* The packet that it repeats: of this source and payload type, number and payload as they were
 * first sent, header extension as it came. ERR_BAD_INPUT: no RTP; ERR_NOT_FOUND: it repeats
 * nothing, only fills the line; ERR_TOO_LARGE: out is full. */
MUST_USE enum err rtx_unwrap(struct bytes packet, uint32_t ssrc, uint8_t payload_type,
			     struct sink *out);

#endif
