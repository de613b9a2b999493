/* Datagrams find their leg, orders their stage, timers everybody. */
#include "media/engine/engine.h"

#include "broker/common/base/log.h"
#include "media/engine/addresses.h"
#include "media/engine/inside.h"
#include "media/engine/leg_rtcp.h"
#include "media/packet/datagram.h"
#include "media/packet/ntp.h"

#include <stdlib.h>

#define CEILING_BPS  1500000
#define TICK_US      1000000 /* with nothing else to do */
#define DATAGRAM_MAX 1500

enum err engine_new(const struct engine_options *o, struct engine **out)
{
	OWN(engine) e = calloc(1, sizeof *e);

	if (!e)
		abort();
	e->options = *o;
	if (!e->options.slots)
		e->options.slots = ENGINE_SLOTS;
	if (!e->options.ceiling_bps)
		e->options.ceiling_bps = CEILING_BPS;
	if (!e->options.budget.packets || !e->options.budget.bytes)
		e->options.budget = budget_rate(e->options.ceiling_bps);
	if (!o->certificate || e->options.slots < 1 || e->options.slots > ENGINE_SLOTS_MAX ||
	    !o->n_codecs || o->n_codecs > ENGINE_CODECS_MAX || o->n_addresses > ENGINE_ADDRS_MAX)
		return ERR_BAD_INPUT;
	e->fingerprint = certificate_fingerprint(o->certificate);
	e->addresses = addresses_new();
	*out = engine_give(&e);
	return ERR_OK;
}

void engine_free(struct engine *e)
{
	if (!e)
		return;
	for (int i = 0; i < e->n_stages; i++)
		stage_free(e->stages[i]);
	addresses_free(e->addresses);
	free(e);
}

struct turn engine_turn(struct engine *e, int64_t now_us, struct out *out)
{
	return (struct turn){
		.now_us = now_us,
		.ntp = ntp_add_us(ntp_of(e->options.wall), now_us - e->options.wall_us),
		.out = out,
		.counts = &e->counts,
		.tap = e->options.tap,
		.due_us = &e->due_us,
	};
}

/* Nobody's number is that of no leg. */
static struct standing find_leg(const struct engine *e, int number)
{
	return number >= 0 && number < ENGINE_LEGS_MAX ? e->legs[number] : (struct standing){ 0 };
}

static void take_stun(struct engine *e, struct bytes d, struct addr from, const struct turn *t)
{
	struct stun s;
	struct standing at;
	struct leg *l;
	int number;
	struct addr dropped;

	if (stun_parse(d, &s)) {
		t->counts->malformed++;
		return;
	}
	number = link_number(stun_ufrag(&s));
	at = find_leg(e, number);
	l = at.leg;
	if (!l || s.class != STUN_REQUEST || s.method != STUN_BINDING) {
		t->counts->unknown++;
		return;
	}
	switch (link_take_check(&l->link, &s, d, from, t)) {
	case ERR_OK:
		break;
	case ERR_FORBIDDEN:
		t->counts->forged++;
		return;
	default:
		return;
	}
	dropped = link_add_path(&l->link, from, s.use_candidate, t->now_us);
	if (dropped.family != ADDR_NONE)
		addresses_remove(e->addresses, dropped, number);
	addresses_put(e->addresses, from, number);
	stage_hear(at.stage, l, t);
	leg_update_due(l, t);
}

/* One line a minute, whatever comes. */
static void limit(struct leg *l, const struct turn *t)
{
	t->counts->limited++;
	if (budget_limit(&l->budget, t->now_us))
		log_odd("leg.limited", "visit=%s leg=%s epoch=%u packets=%llu",
			l->places->visit.text, l->id.text, l->epoch,
			(unsigned long long)l->budget.limited);
}

static void take_media(struct engine *e, struct standing at, const struct arrival *a, bool is_rtcp,
		       const struct turn *t)
{
	struct leg *l = at.leg;
	uint8_t *packet = a->at;
	size_t n = a->n;
	enum err err;

	if (!budget_has(&l->budget, t->now_us)) {
		limit(l, t);
		return;
	}
	err = is_rtcp ? link_open_rtcp(&l->link, packet, &n, t)
		      : link_open_rtp(&l->link, packet, &n, t);
	if (err)
		return;
	budget_spend(&l->budget, &e->options.budget, a->n, t->now_us);
	l->counts.rx_bytes += a->n;
	l->counts.rx_packets++;
	link_hear(&l->link, a->from, t->now_us);
	stage_hear(at.stage, l, t);
	if (is_rtcp)
		leg_take_rtcp(l, (struct bytes){ packet, n }, t);
	else
		stage_take(at.stage, l, (struct bytes){ packet, n }, t);
	leg_update_due(l, t);
}

void engine_take(struct engine *e, struct arrival a, int64_t now_us, struct out *out)
{
	const struct turn t = engine_turn(e, now_us, out);
	const struct bytes d = { a.at, a.n };
	uint64_t before = out->total;
	enum datagram_kind kind = datagram_kind(d);
	struct standing at = find_leg(e, addresses_find(e->addresses, a.from));

	e->counts.in++;
	if (a.n > DATAGRAM_MAX)
		e->counts.malformed++;
	else if (kind == DATAGRAM_STUN)
		take_stun(e, d, a.from, &t);
	else if (!at.leg || kind == DATAGRAM_UNKNOWN)
		e->counts.unknown++;
	else if (kind == DATAGRAM_DTLS)
		stage_take_dtls(at.stage, at.leg, d, &t);
	else
		take_media(e, at, &a, kind == DATAGRAM_RTCP, &t);
	e->counts.out += out->total - before;
}

void engine_forget(struct engine *e, const struct leg *l)
{
	for (int i = 0; i < l->link.n_paths; i++)
		addresses_remove(e->addresses, l->link.paths[i], l->number);
	e->legs[l->number] = (struct standing){ 0 };
}

void engine_tick(struct engine *e, int64_t now_us, struct out *out)
{
	const struct turn t = engine_turn(e, now_us, out);
	uint64_t before = out->total;

	e->due_us = now_us + TICK_US;
	for (int i = 0; i < e->top; i++) {
		struct standing at = e->legs[i];
		struct leg *l = at.leg;

		if (!l)
			continue;
		if (l->times.due_us <= now_us)
			stage_tick(at.stage, l, &t);
		else if (l->times.due_us < e->due_us)
			e->due_us = l->times.due_us;
		if (l->state != LEG_GONE)
			continue;
		engine_forget(e, l);
		stage_remove(at.stage, l, &t);
	}
	while (e->top && !e->legs[e->top - 1].leg)
		e->top--;
	e->counts.out += out->total - before;
}

int64_t engine_next_tick(struct engine *e)
{
	return e->due_us;
}

struct engine_counts engine_counts(const struct engine *e)
{
	return e->counts;
}
