/* Which codec, and which of its payload types, is used of what an offer lists. */
#include "media/packet/sdp.h"

#include <strings.h>

const char *sdp_codec_name(enum sdp_codec c)
{
	static const char *const names[SDP_CODEC_COUNT] = {
		[SDP_OTHER_CODEC] = "other", [SDP_OPUS] = "opus", [SDP_H264] = "H264",
		[SDP_VP8] = "VP8",           [SDP_RTX] = "rtx",
	};

	return names[c];
}

/* How much a format is wanted, 0: not at all. */
static int rank(const struct sdp_format *f)
{
	if (f->codec != SDP_H264)
		return f->codec == SDP_OPUS || f->codec == SDP_VP8;
	if (f->packetization_mode != 1)
		return 0;
	if (f->profile >> 16 == 0x42) /* baseline; constrained when constraint_set1 is there */
		return f->profile >> 8 & 0x40 ? 3 : 2;
	return f->profile >> 16 == 0x4d;
}

const struct sdp_format *sdp_find_format(const struct sdp_line *l, enum sdp_codec codec)
{
	const struct sdp_format *best = NULL;

	for (size_t i = 0; i < l->n_formats; i++) {
		const struct sdp_format *f = &l->formats[i];

		if (f->codec == codec && rank(f) > (best ? rank(best) : 0))
			best = f;
	}
	return best;
}

const struct sdp_format *sdp_find_rtx(const struct sdp_line *l, const struct sdp_format *f)
{
	for (size_t i = 0; f && i < l->n_formats; i++)
		if (l->formats[i].codec == SDP_RTX && l->formats[i].apt == f->payload_type &&
		    l->formats[i].clock_rate == f->clock_rate)
			return &l->formats[i];
	return NULL;
}

bool sdp_has_layers(const struct sdp_line *l)
{
	bool sends = l->direction == SDP_SENDONLY || l->direction == SDP_SENDRECV;

	return sends && l->media == SDP_VIDEO && !l->is_document && l->n_rids > 1 &&
	       l->extensions[SDP_RID];
}

bool sdp_has_transport(const struct sdp_line *l, const struct sdp_format *f)
{
	bool sends = l->direction == SDP_SENDONLY || l->direction == SDP_SENDRECV;

	return (sends || l->media == SDP_AUDIO || sdp_find_rtx(l, f)) &&
	       f->feedback & SDP_FB_TRANSPORT && l->extensions[SDP_TRANSPORT_CC];
}

static bool all_offer(const struct sdp_offer *o, enum sdp_codec c)
{
	for (size_t i = 0; i < o->n_lines; i++) {
		const struct sdp_line *l = &o->lines[i];

		if (l->media == SDP_VIDEO && !l->refused && !sdp_find_format(l, c))
			return false;
	}
	return true;
}

enum err sdp_choose_video(const struct sdp_offer *o, const enum sdp_codec *order, size_t n,
			  enum sdp_codec *out)
{
	for (size_t i = 0; i < n; i++) {
		if (!all_offer(o, order[i]))
			continue;
		*out = order[i];
		return ERR_OK;
	}
	return ERR_NOT_FOUND;
}

enum err sdp_parse_codecs(struct text names, enum sdp_codec *out, size_t most, size_t *n)
{
	size_t count = 0;

	while (names.n) {
		struct text name = text_trim(text_next(&names, ','));
		enum sdp_codec c;

		if (name.n == 4 && strncasecmp(name.at, "h264", 4) == 0)
			c = SDP_H264;
		else if (name.n == 3 && strncasecmp(name.at, "vp8", 3) == 0)
			c = SDP_VP8;
		else
			return ERR_BAD_INPUT;
		if (count == most)
			return ERR_TOO_LARGE;
		out[count++] = c;
	}
	if (!count)
		return ERR_BAD_INPUT;
	*n = count;
	return ERR_OK;
}
