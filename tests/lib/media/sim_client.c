/* The client's talk: offer and answer, checks, handshake, packets in. */
#include "tests/lib/media/sim_client.h"

#include "broker/common/base/ids.h"
#include "media/packet/datagram.h"
#include "media/packet/seq.h"
#include "media/packet/vp8.h"
#include "tests/lib/test.h"

#include <openssl/ssl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define UFRAG    "simu"
#define PASSWORD "sim-password-of-22-characters"

static void on_send(void *owner, struct bytes datagram)
{
	struct sim_client *c = owner;

	c->options.send(c->options.owner, datagram);
}

/* A hello of over 1,400 bytes: the names of protocols fill it. */
static void make_hello_large(struct sim_client *c)
{
	static uint8_t names[1300];

	for (size_t at = 0; at < sizeof names; at += 100) {
		memset(names + at, 'x', 100);
		names[at] = 99;
	}
	CHECK(!SSL_CTX_set_alpn_protos(certificate_context(c->certificate), names, sizeof names));
}

void sim_init(struct sim_client *c, const struct sim_options *o)
{
	memset(c, 0, sizeof *c);
	c->options = *o;
	c->level = 20;
	if (!c->options.slots)
		c->options.slots = 5;
	CHECK_EQ(ERR_OK, certificate_new(clock_now(), &c->certificate));
	if (o->large_hello)
		make_hello_large(c);
	c->slots = calloc(SIM_SLOTS, sizeof *c->slots);
	c->kept = calloc(SIM_KEPT, sizeof *c->kept);
	CHECK(c->slots && c->kept);
	for (int i = 0; i < SIM_SOURCES; i++) {
		random_fill(&c->sources[i].ssrc, sizeof c->sources[i].ssrc);
		random_fill(&c->sources[i].rtx, sizeof c->sources[i].rtx);
		random_fill(&c->sources[i].seq, sizeof c->sources[i].seq);
		random_fill(&c->sources[i].ts, sizeof c->sources[i].ts);
	}
}

void sim_clear(struct sim_client *c)
{
	dtls_free(c->dtls);
	srtp_free(c->srtp);
	certificate_free(c->certificate);
	free(c->slots);
	free(c->kept);
	memset(c, 0, sizeof *c);
}

static void add_transport(const struct sim_client *c, struct sink *out)
{
	struct sha256 f = certificate_fingerprint(c->certificate);

	sink_format(out, "a=ice-ufrag:" UFRAG "\r\na=ice-pwd:" PASSWORD "\r\n");
	sink_format(out, "a=fingerprint:sha-256 ");
	for (size_t i = 0; i < SHA256_BYTES; i++)
		sink_format(out, "%s%02X", i ? ":" : "", f.at[i]);
	sink_format(out, "\r\na=setup:%s\r\na=rtcp-mux\r\n",
		    c->options.setup == SDP_PASSIVE ? "passive" : "actpass");
}

/* Behind the slots. */
static int document_line(const struct sim_client *c)
{
	return 2 + 2 * c->options.slots;
}

static void add_document(const struct sim_client *c, int mid, struct sink *out)
{
	sink_format(out, "a=content:slides\r\n");
	if (mid == document_line(c) && c->options.document_named)
		sink_format(out, "a=ssrc:%u cname:sim\r\n", c->sources[SIM_DOCUMENT].ssrc);
}

static void add_rtx(const struct sim_client *c, int pt, bool sends, struct sink *out)
{
	const struct sim_source *s = &c->sources[SIM_VIDEO];

	sink_format(out, "a=rtpmap:%d rtx/90000\r\na=fmtp:%d apt=%d\r\n", SIM_RTX_PT, SIM_RTX_PT,
		    pt);
	if (sends)
		sink_format(out, "a=ssrc-group:FID %u %u\r\n", s->ssrc, s->rtx);
}

static int picture_pt(const struct sim_client *c)
{
	return c->options.video == SDP_VP8    ? SIM_VP8_PT
	       : c->options.video == SDP_H264 ? SIM_H264_PT
					      : SIM_OTHER_PT;
}

static void add_codecs(const struct sim_client *c, int pt, struct sink *out)
{
	if (pt == SIM_OTHER_PT)
		sink_format(out, "a=rtpmap:%d AV1/90000\r\n", pt);
	if (pt == SIM_VP8_PT || c->options.both)
		sink_format(out, "a=rtpmap:%d VP8/90000\r\n", SIM_VP8_PT);
	if (pt == SIM_H264_PT || c->options.both)
		sink_format(out,
			    "a=rtpmap:%d H264/90000\r\n"
			    "a=fmtp:%d packetization-mode=1;profile-level-id=42e01f\r\n",
			    SIM_H264_PT, SIM_H264_PT);
}

static void add_line(const struct sim_client *c, int mid, const char *direction, struct sink *out)
{
	bool is_audio = mid % 2 == 0 && mid < document_line(c);
	int pt = is_audio ? SIM_AUDIO_PT : picture_pt(c);

	sink_format(out, "m=%s 9 UDP/TLS/RTP/SAVPF %d", is_audio ? "audio" : "video", pt);
	if (!is_audio && c->options.both)
		sink_format(out, " %d", pt == SIM_VP8_PT ? SIM_H264_PT : SIM_VP8_PT);
	if (!is_audio && c->options.rtx)
		sink_format(out, " %d", SIM_RTX_PT);
	sink_format(out, "\r\nc=IN IP4 0.0.0.0\r\na=mid:%d\r\na=%s\r\n", mid, direction);
	add_transport(c, out);
	sink_format(out, "a=extmap:%d urn:ietf:params:rtp-hdrext:sdes:mid\r\n", SIM_MID_ID);
	if (mid >= document_line(c))
		add_document(c, mid, out);
	if (c->options.wide)
		sink_format(out,
			    "a=rtcp-fb:* transport-cc\r\na=extmap:%d http://www.ietf.org/id/"
			    "draft-holmer-rmcat-transport-wide-cc-extensions-01\r\n",
			    SIM_WIDE_ID);
	if (is_audio) {
		sink_format(out, "a=extmap:1 urn:ietf:params:rtp-hdrext:ssrc-audio-level\r\n"
				 "a=rtpmap:111 opus/48000/2\r\n");
		return;
	}
	add_codecs(c, pt, out);
	if (c->options.rtx)
		add_rtx(c, pt, mid < 2 && !c->options.layers, out);
	if (c->options.layers && mid < 2)
		sink_format(out,
			    "a=extmap:%d urn:ietf:params:rtp-hdrext:sdes:rtp-stream-id\r\n"
			    "a=extmap:%d urn:ietf:params:rtp-hdrext:sdes:repaired-rtp-stream-id\r\n"
			    "a=rid:l send\r\na=rid:h send\r\na=simulcast:send l;h\r\n",
			    SIM_RID_ID, SIM_AGAIN_ID);
	sink_format(out, "a=rtcp-fb:* nack\r\na=rtcp-fb:* nack pli\r\na=rtcp-fb:* goog-remb\r\n");
}

void sim_offer(const struct sim_client *c, char out[SIM_OFFER_MAX])
{
	int lines = document_line(c) + (c->options.document ? 2 : 0);
	struct sink s;

	sink_init(&s, out, SIM_OFFER_MAX - 1);
	sink_format(&s, "v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\na=group:BUNDLE");
	for (int i = 0; i < lines; i++)
		sink_format(&s, " %d", i);
	sink_format(&s, "\r\n");
	for (int i = 0; i < lines; i++)
		add_line(c, i, i < 2 || i == document_line(c) ? "sendonly" : "recvonly", &s);
	CHECK(!sink_is_full(&s));
	out[s.n] = 0;
}

static void take_fingerprint(struct sim_client *c, struct text hex)
{
	for (size_t i = 0; i < SHA256_BYTES; i++)
		CHECK_EQ(ERR_OK, bytes_parse_hex((struct text){ hex.at + 3 * i, 2 },
						 &c->peer.fingerprint.at[i], 1));
}

static void take_source(struct sim_client *c, struct text l, int line)
{
	struct text first = text_next(&l, ' ');
	struct sim_heard *h = &c->slots[(line - 2) / 2][line % 2];
	int64_t ssrc;

	CHECK_EQ(ERR_OK, text_parse_int(first, 1, UINT32_MAX, &ssrc));
	if (h->rtx != ssrc)
		h->ssrc = (uint32_t)ssrc;
}

static void take_pair(struct sim_client *c, struct text l, int line)
{
	int64_t ssrc;

	CHECK(text_is(text_next(&l, ' '), "FID"));
	text_next(&l, ' ');
	CHECK_EQ(ERR_OK, text_parse_int(l, 1, UINT32_MAX, &ssrc));
	c->slots[(line - 2) / 2][line % 2].rtx = (uint32_t)ssrc;
}

/* m=video 9 UDP/TLS/RTP/SAVPF 96: what we send is what the first line was answered with. */
static void take_media(struct sim_client *c, struct text l)
{
	struct text kind = text_next(&l, ' ');
	struct text port = text_next(&l, ' ');
	int64_t pt;

	if (!text_is(kind, "m=video"))
		return;
	text_next(&l, ' ');
	CHECK_EQ(ERR_OK, text_parse_int(text_next(&l, ' '), 0, 127, &pt));
	c->options.video = text_is(port, "0")  ? SDP_OTHER_CODEC
			   : pt == SIM_VP8_PT  ? SDP_VP8
			   : pt == SIM_H264_PT ? SDP_H264
					       : SDP_OTHER_CODEC;
}

/* Line by line; `line` counts the m-lines. */
static void take_answer_line(struct sim_client *c, struct text l, int line)
{
	struct text name = text_next(&l, ':');

	if (text_is(name, "a=ice-ufrag"))
		CHECK_EQ(ERR_OK, text_copy(l, c->peer.ufrag, sizeof c->peer.ufrag));
	else if (text_is(name, "a=ice-pwd"))
		CHECK_EQ(ERR_OK, text_copy(l, c->peer.password, sizeof c->peer.password));
	else if (text_is(name, "a=fingerprint") && text_starts(l, "sha-256 "))
		take_fingerprint(c, (struct text){ l.at + 8, l.n - 8 });
	else if (text_is(name, "a=setup"))
		c->peer.is_dtls_client = text_is(l, "active");
	else if (text_is(name, "a=ssrc") && line >= 2)
		take_source(c, l, line);
	else if (text_is(name, "a=ssrc-group") && line >= 2)
		take_pair(c, l, line);
}

void sim_take_answer(struct sim_client *c, struct text answer, int64_t now_us)
{
	struct dtls_options d = { .send = on_send, .owner = c, .certificate = c->certificate };
	int line = -1;

	while (answer.n) {
		struct text l = text_trim(text_next(&answer, '\n'));

		if (text_starts(l, "m="))
			line++;
		if (line == 1)
			take_media(c, l);
		take_answer_line(c, l, line);
	}
	CHECK(c->peer.ufrag[0] && c->peer.password[0]);
	d.server = c->peer.is_dtls_client;
	d.peer = c->peer.fingerprint;
	CHECK_EQ(ERR_OK, dtls_new(&d, now_us, &c->dtls));
}

void sim_check(struct sim_client *c, bool nominate)
{
	char username[2 * SDP_ICE_MAX];
	uint8_t room[STUN_MESSAGE_MAX];
	struct stun s = { .class = STUN_REQUEST,
			  .method = STUN_BINDING,
			  .priority = 1,
			  .role = STUN_CONTROLLING,
			  .tie_breaker = 7,
			  .use_candidate = nominate };
	struct sink out;

	snprintf(username, sizeof username, "%s:" UFRAG, c->peer.ufrag);
	s.username = text_of(username);
	c->transaction++;
	memcpy(s.transaction, &c->transaction, sizeof c->transaction);
	sink_init(&out, room, sizeof room);
	stun_format_request(&s, text_of(c->peer.password), &out);
	c->options.send(c->options.owner, sink_bytes(&out));
}

void sim_tick(struct sim_client *c, int64_t now_us)
{
	if (dtls_due_us(c->dtls, now_us) <= now_us)
		dtls_tick(c->dtls, now_us);
}

bool sim_is_open(const struct sim_client *c)
{
	return c->srtp != NULL;
}

static void take_dtls(struct sim_client *c, struct bytes d, int64_t now_us)
{
	struct srtp_keys keys;

	if (dtls_take(c->dtls, d, now_us) || c->srtp || dtls_state(c->dtls) != DTLS_OPEN)
		return;
	CHECK_EQ(ERR_OK, dtls_keys(c->dtls, &keys));
	CHECK_EQ(ERR_OK, srtp_new(&keys, &c->srtp));
}

static void take_stun(struct sim_client *c, struct bytes d)
{
	struct stun s;

	CHECK_EQ(ERR_OK, stun_parse(d, &s));
	if (s.class == STUN_SUCCESS && stun_is_signed(&s, d, text_of(c->peer.password)) &&
	    addr_equals(s.mapped, c->options.addr))
		c->counts.checks_answered++;
}

/* Before anything else of the packet is counted. */
static bool is_key(const struct sim_client *c, struct bytes payload)
{
	struct vp8 v;

	if (c->options.video == SDP_VP8)
		return !vp8_parse(payload, &v) && v.starts_frame && v.key_frame;
	return payload.n && (payload.at[0] & 31) == 7;
}

static void hear(struct sim_client *c, struct sim_heard *h, const struct rtp *r, bool is_video)
{
	uint8_t *came = &h->came[r->seq / 8];
	struct bytes mid;
	struct vp8 v;
	bool key = is_video && is_key(c, r->payload);

	h->keys += key;
	h->repeated += *came >> (r->seq % 8) & 1;
	*came |= (uint8_t)(1u << (r->seq % 8));
	h->from = r->payload.n >= 2 ? read_u16(r->payload.at + r->payload.n - 2) : 0;
	h->has_mid = rtp_find_element(r, 4, &mid);
	if (!h->packets++) {
		h->started_by_key = key;
		h->first_seq = r->seq;
		h->seq = (uint16_t)(r->seq - 1);
		h->ts = r->ts;
	}
	if (!seq_is_newer(r->seq, h->seq))
		return;
	h->backwards += ts_after(r->ts, h->ts) < 0;
	h->seq = r->seq;
	h->ts = r->ts;
	if (is_video && !vp8_parse(r->payload, &v))
		h->picture = v.picture_id;
}

static struct sim_heard *find_heard(struct sim_client *c, uint32_t ssrc, int *kind)
{
	for (int i = 0; i < SIM_SLOTS; i++)
		for (*kind = 0; *kind < SIM_KINDS; ++*kind)
			if (c->slots[i][*kind].ssrc == ssrc || c->slots[i][*kind].rtx == ssrc)
				return &c->slots[i][*kind];
	return NULL;
}

static void take_rtp(struct sim_client *c, struct bytes d, int64_t now_us)
{
	uint8_t room[2048];
	size_t n = d.n;
	struct rtp r;
	struct sim_heard *h;
	struct bytes wide;
	int kind;

	memcpy(room, d.at, n);
	if (!c->srtp || srtp_open_rtp(c->srtp, room, &n)) {
		c->counts.forged++;
		return;
	}
	CHECK_EQ(ERR_OK, rtp_parse((struct bytes){ room, n }, &r));
	h = find_heard(c, r.ssrc, &kind);
	CHECK(h != NULL);
	if (rtp_find_element(&r, SIM_WIDE_ID, &wide))
		arrivals_take(&c->arrivals, read_u16(wide.at), now_us);
	if (r.ssrc != h->ssrc) { /* RFC 4588 s4 */
		CHECK(r.payload_type == SIM_RTX_PT && r.payload.n > 2);
		h->again++;
		r.seq = read_u16(r.payload.at);
		r.payload = (struct bytes){ r.payload.at + 2, r.payload.n - 2 };
	}
	hear(c, h, &r, kind == SIM_VIDEO);
}

static void send_again(struct sim_client *c, const struct rtcp *r)
{
	uint16_t seqs[RTCP_NACKS_MAX];
	size_t n;

	CHECK_EQ(ERR_OK, rtcp_parse_nack(r, seqs, RTCP_NACKS_MAX, &n));
	for (size_t i = 0; i < n; i++) {
		c->counts.nacked++;
		sim_send_again(c, seqs[i]);
	}
}

static void take_report(struct sim_client *c, const struct rtcp *r, int64_t now_us)
{
	struct rtcp_sender s;
	struct rtcp_block blocks[4];
	struct sim_heard *h;
	size_t n = 0;
	int kind;

	if (!rtcp_parse_sender(r, &s)) {
		h = find_heard(c, s.ssrc, &kind);
		CHECK(h != NULL);
		h->reports++;
		h->report = s;
		h->report_us = now_us;
	}
	CHECK_EQ(ERR_OK, rtcp_parse_blocks(r, blocks, 4, &n));
	for (size_t i = 0; i < n; i++)
		if (blocks[i].ssrc == c->sources[SIM_VIDEO].ssrc)
			c->counts.block = blocks[i];
	c->counts.receiver_reports += n > 0;
}

static void take_key_request(struct sim_client *c, const struct rtcp *r)
{
	struct rtcp_feedback f;

	CHECK_EQ(ERR_OK, rtcp_parse_feedback(r, &f));
	c->counts.key_requests++;
	if (f.media == c->sources[SIM_SMALL].ssrc)
		c->small_key_wanted = true;
	else if (f.media == c->sources[SIM_DOCUMENT].ssrc)
		c->document_key_wanted = true;
	else
		c->key_wanted = true;
}

static bool take_transport(struct sim_client *c, const struct rtcp *r)
{
	static struct transport t;

	if (transport_parse(r, &t))
		return false;
	for (int i = 0; i < t.n; i++)
		if (t.delta[i] == TRANSPORT_MISSING)
			c->counts.told_lost++;
		else
			c->counts.told++;
	return true;
}

static void take_rtcp(struct sim_client *c, struct bytes d, int64_t now_us)
{
	uint8_t room[2048];
	size_t n = d.n;
	struct bytes rest;
	struct rtcp r;
	struct rtcp_remb remb;

	memcpy(room, d.at, n);
	if (!c->srtp || srtp_open_rtcp(c->srtp, room, &n)) {
		c->counts.forged++;
		return;
	}
	rest = (struct bytes){ room, n };
	while (!rtcp_next(&rest, &r)) {
		if (r.type == RTCP_SR || r.type == RTCP_RR)
			take_report(c, &r, now_us);
		else if (r.type == RTCP_RTPFB && r.count == RTCP_NACK)
			send_again(c, &r);
		else if (rtcp_is_pli(&r) || (r.type == RTCP_PSFB && r.count == RTCP_FIR)) {
			take_key_request(c, &r);
		} else if (!take_transport(c, &r) && !rtcp_parse_remb(&r, &remb)) {
			c->counts.remb = remb.bitrate;
		}
	}
}

void sim_take(struct sim_client *c, struct bytes d, int64_t now_us)
{
	switch (datagram_kind(d)) {
	case DATAGRAM_STUN:
		take_stun(c, d);
		break;
	case DATAGRAM_DTLS:
		take_dtls(c, d, now_us);
		break;
	case DATAGRAM_RTP:
		take_rtp(c, d, now_us);
		break;
	case DATAGRAM_RTCP:
		take_rtcp(c, d, now_us);
		break;
	default:
		CHECK(!"a datagram of a known kind");
	}
}
