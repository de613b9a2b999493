/* Places RTP time in visit time: sender reports, arrival minima, stretches between jumps. */
#include "media/studio/timeline.h"

#include <assert.h>
#include <stdlib.h>

#define ARRIVAL_US    INT64_C(1000000)  /* one arrival minimum each */
#define REPORT_US     INT64_C(10000000) /* reports come once a second or less often */
#define JUMP_US       INT64_C(1000000)  /* further from where it should be: a jump */
#define CONFIRM_US    INT64_C(3000000)  /* so long a late clock is a jump, not a stall */
#define CONFIRM_COUNT 10
#define STRETCHES_MAX 1000
#define FORGET_SHARE  64              /* the minimum follows drift */
#define STEP_US       INT64_C(100000) /* two reports may differ by so much, and a share... */
#define STEP_SHARE    50              /* ...of the time between them: 2 %, ten times a bad clock */

struct points {
	struct curve_point *at;
	size_t n;
	size_t room;
	int64_t window; /* of the last point */
};

static void points_add(struct points *p, int64_t x, int64_t y)
{
	if (p->n == p->room) {
		p->room = p->room ? p->room * 2 : 64;
		p->at = realloc(p->at, p->room * sizeof(*p->at));
		if (!p->at)
			abort();
	}
	p->at[p->n++] = (struct curve_point){ x, y };
}

/* Keeps the smallest y of each window. */
static void points_add_least(struct points *p, int64_t window_us, int64_t x, int64_t y)
{
	int64_t w = x / window_us;

	if (p->n == 0 || w > p->window) {
		points_add(p, x, y);
		p->window = w;
		return;
	}
	struct curve_point *last = &p->at[p->n - 1];
	if (w == p->window && y < last->y)
		*last = (struct curve_point){ x, y };
}

struct sender_clock {
	struct points points;
	struct curve *curve;
};

struct sender_clock *sender_clock_new(void)
{
	struct sender_clock *c = calloc(1, sizeof(*c));

	if (!c)
		abort();
	return c;
}

void sender_clock_free(struct sender_clock *c)
{
	if (!c)
		return;
	free(c->points.at);
	curve_free(c->curve);
	free(c);
}

static int64_t ntp_us(uint64_t ntp)
{
	return (int64_t)(ntp >> 32) * 1000000 + (int64_t)(((ntp & 0xffffffff) * 1000000) >> 32);
}

void sender_clock_take(struct sender_clock *c, uint64_t ntp, int64_t arrival_us)
{
	int64_t x = ntp_us(ntp);

	points_add_least(&c->points, REPORT_US, x, arrival_us - x);
}

void sender_clock_finish(struct sender_clock *c)
{
	curve_free(c->curve);
	c->curve = curve_new(c->points.at, c->points.n);
}

/* RTP time between two jumps. */
struct stretch {
	int64_t first_seq;
	uint32_t last_rtp;
	int64_t last_ext;   /* RTP ticks since the stretch began, of last_rtp */
	int64_t start_ext;  /* of the earliest packet: the first may have overtaken others */
	uint32_t asked_rtp; /* the same while it is asked, again from the start */
	int64_t asked_ext;
	int64_t least_us; /* arrival minus media time, about the smallest of late */
	struct points arrivals;
	struct points reports; /* y: the NTP time, until timeline_finish */
	struct curve *curve;
};

/* Packets that came later than they should: a stall, or the start of a new stretch. */
struct doubt {
	int64_t seq;
	uint32_t rtp;
	int64_t since_us;
	int64_t least_us;
	int count;
};

struct timeline {
	uint32_t rate;
	struct stretch *stretches;
	int n;
	int64_t highest;
	struct doubt doubt;
	int asked; /* the stretch that answered last */
	int64_t floor_us;
	int64_t floor_seq;
	bool is_reported;
	bool is_refused;
};

struct timeline *timeline_new(uint32_t clock_rate)
{
	struct timeline *t = calloc(1, sizeof(*t));

	if (!t)
		abort();
	assert(clock_rate > 0);
	t->rate = clock_rate;
	t->stretches = calloc(STRETCHES_MAX, sizeof(*t->stretches));
	if (!t->stretches)
		abort();
	return t;
}

void timeline_free(struct timeline *t)
{
	if (!t)
		return;
	for (int i = 0; i < t->n; i++) {
		free(t->stretches[i].arrivals.at);
		free(t->stretches[i].reports.at);
		curve_free(t->stretches[i].curve);
	}
	free(t->stretches);
	free(t);
}

static int64_t ticks_us(const struct timeline *t, int64_t ticks)
{
	return ticks / t->rate * 1000000 + ticks % t->rate * 1000000 / t->rate;
}

static int64_t extend(const struct stretch *s, uint32_t rtp)
{
	return s->last_ext + (int32_t)(rtp - s->last_rtp);
}

static void begin_stretch(struct timeline *t, int64_t seq, uint32_t rtp, int64_t arrival_us)
{
	struct stretch *s = &t->stretches[t->n < STRETCHES_MAX ? t->n++ : t->n - 1];

	if (s->arrivals.n > 0)
		return; /* too many: the last one takes them all */
	s->first_seq = seq;
	s->last_rtp = rtp;
	s->asked_rtp = rtp;
	s->least_us = arrival_us;
	t->doubt.count = 0;
}

static void take_in_time(struct timeline *t, struct stretch *s, int64_t media_us,
			 int64_t arrival_us)
{
	int64_t late = arrival_us - media_us;

	if (late < s->least_us)
		s->least_us = late;
	else
		s->least_us += (late - s->least_us) / FORGET_SHARE;
	points_add_least(&s->arrivals, ARRIVAL_US, media_us, late);
	t->doubt.count = 0;
}

/* Late by more than a second, and for how long already. True: it is a jump. */
static bool doubt_grows(struct doubt *d, int64_t seq, uint32_t rtp, int64_t arrival_us,
			int64_t late)
{
	if (d->count == 0)
		*d = (struct doubt){ seq, rtp, arrival_us, late, 0 };
	d->count++;
	return d->count >= CONFIRM_COUNT && arrival_us - d->since_us >= CONFIRM_US;
}

void timeline_take(struct timeline *t, int64_t seq, uint32_t rtp, int64_t arrival_us)
{
	if (t->n == 0)
		begin_stretch(t, seq, rtp, arrival_us);
	struct stretch *s = &t->stretches[t->n - 1];
	int64_t ext = extend(s, rtp);
	int64_t late = arrival_us - ticks_us(t, ext);
	if (t->highest && seq <= t->highest && seq > t->highest - 3000 && s->arrivals.n > 0) {
		if (t->n == 1 && seq < s->first_seq && ext < s->start_ext &&
		    ext > -(int64_t)t->rate)
			s->start_ext = ext;
		return; /* sent again, or out of order: it says nothing about the clock */
	}

	t->highest = seq;
	if (late < s->least_us - JUMP_US) {
		begin_stretch(t, seq, rtp, arrival_us);
		s = &t->stretches[t->n - 1];
		ext = extend(s, rtp);
	} else if (late > s->least_us + JUMP_US) {
		if (!doubt_grows(&t->doubt, seq, rtp, arrival_us, late))
			return;
		struct doubt d = t->doubt;
		begin_stretch(t, d.seq, d.rtp, d.since_us);
		s = &t->stretches[t->n - 1];
		ext = extend(s, rtp);
	}
	take_in_time(t, s, ticks_us(t, ext), arrival_us);
	s->last_ext = ext;
	s->last_rtp = rtp;
}

void timeline_take_report(struct timeline *t, uint64_t ntp, uint32_t rtp)
{
	if (t->n == 0)
		return;
	struct stretch *s = &t->stretches[t->n - 1];
	points_add(&s->reports, ticks_us(t, extend(s, rtp)), ntp_us(ntp));
}

static int by_x(const void *a, const void *b)
{
	const struct curve_point *p = a, *q = b;

	return (p->x > q->x) - (p->x < q->x);
}

/* Between reports the RTP clock runs as the clock that they name: nearly all of them must say so. */
static bool is_steady(const struct points *reports)
{
	size_t wrong = 0;

	for (size_t k = 1; k < reports->n; k++) {
		int64_t rtp_us = reports->at[k].x - reports->at[k - 1].x;
		int64_t ntp_us_ = reports->at[k].y - reports->at[k - 1].y;
		wrong += llabs(rtp_us - ntp_us_) > STEP_US + llabs(ntp_us_) / STEP_SHARE;
	}
	return wrong * 3 <= reports->n;
}

/* They place the packets about when the packets came. Takes y as timeline_finish leaves it. */
static bool is_in_time(const struct stretch *s)
{
	struct curve *arrived = curve_new(s->arrivals.at, s->arrivals.n);
	struct curve_point *off = malloc(s->reports.n * sizeof(*off));

	if (!off)
		abort();
	for (size_t k = 0; k < s->reports.n; k++) {
		const struct curve_point *p = &s->reports.at[k];
		off[k].x = arrived ? p->x + p->y - curve_at(arrived, p->x) : 0;
	}
	qsort(off, s->reports.n, sizeof(*off), by_x);
	int64_t median = off[s->reports.n / 2].x;
	free(off);
	curve_free(arrived);
	return llabs(median) <= JUMP_US;
}

/* Whether the reports may place this stretch; seen in visit time afterwards. */
static bool take_reports(struct stretch *s, const struct sender_clock *c)
{
	bool is_good = is_steady(&s->reports);

	for (size_t k = 0; k < s->reports.n; k++) {
		struct curve_point *p = &s->reports.at[k];
		p->y = curve_at(c->curve, p->y) - p->x;
	}
	return is_good && is_in_time(s);
}

void timeline_finish(struct timeline *t, const struct sender_clock *c)
{
	for (int i = 0; i < t->n; i++) {
		struct stretch *s = &t->stretches[i];
		bool has_reports = c && c->curve && s->reports.n > 0;
		bool is_good = has_reports && take_reports(s, c);
		struct points *p = is_good ? &s->reports : &s->arrivals;
		s->curve = curve_new(p->at, p->n);
		t->is_reported = t->is_reported || is_good;
		t->is_refused = t->is_refused || (has_reports && !is_good);
	}
}

static struct stretch *stretch_of(struct timeline *t, int64_t seq)
{
	while (t->asked + 1 < t->n && seq >= t->stretches[t->asked + 1].first_seq)
		t->asked++;
	while (t->asked > 0 && seq < t->stretches[t->asked].first_seq)
		t->asked--;
	return &t->stretches[t->asked];
}

int64_t timeline_at(struct timeline *t, int64_t seq, uint32_t rtp)
{
	struct stretch *s = stretch_of(t, seq);

	assert(t->n > 0);
	int64_t ext = s->asked_ext + (int32_t)(rtp - s->asked_rtp);
	s->asked_ext = ext;
	s->asked_rtp = rtp;
	int64_t at = s->curve ? curve_at(s->curve, ticks_us(t, ext)) : s->least_us;
	if (seq >= t->floor_seq) {
		at = at < t->floor_us ? t->floor_us : at;
		t->floor_us = at;
		t->floor_seq = seq;
	}
	return at;
}

int timeline_jumps(const struct timeline *t)
{
	return t->n > 0 ? t->n - 1 : 0;
}

static int64_t stretch_start(const struct timeline *t, const struct stretch *s)
{
	return s->curve ? curve_at(s->curve, ticks_us(t, s->start_ext)) : s->least_us;
}

int64_t timeline_start(const struct timeline *t)
{
	assert(t->n > 0);
	return stretch_start(t, &t->stretches[0]);
}

int64_t timeline_jump_at(const struct timeline *t, int i)
{
	assert(i >= 0 && i + 1 < t->n);
	return stretch_start(t, &t->stretches[i + 1]);
}

bool timeline_has_refused(const struct timeline *t)
{
	return t->is_refused;
}

bool timeline_is_reported(const struct timeline *t)
{
	return t->is_reported;
}
