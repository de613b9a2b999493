/* A line's capacity, by delay and by loss. */
#include "media/engine/estimate.h"

#include "media/packet/seq.h"

#include <string.h>

#define BURST_US     5000
#define LIMIT_START  12.5 /* ms, as in s5.4 of the draft */
#define LIMIT_MIN    6.0
#define LIMIT_MAX    600.0
#define GAIN         4.0
#define POINTS_MIN   10
#define POINTS_MAX   60
#define SMOOTH       0.9
#define OVER_TIMES   4
#define LESS         0.85
#define MORE         0.08 /* a second */
#define LOSS_MANY    0.10
#define LOSS_FEW     0.02
#define LOSS_PACKETS 20 /* fewer say little */

uint16_t estimate_next(const struct estimate *e)
{
	return (uint16_t)e->next;
}

void estimate_send(struct estimate *e, size_t bytes, int64_t now_us)
{
	e->sent[e->next & (ESTIMATE_SENT - 1)] =
		(struct estimate_sent){ now_us, (uint16_t)bytes, .is_open = true };
	e->next++;
}

void estimate_mark(struct estimate *e, uint16_t seq)
{
	struct estimate_sent *s = &e->sent[(e->next - 1) & (ESTIMATE_SENT - 1)];

	s->is_watched = true;
	s->seq = seq;
}

uint64_t estimate_bps(const struct estimate *e)
{
	return e->is_told ? e->bps : 0;
}

/* Least squares through the last points: ms of delay for each ms. */
static double slope_of(const struct estimate_delay *d)
{
	int n = d->n < ESTIMATE_SLOPE ? d->n : ESTIMATE_SLOPE;
	double x = 0, y = 0, xy = 0, xx = 0;

	for (int i = 0; i < n; i++) {
		x += d->came_ms[i] / n;
		y += d->delay_ms[i] / n;
	}
	for (int i = 0; i < n; i++) {
		xy += (d->came_ms[i] - x) * (d->delay_ms[i] - y);
		xx += (d->came_ms[i] - x) * (d->came_ms[i] - x);
	}
	return xx > 0 ? xy / xx : 0;
}

/* s5.4: a limit that follows the trend keeps a leg beside TCP alive. */
static void adapt_limit(struct estimate_delay *d, double trend, double ms)
{
	double size = trend < 0 ? -trend : trend;
	double gain = size < d->limit ? 0.039 : 0.0087;

	if (size > d->limit + 15)
		return;
	d->limit += gain * (size - d->limit) * (ms < 100 ? ms : 100);
	if (d->limit < LIMIT_MIN)
		d->limit = LIMIT_MIN;
	if (d->limit > LIMIT_MAX)
		d->limit = LIMIT_MAX;
}

/* A burst is whole: how much longer it took than the one before. */
static void add_point(struct estimate_delay *d, double sent_ms, double came_ms, double at_ms)
{
	int points = d->n + 1 < POINTS_MAX ? d->n + 1 : POINTS_MAX;
	double slope, trend;

	d->sum_ms += came_ms - sent_ms;
	d->smooth_ms = SMOOTH * d->smooth_ms + (1 - SMOOTH) * d->sum_ms;
	d->came_ms[d->n % ESTIMATE_SLOPE] = at_ms;
	d->delay_ms[d->n % ESTIMATE_SLOPE] = d->smooth_ms;
	if (++d->n < POINTS_MIN)
		return;
	slope = slope_of(d);
	trend = slope * points * GAIN;
	d->over = trend > d->limit && slope >= d->slope ? d->over + 1 : 0;
	d->slope = slope;
	adapt_limit(d, trend, came_ms > 0 ? came_ms : 0);
}

static void end_burst(struct estimate *e)
{
	struct estimate_delay *d = &e->delay;
	const struct estimate_burst *a = &d->before, *b = &d->now;

	if (a->any)
		add_point(d, (double)(b->last_us - a->last_us) / 1000,
			  (double)(b->came_us - a->came_us) / 1000,
			  (double)(b->came_us - e->first_us) / 1000);
	d->before = d->now;
	d->now.any = false;
}

static void take_arrival(struct estimate *e, int64_t sent_us, int64_t came_us)
{
	struct estimate_burst *b = &e->delay.now;

	if (b->any && sent_us < b->first_us)
		return; /* overtaken */
	if (b->any && sent_us - b->first_us > BURST_US)
		end_burst(e);
	if (!b->any)
		*b = (struct estimate_burst){ .first_us = sent_us, .any = true };
	b->last_us = sent_us;
	b->came_us = came_us;
}

static void lower(struct estimate *e, double bps, int64_t now_us)
{
	if (now_us - e->less_us < ESTIMATE_HOLD_US || bps >= (double)e->bps)
		return;
	e->bps = bps > ESTIMATE_MIN ? (uint64_t)bps : ESTIMATE_MIN;
	e->less_us = now_us;
}

/* s5.5: by a share of itself each second. */
static void raise(struct estimate *e, int64_t now_us)
{
	int64_t us = now_us - e->more_us;

	e->more_us = now_us;
	if (now_us - e->less_us < ESTIMATE_HOLD_US)
		return;
	us = us < ESTIMATE_STEP_US ? us : ESTIMATE_STEP_US;
	e->bps += (uint64_t)((double)e->bps * MORE * (double)us / 1e6);
	if (e->bps > ESTIMATE_MAX)
		e->bps = ESTIMATE_MAX;
}

/* At most what is allowed. */
static uint64_t came_bps(const struct estimate *e, int64_t now_us)
{
	int64_t us = now_us - e->step.since_us;
	uint64_t bps = e->came_bps;

	if (!bps && us > 0)
		bps = (uint64_t)(e->step.bytes * 8 * 1000000 / us);
	return bps < e->bps ? bps : e->bps;
}

/* What is allowed but not sent says nothing of the line. */
static uint64_t used(const struct estimate *e)
{
	uint64_t most = e->came_bps + e->came_bps / 2;

	return most < e->bps ? most : e->bps;
}

/* s6: by what was lost. */
static void end_step(struct estimate *e, int64_t now_us)
{
	struct estimate_step *s = &e->step;
	int n = s->came + s->lost;
	double loss = n >= LOSS_PACKETS ? (double)s->lost / n : 0;
	int64_t us = now_us - s->since_us;

	if (us < ESTIMATE_STEP_US)
		return;
	e->came_bps = (uint64_t)(s->bytes * 8 * 1000000 / us);
	*s = (struct estimate_step){ .since_us = now_us };
	if (loss > LOSS_MANY)
		lower(e, (double)used(e) * (1 - 0.5 * loss), now_us);
	e->is_lossy = loss > LOSS_FEW;
}

static void begin(struct estimate *e, int64_t reference, int64_t now_us)
{
	e->is_told = true;
	e->reference = reference;
	e->first_us = reference * TRANSPORT_UNIT_US;
	e->bps = ESTIMATE_MAX;
	e->step.since_us = e->more_us = now_us;
	e->delay.limit = LIMIT_START;
}

/* NULL: never sent, told before or forgotten. */
static struct estimate_sent *open_at(struct estimate *e, int64_t number)
{
	struct estimate_sent *s = &e->sent[number & (ESTIMATE_SENT - 1)];

	if (number < 0 || number >= e->next || number < e->next - ESTIMATE_SENT || !s->is_open)
		return NULL;
	return s;
}

static void take_packet(struct estimate *e, struct estimate_sent *s, struct seen *seen,
			int64_t came_us)
{
	if (came_us < 0) {
		e->step.lost++;
		return; /* it may only be late */
	}
	s->is_open = false;
	e->step.came++;
	e->step.bytes += s->bytes;
	e->way_us = came_us - s->at_us;
	if (s->is_watched)
		seen_take(seen, s->seq, came_us);
	take_arrival(e, s->at_us, came_us);
}

/* A feedback was lost: of what it told nothing is known, most of it came. */
static void take_untold(struct estimate *e, int64_t till, struct seen *seen)
{
	int64_t number = e->told > till - ESTIMATE_SENT ? e->told : till - ESTIMATE_SENT;

	for (; number < till; number++) {
		struct estimate_sent *s = open_at(e, number);

		if (s && s->is_watched)
			seen_take(seen, s->seq, s->at_us + e->way_us);
	}
}

void estimate_take(struct estimate *e, const struct transport *t, struct seen *seen, int64_t now_us)
{
	int64_t number = seq_extend(t->first, e->next);
	uint32_t turn = (uint32_t)(t->reference - e->reference) << 8;
	int64_t us;

	if (!e->is_told) {
		begin(e, t->reference, now_us);
		e->told = number;
	} else {
		e->reference += (int32_t)turn >> 8; /* 24 bits wrap around */
	}
	us = e->reference * TRANSPORT_UNIT_US;
	if (number + t->n < e->next - ESTIMATE_SENT)
		lower(e, (double)e->bps / 2, now_us); /* so many are still on their way */
	take_untold(e, number, seen);
	for (int i = 0; i < t->n; i++) {
		bool came = t->delta[i] != TRANSPORT_MISSING;
		struct estimate_sent *s = open_at(e, number + i);

		us += came ? (int64_t)t->delta[i] * TRANSPORT_TICK_US : 0;
		if (s)
			take_packet(e, s, seen, came ? us : -1);
	}
	if (number + t->n > e->told)
		e->told = number + t->n;
	end_step(e, now_us);
	if (e->delay.over >= OVER_TIMES) {
		lower(e, LESS * (double)came_bps(e, now_us), now_us);
		e->delay.over = 0;
		e->more_us = now_us;
	} else if (!e->is_lossy) {
		raise(e, now_us);
	}
}
