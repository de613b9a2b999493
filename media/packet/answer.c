/* Makes the one answer to a client's offer. */
#include "media/packet/sdp.h"

/* kbit/s that Chromium starts with: with its own 300, of which sound takes a part, it begins with a
 * picture of 180 lines and needs 10 s to 360. */
#define START "x-google-start-bitrate=500"

/* The format a line is answered with; NULL: the line is refused. */
static const struct sdp_format *format_of(const struct sdp_answer *a, const struct sdp_line *l)
{
	if (l->refused)
		return NULL;
	return sdp_find_format(l, l->media == SDP_VIDEO ? a->video : SDP_OPUS);
}

static bool server_sends(const struct sdp_answer *a, size_t i)
{
	enum sdp_direction d = a->offer->lines[i].direction;

	return a->slots[i].ssrc && (d == SDP_SENDRECV || d == SDP_RECVONLY);
}

static const char *direction_of(const struct sdp_answer *a, size_t i)
{
	enum sdp_direction d = a->offer->lines[i].direction;
	bool receives = d == SDP_SENDRECV || d == SDP_SENDONLY;

	if (server_sends(a, i))
		return receives ? "sendrecv" : "sendonly";
	return receives ? "recvonly" : "inactive";
}

static void add_refused(const struct sdp_line *l, struct sink *out)
{
	const char *media = l->media == SDP_AUDIO   ? "audio"
			    : l->media == SDP_VIDEO ? "video"
						    : "application";

	sink_format(out, "m=%s 0 %s 0\r\nc=IN IP4 0.0.0.0\r\na=mid:%s\r\na=inactive\r\n", media,
		    l->protocol, l->mid);
}

static void add_codec(const struct sdp_format *f, struct sink *out)
{
	static const struct {
		uint8_t bit;
		const char *name;
	} feedback[] = {
		{ SDP_FB_NACK, "nack" },
		{ SDP_FB_PLI, "nack pli" },
		{ SDP_FB_FIR, "ccm fir" },
		{ SDP_FB_REMB, "goog-remb" },
	};
	unsigned pt = f->payload_type;

	if (f->codec == SDP_OPUS) {
		sink_format(out, "a=rtpmap:%u opus/48000/2\r\n", pt);
		sink_format(out, "a=fmtp:%u minptime=10;useinbandfec=1\r\n", pt);
		return;
	}
	sink_format(out, "a=rtpmap:%u %s/90000\r\n", pt, sdp_codec_name((enum sdp_codec)f->codec));
	for (size_t i = 0; i < sizeof feedback / sizeof *feedback; i++)
		if (f->feedback & feedback[i].bit)
			sink_format(out, "a=rtcp-fb:%u %s\r\n", pt, feedback[i].name);
	if (f->codec == SDP_H264)
		sink_format(out,
			    "a=fmtp:%u level-asymmetry-allowed=1;packetization-mode=1;"
			    "profile-level-id=%06x;" START "\r\n",
			    pt, f->profile);
	else
		sink_format(out, "a=fmtp:%u " START "\r\n", pt);
}

static void add_extensions(const struct sdp_line *l, const struct sdp_format *f, struct sink *out)
{
	const uint8_t *ids = l->extensions;

	if (l->media == SDP_AUDIO && ids[SDP_AUDIO_LEVEL])
		sink_format(out, "a=extmap:%u urn:ietf:params:rtp-hdrext:ssrc-audio-level\r\n",
			    ids[SDP_AUDIO_LEVEL]);
	if (ids[SDP_ABS_SEND_TIME])
		sink_format(out,
			    "a=extmap:%u http://www.webrtc.org/experiments/rtp-hdrext/"
			    "abs-send-time\r\n",
			    ids[SDP_ABS_SEND_TIME]);
	if (sdp_has_transport(l, f))
		sink_format(out,
			    "a=rtcp-fb:%u transport-cc\r\na=extmap:%u http://www.ietf.org/id/"
			    "draft-holmer-rmcat-transport-wide-cc-extensions-01\r\n",
			    f->payload_type, ids[SDP_TRANSPORT_CC]);
	if (ids[SDP_MID])
		sink_format(out, "a=extmap:%u urn:ietf:params:rtp-hdrext:sdes:mid\r\n",
			    ids[SDP_MID]);
}

static void add_transport(const struct sdp_answer *a, struct sink *out)
{
	sink_format(out, "a=ice-ufrag:" TEXT_FMT "\r\na=ice-pwd:" TEXT_FMT "\r\n",
		    TEXT_ARG(a->ufrag), TEXT_ARG(a->password));
	sink_format(out, "a=fingerprint:sha-256 ");
	for (size_t i = 0; i < SHA256_BYTES; i++)
		sink_format(out, "%s%02X", i ? ":" : "", a->fingerprint.at[i]);
	sink_format(out, "\r\na=setup:%s\r\n", sdp_is_dtls_server(a->offer) ? "passive" : "active");
}

/* RFC 8445 s5.1.2.1, 2.2: component 1; over TCP RFC 6544 s4.2, passive host. */
static unsigned priority_of(struct addr a, unsigned i)
{
	if (a.stream)
		return 90u << 24 | (4u << 13 | (8191u - i)) << 8 | 255u;
	return 126u << 24 | (65535u - i) << 8 | 255u;
}

/* RFC 8839 s5.1, RFC 6544 s4.5. */
static void add_candidates(const struct sdp_answer *a, struct sink *out)
{
	for (size_t i = 0; i < a->n_addresses; i++) {
		struct addr at = a->addresses[i];
		char ip[ADDR_TEXT];

		addr_format(at, ip);
		sink_format(out, "a=candidate:%zu 1 %s %u %s %u typ host%s\r\n", i + 1,
			    at.stream ? "tcp" : "udp", priority_of(at, (unsigned)i), ip, at.port,
			    at.stream ? " tcptype passive" : "");
	}
	sink_format(out, "a=end-of-candidates\r\n");
}

static void add_source(const struct sdp_answer *a, const struct sdp_slot *s, uint32_t ssrc,
		       struct sink *out)
{
	sink_format(out, "a=ssrc:%u cname:" TEXT_FMT "\r\n", ssrc, TEXT_ARG(a->cname));
	sink_format(out, "a=ssrc:%u msid:%s %s\r\n", ssrc, s->stream, s->track);
}

static void add_slot(const struct sdp_answer *a, const struct sdp_slot *s, struct sink *out)
{
	sink_format(out, "a=msid:%s %s\r\n", s->stream, s->track);
	if (s->rtx)
		sink_format(out, "a=ssrc-group:FID %u %u\r\n", s->ssrc, s->rtx);
	add_source(a, s, s->ssrc, out);
	if (s->rtx)
		add_source(a, s, s->rtx, out);
}

static void add_rtx(const struct sdp_format *f, struct sink *out)
{
	unsigned pt = f->payload_type;

	sink_format(out, "a=rtpmap:%u rtx/%u\r\na=fmtp:%u apt=%u\r\n", pt, f->clock_rate, pt,
		    f->apt);
}

static void add_layers(const struct sdp_line *l, struct sink *out)
{
	const uint8_t *ids = l->extensions;

	sink_format(out, "a=extmap:%u urn:ietf:params:rtp-hdrext:sdes:rtp-stream-id\r\n",
		    ids[SDP_RID]);
	if (ids[SDP_REPAIRED_RID])
		sink_format(out,
			    "a=extmap:%u urn:ietf:params:rtp-hdrext:sdes:"
			    "repaired-rtp-stream-id\r\n",
			    ids[SDP_REPAIRED_RID]);
	for (size_t i = 0; i < l->n_rids; i++)
		sink_format(out, "a=rid:%s recv\r\n", l->rids[i]);
	sink_format(out, "a=simulcast:recv ");
	for (size_t i = 0; i < l->n_rids; i++)
		sink_format(out, "%s%s", i ? ";" : "", l->rids[i]);
	sink_format(out, "\r\n");
}

static void add_line(const struct sdp_answer *a, size_t i, bool first, struct sink *out)
{
	const struct sdp_line *l = &a->offer->lines[i];
	const struct sdp_format *f = format_of(a, l), *rtx = sdp_find_rtx(l, f);

	if (!f) {
		add_refused(l, out);
		return;
	}
	sink_format(out, "m=%s 9 %s %u", l->media == SDP_VIDEO ? "video" : "audio", l->protocol,
		    f->payload_type);
	if (rtx)
		sink_format(out, " %u", rtx->payload_type);
	sink_format(out, "\r\nc=IN IP4 0.0.0.0\r\na=rtcp:9 IN IP4 0.0.0.0\r\n");
	add_transport(a, out);
	sink_format(out, "a=mid:%s\r\na=%s\r\na=rtcp-mux\r\n", l->mid, direction_of(a, i));
	if (l->reduced)
		sink_format(out, "a=rtcp-rsize\r\n");
	add_extensions(l, f, out);
	add_codec(f, out);
	if (rtx)
		add_rtx(rtx, out);
	if (sdp_has_layers(l))
		add_layers(l, out);
	if (l->is_document)
		sink_format(out, "a=content:slides\r\n");
	if (server_sends(a, i))
		add_slot(a, &a->slots[i], out);
	if (first)
		add_candidates(a, out);
}

void sdp_format_answer(const struct sdp_answer *a, struct sink *out)
{
	const struct sdp_offer *o = a->offer;
	bool first = true;

	sink_format(out, "v=0\r\no=- %llu 1 IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\na=ice-lite\r\n",
		    (unsigned long long)a->session);
	sink_format(out, "a=group:BUNDLE");
	for (size_t i = 0; i < o->n_lines; i++)
		if (format_of(a, &o->lines[i]))
			sink_format(out, " %s", o->lines[i].mid);
	sink_format(out, "\r\na=msid-semantic: WMS *\r\n");
	for (size_t i = 0; i < o->n_lines; i++) {
		add_line(a, i, first, out);
		if (format_of(a, &o->lines[i]))
			first = false;
	}
}

bool sdp_is_dtls_server(const struct sdp_offer *o)
{
	return o->setup != SDP_PASSIVE;
}
