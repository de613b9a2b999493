/* A leg's path and handshake. */
#include "tests/bench/legs/leg.h"

#include "broker/common/base/ids.h"
#include "media/packet/datagram.h"
#include "media/packet/stun.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define CHECK_US   50000   /* between checks until one is answered */
#define CONSENT_US 2500000 /* and then */
#define REPORT_US  1000000
#define FLIGHT_US  50000 /* of the handshake, as browsers wait for the first answer */

void leg_open(struct leg *l, struct way *way, const struct clip *const clips[LEG_KINDS])
{
	static const uint8_t types[] = { 111, 96 };
	int number = l->number;

	memset(l, 0, sizeof *l);
	l->number = number;
	l->way = way;
	l->fd = way_socket(&l->port);
	for (int i = 0; i < LEG_KINDS; i++) {
		struct leg_source *s = &l->sources[i];

		s->clip = clips ? clips[i] : NULL;
		random_fill(&s->ssrc, sizeof s->ssrc);
		random_fill(&s->seq, sizeof s->seq);
		random_fill(&s->base, sizeof s->base);
		s->payload_type = types[i];
	}
	if (clips && !(l->sources[1].kept = calloc(LEG_KEPT, sizeof *l->sources[1].kept)))
		abort();
}

void leg_close(struct leg *l)
{
	if (l->fd < 0)
		return;
	dtls_free(l->dtls);
	srtp_free(l->srtp);
	free(l->sources[1].kept);
	close(l->fd);
	l->dtls = NULL;
	l->srtp = NULL;
	l->sources[1].kept = NULL;
	l->fd = -1;
}

static void on_dtls(void *owner, struct bytes d)
{
	struct leg *l = owner;

	way_send(l->way, l->fd, d, clock_monotonic_us());
}

enum err leg_start(struct leg *l, const struct certificate *c, const struct leg_peer *p,
		   int64_t now_us)
{
	struct dtls_options o = { .certificate = c,
				  .server = p->is_dtls_client,
				  .peer = p->fingerprint,
				  .send = on_dtls,
				  .owner = l,
				  .flight_us = FLIGHT_US };

	l->peer = *p;
	TRY(way_connect(l->fd, p->ip, p->port));
	TRY(dtls_new(&o, now_us, &l->dtls));
	l->at.check_us = l->at.dtls_us = now_us;
	return ERR_OK;
}

/* The nomination comes with the first check: there is one path (RFC 8445 s8.1.1). */
static void check(struct leg *l, int64_t now_us)
{
	uint8_t room[STUN_MESSAGE_MAX];
	char name[2 * SDP_ICE_MAX + 2];
	struct stun s = { .class = STUN_REQUEST,
			  .method = STUN_BINDING,
			  .priority = 1845501695,
			  .role = STUN_CONTROLLING,
			  .tie_breaker = (uint64_t)l->number + 1,
			  .use_candidate = true };
	struct sink out;

	snprintf(name, sizeof name, "%s:" LEG_UFRAG, l->peer.ufrag);
	s.username = text_of(name);
	random_fill(s.transaction, sizeof s.transaction);
	sink_init(&out, room, sizeof room);
	stun_format_request(&s, text_of(l->peer.password), &out);
	way_send(l->way, l->fd, sink_bytes(&out), now_us);
	l->at.check_us = now_us + (l->is_checked ? CONSENT_US : CHECK_US);
}

static void tick_dtls(struct leg *l, int64_t now_us)
{
	if (l->is_checked && l->at.dtls_us <= now_us)
		dtls_tick(l->dtls, now_us);
	l->at.dtls_us = dtls_due_us(l->dtls, now_us);
}

static void take_dtls(struct leg *l, struct bytes d, int64_t now_us)
{
	struct srtp_keys keys;

	enum err err = dtls_take(l->dtls, d, now_us);
	l->at.dtls_us = dtls_due_us(l->dtls, now_us);
	if (err || l->srtp || dtls_state(l->dtls) != DTLS_OPEN || dtls_keys(l->dtls, &keys) ||
	    srtp_new(&keys, &l->srtp))
		return;
	l->at.open_us = now_us;
	l->at.report_us = now_us + REPORT_US;
	leg_media_start(l, now_us);
}

/* Servers with the whole of ICE check our side too. */
static void take_stun(struct leg *l, struct bytes d, int64_t now_us)
{
	uint8_t room[STUN_MESSAGE_MAX];
	struct addr from = { .port = l->peer.port };
	struct sink out;
	struct stun s;

	if (stun_parse(d, &s))
		return;
	if (s.class == STUN_SUCCESS && !l->is_checked &&
	    stun_is_signed(&s, d, text_of(l->peer.password))) {
		l->is_checked = true;
		l->at.check_us = now_us + CONSENT_US;
		l->at.dtls_us = now_us;
		tick_dtls(l, now_us);
	}
	if (s.class != STUN_REQUEST || !stun_is_signed(&s, d, TEXT(LEG_PASSWORD)) ||
	    addr_parse(text_of(l->peer.ip), l->peer.port, &from))
		return;
	sink_init(&out, room, sizeof room);
	stun_format_success(&s, from, TEXT(LEG_PASSWORD), &out);
	way_send(l->way, l->fd, sink_bytes(&out), now_us);
}

static void take_media(struct leg *l, uint8_t *at, size_t n, int64_t now_us)
{
	bool is_rtcp = datagram_kind((struct bytes){ at, n }) == DATAGRAM_RTCP;

	if (!l->srtp ||
	    (is_rtcp ? srtp_open_rtcp(l->srtp, at, &n) : srtp_open_rtp(l->srtp, at, &n)))
		l->counts.foreign++;
	else if (is_rtcp)
		leg_feedback_take(l, (struct bytes){ at, n }, now_us);
	else
		leg_feedback_rtp(l, (struct bytes){ at, n }, now_us);
}

void leg_take(void *leg, uint8_t *at, size_t n, int64_t now_us)
{
	struct leg *l = leg;
	struct bytes d = { at, n };

	if (l->fd < 0 || !l->dtls)
		return;
	switch (datagram_kind(d)) {
	case DATAGRAM_STUN:
		take_stun(l, d, now_us);
		return;
	case DATAGRAM_DTLS:
		take_dtls(l, d, now_us);
		return;
	case DATAGRAM_RTP:
	case DATAGRAM_RTCP:
		take_media(l, at, n, now_us);
		return;
	case DATAGRAM_UNKNOWN:
	case DATAGRAM_KIND_COUNT:
		l->counts.foreign++;
	}
}

void leg_tick(struct leg *l, bool sends, int64_t now_us)
{
	if (!l->dtls)
		return;
	if (l->at.check_us <= now_us)
		check(l, now_us);
	if (l->is_checked && l->at.dtls_us <= now_us)
		tick_dtls(l, now_us);
	if (!l->srtp)
		return;
	if (l->at.report_us <= now_us) {
		leg_feedback_report(l, now_us);
		l->at.report_us = now_us + REPORT_US;
	}
	if (sends)
		leg_media_tick(l, now_us);
}

static int64_t sooner(int64_t a, int64_t b)
{
	return a < b ? a : b;
}

int64_t leg_due_us(const struct leg *l, bool sends)
{
	int64_t due = l->at.check_us;

	if (!l->dtls)
		return INT64_MAX;
	if (l->is_checked)
		due = sooner(due, l->at.dtls_us);
	if (l->srtp)
		due = sooner(due, l->at.report_us);
	return l->srtp && sends ? sooner(due, leg_media_due_us(l)) : due;
}
