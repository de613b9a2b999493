/* The VP8 payload descriptor. */
#include "media/packet/vp8.h"

/* The optional part: picture id, TL0PICIDX, TID and KEYIDX, as the flags say. */
static enum err parse_options(struct bytes p, struct vp8 *v)
{
	size_t at = 2;
	uint8_t flags;

	if (p.n < 2)
		return ERR_BAD_INPUT;
	flags = p.at[1];
	if (flags & 0x80) {
		if (at >= p.n)
			return ERR_BAD_INPUT;
		v->has_picture_id = true;
		v->picture_id_at = (uint8_t)at;
		v->long_picture_id = p.at[at] & 0x80;
		v->picture_id = p.at[at++] & 0x7f;
		if (v->long_picture_id) {
			if (at >= p.n)
				return ERR_BAD_INPUT;
			v->picture_id = (uint16_t)(v->picture_id << 8 | p.at[at++]);
		}
	}
	if (flags & 0x40) {
		if (at >= p.n)
			return ERR_BAD_INPUT;
		v->has_tl0picidx = true;
		v->tl0picidx_at = (uint8_t)at;
		v->tl0picidx = p.at[at++];
	}
	if (flags & 0x30) {
		if (at >= p.n)
			return ERR_BAD_INPUT;
		if (flags & 0x20)
			v->temporal = p.at[at] >> 6;
		at++;
	}
	v->descriptor_n = (uint8_t)at;
	return ERR_OK;
}

enum err vp8_parse_size(struct bytes frame, uint16_t *width, uint16_t *height)
{
	if (frame.n < 10 || frame.at[0] & 1 || frame.at[3] != 0x9d || frame.at[4] != 0x01 ||
	    frame.at[5] != 0x2a)
		return ERR_NOT_FOUND;
	*width = (uint16_t)((frame.at[7] << 8 | frame.at[6]) & 0x3fff);
	*height = (uint16_t)((frame.at[9] << 8 | frame.at[8]) & 0x3fff);
	return ERR_OK;
}

enum err vp8_parse(struct bytes p, struct vp8 *out)
{
	struct vp8 v = { .descriptor_n = 1 };
	struct bytes frame;

	if (!p.n)
		return ERR_BAD_INPUT;
	if (p.at[0] & 0x80)
		TRY(parse_options(p, &v));
	if (p.n <= v.descriptor_n)
		return ERR_BAD_INPUT; /* RFC 7741 s4.2: a payload is never empty */
	frame = (struct bytes){ p.at + v.descriptor_n, p.n - v.descriptor_n };

	v.starts_frame = (p.at[0] & 0x10) && (p.at[0] & 0x07) == 0;
	v.key_frame = v.starts_frame && !(frame.at[0] & 1);
	if (v.key_frame && vp8_parse_size(frame, &v.width, &v.height))
		v.width = v.height = 0;
	*out = v;
	return ERR_OK;
}

void vp8_rewrite(uint8_t *payload, const struct vp8 *v, uint16_t picture_id, uint8_t tl0picidx)
{
	if (v->has_picture_id && v->long_picture_id) {
		payload[v->picture_id_at] = (uint8_t)(0x80 | (picture_id >> 8 & 0x7f));
		payload[v->picture_id_at + 1] = (uint8_t)picture_id;
	} else if (v->has_picture_id) {
		payload[v->picture_id_at] = picture_id & 0x7f;
	}
	if (v->has_tl0picidx)
		payload[v->tl0picidx_at] = tl0picidx;
}
