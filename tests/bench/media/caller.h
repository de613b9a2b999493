/*
 * A client of the media server on a socket of its own: offers, checks, shakes hands, sends video
 * and counts what it gets. For benches; one thread.
 */
#ifndef TESTS_BENCH_MEDIA_CALLER_H
#define TESTS_BENCH_MEDIA_CALLER_H

#include "broker/common/base/mailbox.h"
#include "media/crypt/dtls.h"
#include "media/engine/order.h"
#include "media/net/net.h"
#include "media/packet/datagram.h"
#include "media/packet/stun.h"
#include "tests/lib/media/element.h"
#include "tests/lib/test.h"

#include <arpa/inet.h>
#include <openssl/ssl.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#define CALLER_PAIRS   5
#define CALLER_PAYLOAD 1060 /* with header, extension and tag about 1,100 bytes */
#define CALLER_UFRAG   "call"
#define CALLER_OFFER   16384

struct caller {
	int fd;
	struct certificate *certificate;
	struct dtls *dtls;
	struct srtp *srtp;
	struct sdp_offer answer;
	uint32_t ssrc;
	uint32_t frames;
	uint16_t seq;
	uint64_t received; /* RTP packets */
};

static inline void caller_on_send(void *owner, struct bytes d)
{
	const struct caller *c = owner;

	CHECK(send(c->fd, d.at, d.n, 0) == (ssize_t)d.n);
}

/* An unconnected socket of 127.0.0.1 with room for bursts; connected to `port` when not 0. */
static inline int caller_socket(int port)
{
	struct sockaddr_in a = { .sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	int fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0), size = 4 << 20;

	CHECK(fd >= 0 && bind(fd, (struct sockaddr *)&a, sizeof a) == 0);
	setsockopt(fd, SOL_SOCKET, SO_RCVBUF, &size, sizeof size);
	a.sin_port = htons((uint16_t)port);
	CHECK(!port || connect(fd, (struct sockaddr *)&a, sizeof a) == 0);
	return fd;
}

static inline void caller_add_line(const struct caller *c, int i, struct sink *s)
{
	bool video = i % 2;

	sink_format(s,
		    "m=%s 9 UDP/TLS/RTP/SAVPF %d\r\nc=IN IP4 0.0.0.0\r\na=ice-ufrag:" CALLER_UFRAG
		    "\r\na=ice-pwd:0123456789012345678901\r\na=fingerprint:sha-256 ",
		    video ? "video" : "audio", video ? 96 : 111);
	struct sha256 f = certificate_fingerprint(c->certificate);
	for (int k = 0; k < SHA256_BYTES; k++)
		sink_format(s, "%s%02X", k ? ":" : "", f.at[k]);
	sink_format(s,
		    "\r\na=setup:actpass\r\na=mid:%d\r\na=%s\r\na=rtcp-mux\r\na=rtcp-rsize\r\n"
		    "a=extmap:2 http://www.webrtc.org/experiments/rtp-hdrext/abs-send-time\r\n"
		    "a=extmap:4 urn:ietf:params:rtp-hdrext:sdes:mid\r\n",
		    i, i < 2 ? "sendonly" : "recvonly");
	sink_format(s, video ? "a=rtpmap:96 VP8/90000\r\na=rtcp-fb:96 nack\r\n"
			       "a=rtcp-fb:96 nack pli\r\na=rtcp-fb:96 goog-remb\r\n"
			     : "a=rtpmap:111 opus/48000/2\r\n");
	if (i < 2)
		sink_format(s, "a=ssrc:%u cname:caller\r\n", c->ssrc - (uint32_t)!video);
}

static inline struct text caller_offer(const struct caller *c, char room[CALLER_OFFER])
{
	struct sink s;

	sink_init(&s, room, CALLER_OFFER);
	sink_format(&s, "v=0\r\no=- 1 2 IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\na=group:BUNDLE");
	for (int i = 0; i < 2 + 2 * CALLER_PAIRS; i++)
		sink_format(&s, " %d", i);
	sink_format(&s, "\r\n");
	for (int i = 0; i < 2 + 2 * CALLER_PAIRS; i++)
		caller_add_line(c, i, &s);
	CHECK(!sink_is_full(&s));
	return (struct text){ room, s.n };
}

/* Posts an order and waits for it. */
static inline void caller_order(struct net *net, struct stage_order *o)
{
	struct mailbox *answers = mailbox_new(1);
	void *back = NULL;

	o->answers = answers;
	CHECK(net_post(net, o));
	CHECK_EQ(1, mailbox_wait(answers, &back, 1, 5000));
	mailbox_free(answers);
	CHECK_EQ(ERR_OK, o->result);
}

static inline void caller_check(struct caller *c)
{
	uint8_t room[STUN_MESSAGE_MAX];
	char name[2 * SDP_ICE_MAX + 2];
	struct stun s = { .priority = 1,
			  .role = STUN_CONTROLLING,
			  .tie_breaker = c->ssrc,
			  .use_candidate = true };
	struct sink out;

	snprintf(name, sizeof name, "%s:" CALLER_UFRAG, c->answer.ufrag);
	s.username = text_of(name);
	random_fill(s.transaction, sizeof s.transaction);
	sink_init(&out, room, sizeof room);
	stun_format_request(&s, text_of(c->answer.password), &out);
	caller_on_send(c, sink_bytes(&out));
}

/* A packet of video must open, or the bench measures nothing. */
static inline void caller_take_video(struct caller *c, struct bytes d)
{
	size_t n = d.n;

	CHECK_EQ(ERR_OK, srtp_open_rtp(c->srtp, (uint8_t *)d.at, &n));
	CHECK(n > CALLER_PAYLOAD);
	c->received++;
}

/* Takes what has come. */
static inline void caller_take(struct caller *c, int wait_ms)
{
	static uint8_t room[64][2048];
	struct pollfd p = { c->fd, POLLIN, 0 };
	struct mmsghdr m[64];
	struct iovec v[64];

	if (wait_ms && poll(&p, 1, wait_ms) <= 0)
		return;
	for (int i = 0; i < 64; i++) {
		v[i] = (struct iovec){ room[i], sizeof room[i] };
		m[i].msg_hdr = (struct msghdr){ .msg_iov = &v[i], .msg_iovlen = 1 };
	}
	for (int n = 64; n == 64;) {
		n = recvmmsg(c->fd, m, 64, MSG_DONTWAIT, NULL);
		for (int i = 0; i < n; i++) {
			struct bytes d = { room[i], m[i].msg_len };

			if (datagram_kind(d) == DATAGRAM_RTP)
				caller_take_video(c, d);
			if (datagram_kind(d) == DATAGRAM_DTLS && c->dtls)
				CHECK_EQ(ERR_OK, dtls_take(c->dtls, d, clock_monotonic_us()));
		}
	}
}

static inline void caller_shake_hands(struct caller *c)
{
	const struct dtls_options o = { .certificate = c->certificate,
					.peer = c->answer.fingerprint,
					.send = caller_on_send,
					.owner = c };
	struct srtp_keys k;

	caller_check(c);
	caller_take(c, 1000);
	CHECK_EQ(ERR_OK, dtls_new(&o, clock_monotonic_us(), &c->dtls));
	for (int i = 0; i < 100 && dtls_state(c->dtls) == DTLS_OPENING; i++) {
		dtls_tick(c->dtls, clock_monotonic_us());
		caller_take(c, 50);
	}
	CHECK_EQ(DTLS_OPEN, dtls_state(c->dtls));
	CHECK_EQ(ERR_OK, dtls_keys(c->dtls, &k));
	CHECK_EQ(ERR_OK, srtp_new(&k, &c->srtp));
}

/* `profiles`: names of OpenSSL. */
static inline void caller_open(struct caller *c, struct net *net, struct id visit,
			       const char *profiles)
{
	static char room[CALLER_OFFER];
	OWN(stage_order) o = stage_order_new(ORDER_LEG_OPEN);

	memset(c, 0, sizeof *c);
	random_fill(&c->ssrc, sizeof c->ssrc);
	c->ssrc |= 1;
	c->fd = caller_socket(net_port(net));
	CHECK_EQ(ERR_OK, certificate_new(clock_now(), &c->certificate));
	CHECK(!SSL_CTX_set_tlsext_use_srtp(certificate_context(c->certificate), profiles));
	o->visit = visit;
	o->leg = id_new(clock_now());
	o->epoch = 1;
	stage_order_set_text(o, caller_offer(c, room));
	caller_order(net, o);
	CHECK_EQ(ERR_OK, sdp_parse(text_of(o->text), &c->answer));
	caller_shake_hands(c);
}

static inline void caller_close(struct caller *c)
{
	dtls_free(c->dtls);
	srtp_free(c->srtp);
	certificate_free(c->certificate);
	close(c->fd);
}

/* The next packet of video, one a frame, each 250th a key frame; sealed. Returns its size. */
static inline size_t caller_make_packet(struct caller *c, struct srtp *seal, uint8_t room[1536])
{
	static const uint8_t key[] = { 0x10, 2, 0, 0x9d, 1, 0x2a, 0x80, 2, 0xe0, 1 };
	const struct rtp_head h = { c->seq++, 3000 * c->frames, c->ssrc, 96, true };
	uint8_t time[3] = { (uint8_t)(c->frames >> 8), (uint8_t)c->frames, 0 };
	struct sink s;
	size_t n;

	sink_init(&s, room, 1536);
	element_format(&h, 2, (struct bytes){ time, 3 }, &s);
	memset(room + s.n, 0x55, CALLER_PAYLOAD);
	memcpy(room + s.n, "\x90\x80\x80\x00", 4); /* a picture id of 15 bits */
	write_u16(room + s.n + 2, (uint16_t)(0x8000 | (c->frames & 0x7fff)));
	if (c->frames % 250 == 0)
		memcpy(room + s.n + 4, key, sizeof key);
	c->frames++;
	n = s.n + CALLER_PAYLOAD;
	CHECK_EQ(ERR_OK, srtp_seal_rtp(seal, room, &n, 1536));
	return n;
}

#endif
