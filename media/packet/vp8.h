/*
 * The VP8 payload descriptor (RFC 7741 s4.2) and the start of a key frame (RFC 6386 s9.1). Pure.
 */
#ifndef MEDIA_PACKET_VP8_H
#define MEDIA_PACKET_VP8_H

#include "broker/common/base/text.h"

struct vp8 {
	bool starts_frame; /* first packet of a frame */
	bool key_frame;    /* and that is a key frame */
	bool has_picture_id;
	bool long_picture_id; /* 15 bits, else 7 */
	bool has_tl0picidx;
	uint16_t picture_id;
	uint8_t tl0picidx;
	uint8_t temporal;      /* layer, 0 when not told */
	uint8_t descriptor_n;  /* the frame's bytes follow */
	uint8_t picture_id_at; /* offsets in the payload */
	uint8_t tl0picidx_at;
	uint16_t width; /* of a key frame, 0: not told */
	uint16_t height;
};

MUST_USE enum err vp8_parse(struct bytes payload, struct vp8 *out);

/* The size in the head of a frame, without descriptor; ERR_NOT_FOUND: it is no key frame. */
MUST_USE enum err vp8_parse_size(struct bytes frame, uint16_t *width, uint16_t *height);

/* Puts other numbers into the payload that `v` was read from, where it has them. */
void vp8_rewrite(uint8_t *payload, const struct vp8 *v, uint16_t picture_id, uint8_t tl0picidx);

#endif
