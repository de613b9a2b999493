/*
 * A relay between an engine and its clients, on the clock of their world: in both directions it
 * loses some datagrams and delays each by its own time, so that they overtake each other. The
 * dice have a seed. For tests that include world.h.
 */
#ifndef TESTS_LIB_MEDIA_RELAY_H
#define TESTS_LIB_MEDIA_RELAY_H

#include "tests/unit/media/engine/world.h"

#define RELAY_ROOM 512

struct relay_way {
	double loss; /* share */
	int64_t delay_us;
	int64_t jitter_us; /* to both sides of the delay */
	int burst;         /* so many are lost in a row, 0: each by itself */
	double twice;      /* share that comes twice */
};

struct relay_counts {
	int sent;
	int lost;
	int overtaken; /* handed over after one that was sent later */
};

struct relay_parcel {
	int64_t due_us;
	int number;
	struct parcel parcel;
};

struct relay {
	struct world *w;
	struct relay_way way;
	struct relay_counts counts[2]; /* from, to the engine */
	int newest[2];
	int bursts[2]; /* left to lose */
	int64_t ticked_us;
	uint64_t dice;
	struct relay_parcel *line; /* RELAY_ROOM of them, by due_us */
	int n;
};

static inline void relay_init(struct relay *r, struct world *w, struct relay_way way)
{
	*r = (struct relay){ .w = w, .way = way, .dice = 88172645463325252u };
	r->line = calloc(RELAY_ROOM, sizeof *r->line);
	CHECK(r->line != NULL);
}

static inline void relay_clear(struct relay *r)
{
	free(r->line);
}

/* 0 .. 1 */
static inline double relay_chance(struct relay *r)
{
	r->dice ^= r->dice << 13;
	r->dice ^= r->dice >> 7;
	r->dice ^= r->dice << 17;
	return (double)(r->dice >> 11) / 9007199254740992.0;
}

static inline bool relay_loses(struct relay *r, bool to_engine)
{
	int *left = &r->bursts[to_engine], burst = r->way.burst ? r->way.burst : 1;

	if (*left) {
		--*left;
		return true;
	}
	if (relay_chance(r) >= r->way.loss / burst)
		return false;
	*left = burst - 1;
	return true;
}

static inline void relay_insert(struct relay *r, const struct parcel *p, int number)
{
	double shift = (relay_chance(r) * 2 - 1) * (double)r->way.jitter_us;
	int64_t due = r->w->now_us + r->way.delay_us + (int64_t)shift;
	int i = r->n;

	CHECK(r->n < RELAY_ROOM);
	for (; i > 0 && r->line[i - 1].due_us > due; i--)
		r->line[i] = r->line[i - 1];
	r->line[i] = (struct relay_parcel){ due, number, *p };
	r->n++;
}

static inline void relay_put(struct relay *r, const struct parcel *p)
{
	struct relay_counts *c = &r->counts[p->to_engine];
	bool is_lost = relay_loses(r, p->to_engine);

	c->sent++;
	c->lost += is_lost;
	if (is_lost)
		return;
	relay_insert(r, p, c->sent);
	if (r->way.twice > 0 && relay_chance(r) < r->way.twice)
		relay_insert(r, p, c->sent);
}

/* Takes over what the world sent just now. */
static inline void relay_gather(struct relay *r)
{
	for (int i = 0; i < r->w->n; i++)
		relay_put(r, &r->w->line[i]);
	r->w->n = 0;
}

static inline void relay_hand_over(struct relay *r)
{
	struct relay_parcel first = r->line[0];
	bool to_engine = first.parcel.to_engine;

	memmove(r->line, r->line + 1, (size_t)--r->n * sizeof *r->line);
	r->counts[to_engine].overtaken += first.number < r->newest[to_engine];
	r->newest[to_engine] =
		first.number > r->newest[to_engine] ? first.number : r->newest[to_engine];
	world_deliver(r->w, &first.parcel);
	relay_gather(r);
}

static inline void relay_tick(struct relay *r)
{
	engine_tick(r->w->engine, r->w->now_us, &r->w->out);
	out_flush(&r->w->out);
	r->ticked_us = r->w->now_us;
	relay_gather(r);
}

/* Time passes until then; what is due arrives, timers run. */
static inline void relay_pass(struct relay *r, int64_t till_us)
{
	relay_gather(r);
	for (;;) {
		int64_t tick = engine_next_tick(r->w->engine);
		int64_t due = r->n ? r->line[0].due_us : INT64_MAX;

		tick = tick > r->ticked_us ? tick : r->ticked_us + 1000;
		if (tick > till_us && due > till_us)
			break;
		r->w->now_us = tick < due ? tick : due;
		if (tick < due)
			relay_tick(r);
		else
			relay_hand_over(r);
	}
	r->w->now_us = till_us;
}

#endif
