/* Checks are answered, the handshake is led, packets are opened and sealed. */
#include "media/engine/link.h"

#include "broker/common/base/ids.h"

#include <stdio.h>
#include <string.h>

static void on_send(void *owner, struct bytes datagram)
{
	struct link *l = owner;

	if (!l->turn || l->to.family == ADDR_NONE)
		return;
	out_send(l->turn->out, l->to, datagram);
	l->tx_bytes += datagram.n;
}

enum err link_init(struct link *l, const struct link_options *o, int64_t now_us)
{
	uint8_t chance[4 + LINK_PASSWORD / 2];
	char hex[2 * sizeof chance + 1];
	const struct dtls_options d = {
		.certificate = o->certificate,
		.server = o->dtls_server,
		.peer = o->peer,
		.send = on_send,
		.owner = l,
	};

	memset(l, 0, sizeof *l);
	random_fill(chance, sizeof chance);
	bytes_format_hex((struct bytes){ chance, sizeof chance }, hex);
	snprintf(l->ufrag, sizeof l->ufrag, "%03x%.8s", (unsigned)o->number & 0xfff, hex);
	memcpy(l->password, hex + 8, sizeof l->password);
	return dtls_new(&d, now_us, &l->dtls);
}

void link_clear(struct link *l)
{
	dtls_free(l->dtls);
	srtp_free(l->srtp);
	l->dtls = NULL;
	l->srtp = NULL;
}

int link_number(struct text ufrag)
{
	int number = 0;

	if (ufrag.n != LINK_UFRAG)
		return -1;
	for (int i = 0; i < 3; i++) {
		char c = ufrag.at[i];

		if (c >= '0' && c <= '9')
			number = number * 16 + (c - '0');
		else if (c >= 'a' && c <= 'f')
			number = number * 16 + (c - 'a' + 10);
		else
			return -1;
	}
	return number;
}

static void send_answer(struct link *l, struct addr to, const struct sink *s, const struct turn *t)
{
	out_add(t->out, to, s->n);
	l->tx_bytes += s->n;
}

enum err link_take_check(struct link *l, const struct stun *s, struct bytes d, struct addr from,
			 const struct turn *t)
{
	struct text password = text_of(l->password);
	struct sink out;
	int error = 0;

	/* RFC 8445 s7.3: nothing is believed, and nobody answered, before it is verified. */
	if (!text_is(stun_ufrag(s), l->ufrag) || !s->fingerprint || !stun_is_signed(s, d, password))
		return ERR_FORBIDDEN;
	if (s->unknown)
		error = 420;
	else if (s->role == STUN_CONTROLLED)
		error = 487; /* s7.3.1.1: we are lite, the peer leads */
	sink_init(&out, out_next(t->out)->at, OUT_PACKET_MAX);
	if (error)
		stun_format_error(s, error, password, &out);
	else
		stun_format_success(s, from, password, &out);
	send_answer(l, from, &out, t);
	return error ? ERR_BAD_INPUT : ERR_OK;
}

/* Clients that nominate every path they check (RFC 5245 s8.1.1.2) would move to the slower one. */
static bool keeps_udp(const struct link *l, struct addr from, int64_t now_us)
{
	return from.stream && !l->to.stream && now_us - l->to_heard_us < LINK_STALE_US;
}

void link_hear(struct link *l, struct addr from, int64_t now_us)
{
	if (addr_equals(l->to, from))
		l->to_heard_us = now_us;
}

struct addr link_add_path(struct link *l, struct addr from, bool nominated, int64_t now_us)
{
	struct addr dropped = { 0 };
	int i = 0;

	if (l->to.family == ADDR_NONE || (nominated && !keeps_udp(l, from, now_us)))
		l->to = from;
	link_hear(l, from, now_us);
	while (i < l->n_paths && !addr_equals(l->paths[i], from))
		i++;
	if (i == LINK_PATHS) {
		/* The oldest goes, but not the one in use. */
		i = addr_equals(l->paths[0], l->to) ? 1 : 0;
		dropped = l->paths[i];
	}
	if (i == l->n_paths)
		l->n_paths++;
	else
		memmove(&l->paths[i], &l->paths[i + 1],
			(size_t)(l->n_paths - 1 - i) * sizeof l->paths[0]);
	l->paths[l->n_paths - 1] = from;
	return dropped;
}

/* Keys of a handshake that has just ended. */
static enum err open_srtp(struct link *l)
{
	struct srtp_keys keys;
	enum err e;

	if (l->srtp || dtls_state(l->dtls) != DTLS_OPEN)
		return ERR_OK;
	TRY(dtls_keys(l->dtls, &keys));
	e = srtp_new(&keys, &l->srtp);
	explicit_bzero(&keys, sizeof keys);
	return e;
}

enum err link_take_dtls(struct link *l, struct bytes d, const struct turn *t)
{
	enum err e;

	l->turn = t;
	e = dtls_take(l->dtls, d, t->now_us);
	if (!e)
		e = open_srtp(l);
	l->turn = NULL;
	return e;
}

void link_tick(struct link *l, const struct turn *t)
{
	if (l->to.family == ADDR_NONE)
		return;
	l->turn = t;
	dtls_tick(l->dtls, t->now_us);
	l->turn = NULL;
}

int64_t link_due_us(struct link *l, int64_t now_us)
{
	if (l->to.family == ADDR_NONE)
		return TURN_NEVER;
	return dtls_due_us(l->dtls, now_us);
}

bool link_is_open(const struct link *l)
{
	return l->srtp && dtls_state(l->dtls) == DTLS_OPEN;
}

bool link_is_dead(const struct link *l)
{
	enum dtls_state s = dtls_state(l->dtls);

	return s == DTLS_CLOSED || s == DTLS_BROKEN;
}

void link_close(struct link *l, const struct turn *t)
{
	l->turn = t;
	dtls_close(l->dtls);
	l->turn = NULL;
}

static bool knows_source(const struct link *l, uint32_t ssrc)
{
	for (int i = 0; i < l->n_sources; i++)
		if (l->sources[i] == ssrc)
			return true;
	return false;
}

static enum err count(struct link *l, enum err e, uint32_t ssrc, const struct turn *t)
{
	if (e == ERR_DUPLICATE)
		t->counts->replayed++;
	else if (e == ERR_FORBIDDEN)
		t->counts->forged++;
	else if (e)
		t->counts->malformed++;
	else if (!knows_source(l, ssrc))
		l->sources[l->n_sources++] = ssrc;
	return e;
}

/* The SRTP library keeps something for each source: their number is bounded here. */
static bool may_open(const struct link *l, uint32_t ssrc, const struct turn *t)
{
	if (link_is_open(l) && (l->n_sources < LINK_SOURCES || knows_source(l, ssrc)))
		return true;
	t->counts->unknown++;
	return false;
}

enum err link_open_rtp(struct link *l, uint8_t *packet, size_t *n, const struct turn *t)
{
	uint32_t ssrc = *n >= 12 ? read_u32(packet + 8) : 0;

	if (!may_open(l, ssrc, t))
		return ERR_NOT_FOUND;
	return count(l, srtp_open_rtp(l->srtp, packet, n), ssrc, t);
}

enum err link_open_rtcp(struct link *l, uint8_t *packet, size_t *n, const struct turn *t)
{
	uint32_t ssrc = *n >= 8 ? read_u32(packet + 4) : 0;

	if (!may_open(l, ssrc, t))
		return ERR_NOT_FOUND;
	return count(l, srtp_open_rtcp(l->srtp, packet, n), ssrc, t);
}

void link_send_rtp(struct link *l, size_t n, const struct turn *t)
{
	if (!link_is_open(l) || srtp_seal_rtp(l->srtp, out_next(t->out)->at, &n, OUT_PACKET_MAX))
		return;
	out_add(t->out, l->to, n);
	l->tx_bytes += n;
}

void link_send_rtcp(struct link *l, size_t n, const struct turn *t)
{
	if (!link_is_open(l) || srtp_seal_rtcp(l->srtp, out_next(t->out)->at, &n, OUT_PACKET_MAX))
		return;
	out_add(t->out, l->to, n);
	l->tx_bytes += n;
}
