/*
 * RTP packets (RFC 3550 s5.1) and their header extensions (RFC 8285): reading, writing a header,
 * and changing one in place while forwarding. Pure; pieces of a parsed packet are borrowed.
 */
#ifndef MEDIA_PACKET_RTP_H
#define MEDIA_PACKET_RTP_H

#include "broker/common/base/sink.h"

#define RTP_HEADER_BYTES 12
#define RTP_ONE_BYTE     0xbede
#define RTP_TWO_BYTE     0x1000 /* the lowest four bits are free */

struct rtp {
	uint16_t seq;
	uint32_t ts;
	uint32_t ssrc;
	uint8_t payload_type;
	bool marker;
	uint8_t csrcs;
	uint8_t padding;        /* bytes at the end, not in payload */
	uint16_t profile;       /* of the header extension, 0: there is none */
	struct bytes extension; /* without its four-byte head */
	struct bytes payload;
};

/* ERR_BAD_INPUT: not RTP version 2, or lengths that do not fit. */
MUST_USE enum err rtp_parse(struct bytes packet, struct rtp *out);

/* An element of the header extension; false: there is none of this id before the end or before
 * what is malformed. */
bool rtp_find_element(const struct rtp *r, uint8_t id, struct bytes *value);

/* A header of RTP_HEADER_BYTES without CSRC and extension. */
struct rtp_head {
	uint16_t seq;
	uint32_t ts;
	uint32_t ssrc;
	uint8_t payload_type;
	bool marker;
};
void rtp_format(const struct rtp_head *h, struct sink *out);

/* Changes number, time, source, type and marker in a packet that rtp_parse has accepted. */
void rtp_rewrite(uint8_t *packet, const struct rtp_head *h);

#endif
