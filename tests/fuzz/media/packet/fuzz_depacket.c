/* Any payload as VP8, H.264, a parameter set and Opus; the first byte says what is tried. */
#include "media/packet/h264.h"
#include "media/packet/opus.h"
#include "media/packet/vp8.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *at, size_t n);

static void try_vp8(struct bytes p)
{
	struct vp8 v, back;

	if (vp8_parse(p, &v))
		return;
	if (v.descriptor_n >= p.n || (v.key_frame && !v.starts_frame))
		abort();
	uint8_t *copy = malloc(p.n);
	if (!copy)
		abort();
	memcpy(copy, p.at, p.n);
	vp8_rewrite(copy, &v, 0x1234, 0x56);
	if (vp8_parse((struct bytes){ copy, p.n }, &back) || back.descriptor_n != v.descriptor_n)
		abort();
	if (v.has_picture_id && back.picture_id != (v.long_picture_id ? 0x1234 : 0x34))
		abort();
	if (memcmp(copy + v.descriptor_n, p.at + v.descriptor_n, p.n - v.descriptor_n) != 0)
		abort();
	free(copy);
}

static void try_h264(struct bytes p)
{
	struct h264 h;
	struct h264_size s;

	if (h264_parse(p, &h))
		return;
	if (h.sps.n && (h.sps.at < p.at || h.sps.at + h.sps.n > p.at + p.n))
		abort();
	if (h.sps.n && h264_parse_size(h.sps, &s) == ERR_OK && (!s.width || !s.height))
		abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *at, size_t n)
{
	struct h264_size s;

	if (!n)
		return 0;
	struct bytes p = { at + 1, n - 1 };
	switch (at[0] & 3) {
	case 0:
		try_vp8(p);
		break;
	case 1:
		try_h264(p);
		break;
	case 2:
		if (h264_parse_size(p, &s) == ERR_OK && (!s.width || !s.height))
			abort();
		break;
	default:
		if (opus_samples(p) > 5760)
			abort();
	}
	return 0;
}
