/* Keeps spans that events open and close, and takes them out of what packets show. */
#include "media/studio/told.h"

#include <stdlib.h>

#define TOLD_MAX  2000 /* as many as chapters; what is more is told as the packets show it */
#define SPANS_MAX 1000 /* so that whoever sends too much leaves room for what people do */
#define AGAIN_US  INT64_C(1500000) /* what goes on is told each second */
#define NEAR_US   INT64_C(300000)  /* between an event and the packets it is about */

struct told {
	struct gap list[TOLD_MAX];
	size_t n;
	size_t spans; /* of these, those that came whole */
};

struct told *told_new(void)
{
	struct told *t = calloc(1, sizeof(*t));

	if (!t)
		abort();
	return t;
}

void told_free(struct told *t)
{
	free(t);
}

static bool is_open(const struct gap *one, const struct gap *g)
{
	return one->till_us == INT64_MAX && gap_is_alike(one, g);
}

void told_open(struct told *t, const struct gap *g)
{
	for (size_t i = 0; i < t->n; i++)
		if (is_open(&t->list[i], g))
			return;
	if (t->n == TOLD_MAX)
		return;
	t->list[t->n] = *g;
	t->list[t->n++].till_us = INT64_MAX;
}

void told_close(struct told *t, const struct gap *g, int64_t at_us)
{
	for (size_t i = 0; i < t->n; i++)
		if (is_open(&t->list[i], g))
			t->list[i].till_us = at_us;
}

bool told_span(struct told *t, const struct gap *g)
{
	for (size_t i = t->n; i-- > 0;) {
		struct gap *one = &t->list[i];
		if (!gap_is_alike(one, g) || g->from_us - one->till_us > AGAIN_US)
			continue;
		one->till_us = g->till_us;
		one->packets += g->packets;
		return true;
	}
	if (t->spans == SPANS_MAX || t->n == TOLD_MAX)
		return false;
	t->spans++;
	t->list[t->n++] = *g;
	return true;
}

void told_drop(struct told *t, const struct gap *g)
{
	size_t kept = 0;

	for (size_t i = 0; i < t->n; i++)
		if (!is_open(&t->list[i], g))
			t->list[kept++] = t->list[i];
	t->n = kept;
}

static int by_start(const void *x, const void *y)
{
	const struct gap *a = x, *b = y;

	return (a->from_us > b->from_us) - (a->from_us < b->from_us);
}

void told_finish(struct told *t, int64_t till_us, struct gapmap *gaps)
{
	size_t kept = 0;

	for (size_t i = 0; i < t->n; i++) {
		struct gap g = t->list[i];
		if (g.till_us == INT64_MAX && g.why == GAP_LINK_DOWN)
			continue;
		g.till_us = g.till_us == INT64_MAX ? till_us : g.till_us;
		gapmap_add(gaps, &g);
		t->list[kept++] = g;
	}
	t->n = kept;
	qsort(t->list, t->n, sizeof(*t->list), by_start);
}

static bool touches(const struct gap *told, const struct gap *g)
{
	return (!id_is_set(told->leg) || id_equals(told->leg, g->leg)) &&
	       (!told->media || told->media == g->media) && told->till_us + NEAR_US > g->from_us &&
	       told->from_us - NEAR_US < g->till_us;
}

void told_rest(const struct told *t, const struct gap *gap, struct gapmap *gaps)
{
	struct gap rest = *gap;
	bool is_cut = false;

	for (size_t i = 0; i < t->n && rest.from_us < gap->till_us; i++) {
		const struct gap *told = &t->list[i];
		rest.till_us = gap->till_us;
		if (!touches(told, &rest))
			continue;
		is_cut = true;
		rest.packets = 0; /* of which stretch they were is not known */
		rest.till_us = told->from_us - NEAR_US;
		if (rest.till_us > rest.from_us)
			gapmap_add(gaps, &rest);
		rest.from_us = told->till_us + NEAR_US;
	}
	rest.till_us = gap->till_us;
	if (!is_cut || rest.from_us < rest.till_us)
		gapmap_add(gaps, &rest);
}
