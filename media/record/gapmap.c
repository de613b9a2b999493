/* Collects gaps, lets those that nearly touch grow together, keeps their number bounded. */
#include "media/record/gapmap.h"

#include <assert.h>
#include <stdlib.h>

#define NEAR_US   INT64_C(200000)
#define LOOK_BACK 64

struct gapmap {
	struct gap *list;
	size_t n;
	size_t most;
	int64_t near_us;
};

const char *gap_why_word(enum gap_why why)
{
	assert(why < GAP_WHY_COUNT);
	return gap_words[why];
}

struct gapmap *gapmap_new(size_t most)
{
	struct gapmap *m = calloc(1, sizeof(*m));

	assert(most >= LOOK_BACK);
	if (m)
		m->list = malloc(most * sizeof(*m->list));
	if (!m || !m->list)
		abort();
	m->most = most;
	m->near_us = NEAR_US;
	return m;
}

void gapmap_free(struct gapmap *m)
{
	if (!m)
		return;
	free(m->list);
	free(m);
}

bool gap_is_alike(const struct gap *a, const struct gap *b)
{
	return a->why == b->why && a->media == b->media && id_equals(a->leg, b->leg);
}

/* Grows an earlier gap by this one; false: they are too far apart. */
static bool grow(struct gap *old, const struct gap *g, int64_t near_us)
{
	if (g->from_us - old->till_us > near_us || g->till_us < old->from_us - near_us)
		return false;
	old->from_us = g->from_us < old->from_us ? g->from_us : old->from_us;
	old->till_us = g->till_us > old->till_us ? g->till_us : old->till_us;
	old->packets += g->packets;
	return true;
}

static bool join(struct gapmap *m, size_t n, const struct gap *g)
{
	for (size_t i = n; i > 0 && n - i < LOOK_BACK; i--) {
		if (gap_is_alike(&m->list[i - 1], g))
			return grow(&m->list[i - 1], g, m->near_us);
	}
	return false;
}

static int by_time(const void *x, const void *y)
{
	const struct gap *a = x, *b = y;

	if (a->from_us != b->from_us)
		return a->from_us < b->from_us ? -1 : 1;
	return (a->till_us > b->till_us) - (a->till_us < b->till_us);
}

/* Full: twice as far apart counts as near, until a quarter is free. */
static void make_room(struct gapmap *m)
{
	qsort(m->list, m->n, sizeof(*m->list), by_time);
	while (m->n > m->most - m->most / 4 && m->near_us < INT64_MAX / 4) {
		m->near_us *= 2;
		size_t kept = 0;
		for (size_t i = 0; i < m->n; i++) {
			struct gap g = m->list[i];
			if (!join(m, kept, &g))
				m->list[kept++] = g;
		}
		m->n = kept;
	}
}

void gapmap_add(struct gapmap *m, const struct gap *g)
{
	if (g->till_us < g->from_us || join(m, m->n, g))
		return;
	if (m->n == m->most)
		make_room(m);
	if (m->n < m->most)
		m->list[m->n++] = *g;
}

const struct gap *gapmap_list(struct gapmap *m, size_t *n)
{
	qsort(m->list, m->n, sizeof(*m->list), by_time);
	*n = m->n;
	return m->list;
}
