/* H.264 payloads: what is in one, and where a receiver may start. */
#include "media/packet/h264.h"

#include "broker/common/base/sink.h"

#include <string.h>

static void note_nal(struct h264 *h, uint8_t nal, bool start, struct bytes whole)
{
	if (!h->nal)
		h->nal = nal;
	if (nal == H264_IDR)
		h->has_idr = true;
	if (start && (nal == H264_IDR || nal == H264_SPS))
		h->starts_key = true;
	if (nal == H264_SPS && whole.n && !h->sps.n)
		h->sps = whole;
}

/* RFC 6184 s5.7.1: units with a length of 16 bits in front. */
static enum err parse_stap(struct bytes p, struct h264 *h)
{
	size_t at = 1;

	while (at < p.n) {
		size_t n;

		if (p.n - at < 3)
			return ERR_BAD_INPUT;
		n = read_u16(p.at + at);
		at += 2;
		if (!n || n > p.n - at)
			return ERR_BAD_INPUT;
		note_nal(h, p.at[at] & 31, true, (struct bytes){ p.at + at, n });
		at += n;
	}
	return h->nal ? ERR_OK : ERR_BAD_INPUT;
}

enum err h264_parse(struct bytes p, struct h264 *out)
{
	struct h264 h = { .starts_nal = true };
	uint8_t type;

	if (!p.n || p.at[0] & 0x80)
		return ERR_BAD_INPUT;
	type = p.at[0] & 31;
	if (type == H264_STAP_A) {
		TRY(parse_stap(p, &h));
	} else if (type == H264_FU_A) {
		if (p.n < 3)
			return ERR_BAD_INPUT;
		h.starts_nal = p.at[1] & 0x80;
		note_nal(&h, p.at[1] & 31, h.starts_nal, (struct bytes){ 0 });
	} else if (type >= 1 && type <= 23) {
		note_nal(&h, type, true, p);
	} else {
		return ERR_BAD_INPUT;
	}
	*out = h;
	return ERR_OK;
}

/* Bits of a parameter set with its emulation prevention bytes taken out. */
struct bits {
	uint8_t at[256];
	size_t n; /* bits */
	size_t next;
	bool short_of;
};

static void bits_init(struct bits *b, struct bytes nal)
{
	size_t n = 0;
	int zeros = 0;

	memset(b, 0, sizeof *b);
	for (size_t i = 1; i < nal.n && n < sizeof b->at; i++) {
		if (zeros >= 2 && nal.at[i] == 3) {
			zeros = 0;
			continue;
		}
		zeros = nal.at[i] ? 0 : zeros + 1;
		b->at[n++] = nal.at[i];
	}
	b->n = n * 8;
}

static uint32_t bits_take(struct bits *b, int n)
{
	uint32_t v = 0;

	while (n--) {
		if (b->next >= b->n) {
			b->short_of = true;
			return 0;
		}
		v = v << 1 | (b->at[b->next / 8] >> (7 - b->next % 8) & 1);
		b->next++;
	}
	return v;
}

/* ue(v), s9.1. */
static uint32_t bits_take_ue(struct bits *b)
{
	int zeros = 0;

	while (!bits_take(b, 1)) {
		if (b->short_of || ++zeros > 31) {
			b->short_of = true;
			return 0;
		}
	}
	return (1u << zeros) - 1 + bits_take(b, zeros);
}

static int32_t bits_take_se(struct bits *b)
{
	uint32_t v = bits_take_ue(b);

	return v & 1 ? (int32_t)(v / 2 + 1) : -(int32_t)(v / 2);
}

static void skip_scaling_list(struct bits *b, int size)
{
	int64_t last = 8, next = 8;

	for (int i = 0; i < size && !b->short_of; i++) {
		if (next)
			next = (last + bits_take_se(b)) & 255;
		if (next)
			last = next;
	}
}

/* The members that only high profiles have; returns chroma_format_idc. */
static uint32_t skip_high_profile(struct bits *b)
{
	uint32_t chroma = bits_take_ue(b);

	if (chroma == 3)
		bits_take(b, 1);
	bits_take_ue(b);
	bits_take_ue(b);
	bits_take(b, 1);
	if (!bits_take(b, 1))
		return chroma;
	for (int i = 0; i < (chroma == 3 ? 12 : 8); i++)
		if (bits_take(b, 1))
			skip_scaling_list(b, i < 6 ? 16 : 64);
	return chroma;
}

static void skip_picture_order(struct bits *b)
{
	uint32_t kind = bits_take_ue(b);

	if (kind == 0) {
		bits_take_ue(b);
	} else if (kind == 1) {
		uint32_t n;

		bits_take(b, 1);
		bits_take_se(b);
		bits_take_se(b);
		n = bits_take_ue(b);
		for (uint32_t i = 0; i < n && !b->short_of; i++)
			bits_take_se(b);
	}
}

static bool is_high(uint8_t profile)
{
	static const uint8_t high[] = { 100, 110, 122, 244, 44, 83, 86, 118, 128, 138, 139, 134 };

	return memchr(high, profile, sizeof high) != NULL;
}

enum err h264_parse_size(struct bytes sps, struct h264_size *out)
{
	struct bits b;
	uint64_t width, height, crop[4] = { 0 };
	uint32_t chroma = 1, frames_only;
	uint8_t profile;

	if (sps.n < 4 || (sps.at[0] & 31) != H264_SPS)
		return ERR_BAD_INPUT;
	bits_init(&b, sps);
	profile = (uint8_t)bits_take(&b, 8);
	bits_take(&b, 16);
	bits_take_ue(&b);
	if (is_high(profile))
		chroma = skip_high_profile(&b);
	bits_take_ue(&b);
	skip_picture_order(&b);
	bits_take_ue(&b);
	bits_take(&b, 1);
	width = ((uint64_t)bits_take_ue(&b) + 1) * 16;
	height = (uint64_t)bits_take_ue(&b) + 1;
	frames_only = bits_take(&b, 1);
	height *= 16 * (2 - frames_only);
	if (!frames_only)
		bits_take(&b, 1);
	bits_take(&b, 1);
	if (bits_take(&b, 1))
		for (int i = 0; i < 4; i++)
			crop[i] = bits_take_ue(&b);
	if (b.short_of || width > UINT16_MAX || height > UINT16_MAX || chroma > 3)
		return ERR_BAD_INPUT;

	crop[0] = (crop[0] + crop[1]) * (chroma == 1 || chroma == 2 ? 2 : 1);
	crop[2] = (crop[2] + crop[3]) * (chroma == 1 ? 2 : 1) * (2 - frames_only);
	if (crop[0] >= width || crop[2] >= height)
		return ERR_BAD_INPUT;
	*out = (struct h264_size){ (uint16_t)(width - crop[0]), (uint16_t)(height - crop[2]) };
	return ERR_OK;
}
