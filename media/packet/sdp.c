/* Reads a client's offer, line by line. */
#include "media/packet/sdp.h"

#include <string.h>
#include <strings.h>

/* What is known while reading. */
struct reader {
	struct sdp_offer *offer;
	struct sdp_line *line; /* NULL: still before the first m-line */
	struct text bundle;    /* mids */
	bool has_fingerprint;
	bool has_setup;
	bool only_in_bundle[SDP_LINES_MAX];
	bool muxed[SDP_LINES_MAX];
};

static size_t line_index(const struct reader *r)
{
	return (size_t)(r->line - r->offer->lines);
}

/* Transport attributes count at the session and in the first m-line only. */
static bool is_transport_here(const struct reader *r)
{
	return !r->line || r->line == r->offer->lines;
}

/* Visible ASCII: what may be copied into the answer. */
static enum err copy_token(struct text t, char *out, size_t size)
{
	for (size_t i = 0; i < t.n; i++)
		if (t.at[i] <= ' ' || t.at[i] > '~')
			return ERR_BAD_INPUT;
	return text_copy(t, out, size);
}

static struct sdp_format *find_format(struct sdp_line *l, int64_t payload_type)
{
	for (size_t i = 0; i < l->n_formats; i++)
		if (l->formats[i].payload_type == payload_type)
			return &l->formats[i];
	return NULL;
}

/* "96 rest": the format and the rest; NULL when the m-line does not list it. */
static struct sdp_format *take_format(struct reader *r, struct text *rest)
{
	struct text number = text_next(rest, ' ');
	int64_t v;

	if (!r->line || text_parse_int(number, 0, 127, &v))
		return NULL;
	return find_format(r->line, v);
}

/* m=video 9 UDP/TLS/RTP/SAVPF 96 97 */
static enum err take_media(struct reader *r, struct text v)
{
	struct text name = text_next(&v, ' ');
	struct text port = text_next(&v, ' ');
	struct text protocol = text_next(&v, ' ');
	struct sdp_line *l;
	int64_t number;

	if (r->offer->n_lines == SDP_LINES_MAX)
		return ERR_TOO_LARGE;
	l = r->line = &r->offer->lines[r->offer->n_lines++];
	l->media = text_is(name, "audio")   ? SDP_AUDIO
		   : text_is(name, "video") ? SDP_VIDEO
					    : SDP_OTHER_MEDIA;
	TRY(text_parse_int(port, 0, 65535, &number));
	l->refused = number == 0;
	TRY(copy_token(protocol, l->protocol, sizeof l->protocol));
	if (l->media == SDP_OTHER_MEDIA || !text_is(protocol, "UDP/TLS/RTP/SAVPF")) {
		l->refused = true;
		return ERR_OK;
	}
	while (v.n) {
		TRY(text_parse_int(text_next(&v, ' '), 0, 127, &number));
		if (find_format(l, number))
			continue;
		if (l->n_formats == SDP_FORMATS_MAX)
			return ERR_TOO_LARGE;
		l->formats[l->n_formats++] = (struct sdp_format){ .payload_type = (uint8_t)number };
	}
	return ERR_OK;
}

static bool same_name(struct text t, const char *name)
{
	return t.n == strlen(name) && strncasecmp(t.at, name, t.n) == 0;
}

/* rtpmap:111 opus/48000/2 */
static enum err take_rtpmap(struct reader *r, struct text v)
{
	struct sdp_format *f = take_format(r, &v);
	struct text name = text_next(&v, '/');
	struct text rate = text_next(&v, '/');
	int64_t number;

	if (!f)
		return ERR_OK;
	TRY(text_parse_int(rate, 1, 1000000, &number));
	f->clock_rate = (uint32_t)number;
	f->channels = text_is(v, "2") ? 2 : 1;
	f->codec = SDP_OTHER_CODEC;
	for (int c = SDP_OPUS; c < SDP_CODEC_COUNT; c++)
		if (same_name(name, sdp_codec_name((enum sdp_codec)c)))
			f->codec = (uint8_t)c;
	return ERR_OK;
}

static void take_parameter(struct sdp_format *f, struct text key, struct text value)
{
	uint8_t profile[3];
	int64_t v;

	if (same_name(key, "packetization-mode") && !text_parse_int(value, 0, 2, &v))
		f->packetization_mode = (uint8_t)v;
	else if (same_name(key, "profile-level-id") && !bytes_parse_hex(value, profile, 3))
		f->profile = (uint32_t)profile[0] << 16 | (uint32_t)profile[1] << 8 | profile[2];
	else if (same_name(key, "apt") && !text_parse_int(value, 0, 127, &v))
		f->apt = (uint8_t)v;
}

/* fmtp:108 level-asymmetry-allowed=1;packetization-mode=1;profile-level-id=42e01f */
static enum err take_fmtp(struct reader *r, struct text v)
{
	struct sdp_format *f = take_format(r, &v);

	while (f && v.n) {
		struct text value = text_trim(text_next(&v, ';'));
		struct text key = text_next(&value, '=');

		take_parameter(f, text_trim(key), text_trim(value));
	}
	return ERR_OK;
}

static uint8_t feedback_bit(struct text t)
{
	static const struct {
		const char *name;
		uint8_t bit;
	} table[] = {
		{ "nack", SDP_FB_NACK },
		{ "nack pli", SDP_FB_PLI },
		{ "ccm fir", SDP_FB_FIR },
		{ "goog-remb", SDP_FB_REMB },
		{ "transport-cc", SDP_FB_TRANSPORT },
	};

	for (size_t i = 0; i < sizeof table / sizeof *table; i++)
		if (text_is(t, table[i].name))
			return table[i].bit;
	return 0;
}

/* rtcp-fb:96 nack pli, or * for all. */
static enum err take_feedback(struct reader *r, struct text v)
{
	struct sdp_format *f;

	if (r->line && v.n > 2 && v.at[0] == '*') {
		for (size_t i = 0; i < r->line->n_formats; i++)
			r->line->formats[i].feedback |=
				feedback_bit((struct text){ v.at + 2, v.n - 2 });
		return ERR_OK;
	}
	f = take_format(r, &v);
	if (f)
		f->feedback |= feedback_bit(v);
	return ERR_OK;
}

/* extmap:4/sendrecv urn:ietf:params:rtp-hdrext:sdes:mid */
static enum err take_extmap(struct reader *r, struct text v)
{
	static const char *const uris[SDP_EXTENSION_COUNT] = {
		[SDP_AUDIO_LEVEL] = "urn:ietf:params:rtp-hdrext:ssrc-audio-level",
		[SDP_MID] = "urn:ietf:params:rtp-hdrext:sdes:mid",
		[SDP_ABS_SEND_TIME] = "http://www.webrtc.org/experiments/rtp-hdrext/abs-send-time",
		[SDP_RID] = "urn:ietf:params:rtp-hdrext:sdes:rtp-stream-id",
		[SDP_REPAIRED_RID] = "urn:ietf:params:rtp-hdrext:sdes:repaired-rtp-stream-id",
		[SDP_TRANSPORT_CC] = ("http://www.ietf.org/id/"
				      "draft-holmer-rmcat-transport-wide-cc-extensions-01"),
	};
	struct text head = text_next(&v, ' ');
	struct text number = text_next(&head, '/');
	struct text uri = text_next(&v, ' ');
	int64_t id;

	if (!r->line)
		return ERR_OK;
	TRY(text_parse_int(number, 1, 4351, &id));
	for (int i = 0; i < SDP_EXTENSION_COUNT; i++)
		if (id <= 255 && text_is(uri, uris[i]))
			r->line->extensions[i] = (uint8_t)id;
	return ERR_OK;
}

/* ssrc:1234 cname:abc */
static enum err take_ssrc(struct reader *r, struct text v)
{
	struct sdp_line *l = r->line;
	struct text number = text_next(&v, ' ');
	int64_t ssrc;
	size_t i = 0;

	TRY(text_parse_int(number, 0, UINT32_MAX, &ssrc));
	if (!l)
		return ERR_BAD_INPUT;
	while (i < l->n_ssrcs && l->ssrcs[i] != ssrc)
		i++;
	if (i == SDP_SSRCS_MAX)
		return ERR_TOO_LARGE;
	if (i == l->n_ssrcs)
		l->ssrcs[l->n_ssrcs++] = (uint32_t)ssrc;
	if (text_starts(v, "cname:"))
		TRY(copy_token((struct text){ v.at + 6, v.n - 6 }, l->cname, sizeof l->cname));
	return ERR_OK;
}

/* ssrc-group:FID 1234 5678 (RFC 5576 s4.2) */
static enum err take_ssrc_group(struct reader *r, struct text v)
{
	struct sdp_line *l = r->line;
	struct text name = text_next(&v, ' ');
	struct text first = text_next(&v, ' ');
	struct text second = text_next(&v, ' ');
	int64_t repaired, repair;

	if (!l || l->repair || !text_is(name, "FID"))
		return ERR_OK;
	TRY(text_parse_int(first, 0, UINT32_MAX, &repaired));
	TRY(text_parse_int(second, 0, UINT32_MAX, &repair));
	l->repaired = (uint32_t)repaired;
	l->repair = (uint32_t)repair;
	return ERR_OK;
}

/* simulcast:send l;h or ~l,m;h (RFC 8853 s5.1): of alternatives the first. More layers than we know
 * are left out: without our answer they are not sent. */
static enum err take_simulcast(struct reader *r, struct text v)
{
	struct sdp_line *l = r->line;
	struct text list;

	if (!l || l->n_rids || !text_is(text_next(&v, ' '), "send"))
		return ERR_OK;
	for (list = text_next(&v, ' '); list.n && l->n_rids < SDP_LAYERS_MAX;) {
		struct text choice = text_next(&list, ';');
		struct text rid = text_next(&choice, ',');

		if (rid.n && rid.at[0] == '~')
			rid = (struct text){ rid.at + 1, rid.n - 1 };
		if (!rid.n)
			return ERR_BAD_INPUT;
		TRY(copy_token(rid, l->rids[l->n_rids], sizeof l->rids[0]));
		l->n_rids++;
	}
	return ERR_OK;
}

/* content:slides (RFC 4796 s5): other kinds are pictures of people. */
static enum err take_content(struct reader *r, struct text v)
{
	while (r->line && v.n)
		if (text_is(text_next(&v, ','), "slides"))
			r->line->is_document = true;
	return ERR_OK;
}

static enum err take_mid(struct reader *r, struct text v)
{
	if (!r->line)
		return ERR_BAD_INPUT;
	for (const struct sdp_line *l = r->offer->lines; l < r->line; l++)
		if (text_is(v, l->mid))
			return ERR_BAD_INPUT;
	return v.n ? copy_token(v, r->line->mid, sizeof r->line->mid) : ERR_BAD_INPUT;
}

static enum err take_group(struct reader *r, struct text v)
{
	if (!r->line && text_is(text_next(&v, ' '), "BUNDLE"))
		r->bundle = v;
	return ERR_OK;
}

static enum err take_ufrag(struct reader *r, struct text v)
{
	if (!is_transport_here(r))
		return ERR_OK;
	return copy_token(v, r->offer->ufrag, sizeof r->offer->ufrag);
}

static enum err take_password(struct reader *r, struct text v)
{
	if (!is_transport_here(r))
		return ERR_OK;
	return copy_token(v, r->offer->password, sizeof r->offer->password);
}

/* fingerprint:sha-256 4A:AD:... */
static enum err take_fingerprint(struct reader *r, struct text v)
{
	struct text name = text_next(&v, ' ');

	if (!is_transport_here(r) || !same_name(name, "sha-256"))
		return ERR_OK;
	if (v.n != 3 * SHA256_BYTES - 1)
		return ERR_BAD_INPUT;
	for (size_t i = 0; i < SHA256_BYTES; i++)
		TRY(bytes_parse_hex((struct text){ v.at + 3 * i, 2 }, &r->offer->fingerprint.at[i],
				    1));
	r->has_fingerprint = true;
	return ERR_OK;
}

static enum err take_setup(struct reader *r, struct text v)
{
	if (!is_transport_here(r))
		return ERR_OK;
	r->has_setup = true;
	if (text_is(v, "actpass"))
		r->offer->setup = SDP_ACTPASS;
	else if (text_is(v, "active"))
		r->offer->setup = SDP_ACTIVE;
	else if (text_is(v, "passive"))
		r->offer->setup = SDP_PASSIVE;
	else
		return ERR_BAD_INPUT;
	return ERR_OK;
}

/* Attributes without a value. */
static void take_flag(struct reader *r, struct text name)
{
	static const char *const directions[] = {
		[SDP_SENDRECV] = "sendrecv",
		[SDP_SENDONLY] = "sendonly",
		[SDP_RECVONLY] = "recvonly",
		[SDP_INACTIVE] = "inactive",
	};

	if (!r->line)
		return;
	for (int i = SDP_SENDRECV; i <= SDP_INACTIVE; i++)
		if (text_is(name, directions[i]))
			r->line->direction = (enum sdp_direction)i;
	if (text_is(name, "rtcp-mux"))
		r->muxed[line_index(r)] = true;
	if (text_is(name, "rtcp-rsize"))
		r->line->reduced = true;
	if (text_is(name, "bundle-only"))
		r->only_in_bundle[line_index(r)] = true;
}

static enum err take_attribute(struct reader *r, struct text v)
{
	static const struct {
		const char *name;
		enum err (*take)(struct reader *r, struct text v);
	} table[] = {
		{ "content", take_content },
		{ "extmap", take_extmap },
		{ "fingerprint", take_fingerprint },
		{ "fmtp", take_fmtp },
		{ "group", take_group },
		{ "ice-pwd", take_password },
		{ "ice-ufrag", take_ufrag },
		{ "mid", take_mid },
		{ "rtcp-fb", take_feedback },
		{ "rtpmap", take_rtpmap },
		{ "setup", take_setup },
		{ "simulcast", take_simulcast },
		{ "ssrc", take_ssrc },
		{ "ssrc-group", take_ssrc_group },
	};
	struct text name = text_next(&v, ':');

	for (size_t i = 0; i < sizeof table / sizeof *table; i++)
		if (text_is(name, table[i].name))
			return table[i].take(r, v);
	take_flag(r, name);
	return ERR_OK;
}

static bool is_bundled(struct text mids, const char *mid)
{
	while (mids.n)
		if (text_is(text_next(&mids, ' '), mid))
			return true;
	return false;
}

/* What only the whole offer shows. */
static enum err check_whole(struct reader *r)
{
	struct sdp_offer *o = r->offer;
	struct text mids = r->bundle;

	if (!o->n_lines || !r->has_fingerprint || !r->has_setup)
		return ERR_BAD_INPUT;
	if (strlen(o->ufrag) < 4 || strlen(o->password) < 22)
		return ERR_BAD_INPUT; /* RFC 8839 s5.4 */
	if (!text_is(text_next(&mids, ' '), o->lines[0].mid))
		return ERR_BAD_INPUT;
	for (size_t i = 0; i < o->n_lines; i++) {
		struct sdp_line *l = &o->lines[i];

		if (!l->mid[0])
			return ERR_BAD_INPUT;
		if (r->only_in_bundle[i])
			l->refused = false;
		if (!l->n_formats || !is_bundled(r->bundle, l->mid))
			l->refused = true;
		if (!l->refused && !r->muxed[i])
			return ERR_BAD_INPUT;
	}
	return o->lines[0].refused ? ERR_BAD_INPUT : ERR_OK;
}

enum err sdp_parse(struct text offer, struct sdp_offer *out)
{
	struct reader r = { .offer = out };

	memset(out, 0, sizeof *out);
	if (offer.n > SDP_OFFER_MAX)
		return ERR_TOO_LARGE;
	if (!text_starts(offer, "v=0"))
		return ERR_BAD_INPUT;
	while (offer.n) {
		struct text line = text_next(&offer, '\n');

		if (line.n && line.at[line.n - 1] == '\r')
			line.n--;
		if (line.n < 2)
			continue;
		if (text_starts(line, "m="))
			TRY(take_media(&r, (struct text){ line.at + 2, line.n - 2 }));
		else if (text_starts(line, "a="))
			TRY(take_attribute(&r, (struct text){ line.at + 2, line.n - 2 }));
	}
	return check_whole(&r);
}
