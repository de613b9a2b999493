/* A window of packets by their number; the head leaves when it is there or was waited for. */
#include "media/studio/order.h"

#include "media/packet/seq.h"

#include <stdlib.h>
#include <string.h>

#define WINDOW  1024
#define RESTART 3000 /* so far behind is no late packet: the source began anew */

struct order {
	struct packet *slots[WINDOW];
	struct order_count count;
	int64_t next;   /* number of the head */
	int64_t behind; /* one past the highest inside */
	int64_t newest_us;
	int64_t lost;
	struct packet *ahead; /* beyond the window: everything before it leaves first */
	int held;
	int64_t first_us;
	bool has_started; /* its first number is known */
};

void packet_free(struct packet *p)
{
	free(p);
}

struct order *order_new(void)
{
	struct order *o = calloc(1, sizeof(*o));

	if (!o)
		abort();
	return o;
}

void order_free(struct order *o)
{
	if (!o)
		return;
	for (int i = 0; i < WINDOW; i++)
		free(o->slots[i]);
	free(o->ahead);
	free(o);
}

int64_t order_extend(struct order_count *c, uint16_t seq)
{
	if (!c->has_begun) {
		c->has_begun = true;
		c->highest = SEQ_START + seq;
		return c->highest;
	}
	int64_t at = seq_extend(seq, c->highest);
	if (at < c->highest - RESTART)
		at += 1 << 16; /* the source began anew: numbers go on rising */
	if (at > c->highest)
		c->highest = at;
	return at;
}

static struct packet *packet_new(struct bytes b, int64_t arrival_us)
{
	struct packet *p = malloc(sizeof(*p) + b.n);

	if (!p)
		abort();
	memcpy(p->bytes, b.at, b.n);
	p->n = b.n;
	p->arrival_us = arrival_us;
	p->lost = 0;
	if (rtp_parse((struct bytes){ p->bytes, b.n }, &p->rtp)) {
		free(p);
		return NULL;
	}
	p->ts = p->rtp.ts;
	return p;
}

bool order_take(struct order *o, struct bytes bytes, int64_t arrival_us)
{
	struct packet *p = packet_new(bytes, arrival_us);

	if (!p)
		return false;
	bool is_first = !o->count.has_begun;
	p->seq = order_extend(&o->count, p->rtp.seq);
	if (is_first) {
		o->next = p->seq;
		o->behind = p->seq;
		o->first_us = arrival_us;
	}
	if (!o->has_started && p->seq < o->next && o->behind - p->seq < WINDOW)
		o->next = p->seq; /* the first that came had overtaken it */
	struct packet **slot = &o->slots[p->seq & (WINDOW - 1)];
	bool is_ahead = p->seq >= o->next + WINDOW;
	if (p->seq < o->next || (is_ahead ? o->ahead != NULL : *slot != NULL)) {
		packet_free(p);
		return false;
	}
	if (arrival_us > o->newest_us)
		o->newest_us = arrival_us;
	if (is_ahead) {
		o->ahead = p;
		return true;
	}
	*slot = p;
	o->held++;
	if (p->seq >= o->behind)
		o->behind = p->seq + 1;
	return true;
}

void order_tick(struct order *o, int64_t now_us)
{
	if (now_us > o->newest_us)
		o->newest_us = now_us;
}

/* The first packet behind the hole at the head. */
static const struct packet *after_hole(const struct order *o)
{
	for (int64_t i = o->next; i < o->behind; i++) {
		const struct packet *p = o->slots[i & (WINDOW - 1)];
		if (p)
			return p;
	}
	return NULL;
}

static bool is_over(const struct order *o, const struct packet *p, bool all)
{
	return all || o->ahead || o->newest_us - p->arrival_us > ORDER_WAIT_US ||
	       o->behind - o->next > WINDOW * 3 / 4;
}

static void skip_to(struct order *o, int64_t seq)
{
	int64_t hole = seq - o->next;

	o->lost += hole > RESTART ? 1 : hole;
	o->next = seq;
}

static struct packet *give(struct order *o, struct packet *p)
{
	p->lost = o->lost;
	o->lost = 0;
	o->next = p->seq + 1;
	if (o->behind < o->next)
		o->behind = o->next;
	return p;
}

static bool may_start(const struct order *o, bool all)
{
	return all || o->ahead || o->newest_us - o->first_us >= ORDER_START_US ||
	       o->behind - o->next > WINDOW * 3 / 4;
}

struct packet *order_next(struct order *o, bool all)
{
	if (o->held == 0 && !o->ahead)
		return NULL;
	if (!o->has_started && !may_start(o, all))
		return NULL;
	o->has_started = true;
	if (o->held == 0) {
		struct packet *p = o->ahead;
		o->ahead = NULL;
		skip_to(o, p->seq);
		return give(o, p);
	}
	struct packet **slot = &o->slots[o->next & (WINDOW - 1)];
	if (!*slot) {
		const struct packet *p = after_hole(o);
		if (!p || !is_over(o, p, all))
			return NULL;
		skip_to(o, p->seq);
		slot = &o->slots[o->next & (WINDOW - 1)];
	}
	struct packet *out = *slot;
	*slot = NULL;
	o->held--;
	return give(o, out);
}
