/* Missing packets of a track. */
#include "media/engine/loss.h"

#include <stdlib.h>
#include <string.h>

static void remove_at(struct loss *l, int i)
{
	memmove(&l->list[i], &l->list[i + 1], (size_t)(l->n - i - 1) * sizeof l->list[0]);
	l->n--;
}

static void lose(struct loss *l, int64_t n)
{
	l->lost += (uint64_t)n;
	l->untold += (uint32_t)n;
}

void loss_clear(struct loss *l)
{
	free(l->list);
	l->list = NULL;
	l->n = 0;
}

static void insert(struct loss *l, const struct missing *m)
{
	int i = l->n++;

	if (!l->list)
		l->list = malloc(LOSS_MISSING_MAX * sizeof *l->list);
	if (!l->list)
		abort();
	for (; i > 0 && l->list[i - 1].number > m->number; i--)
		l->list[i] = l->list[i - 1];
	l->list[i] = *m;
}

static int64_t reorder_us(const struct loss *l)
{
	return l->reorder_us ? l->reorder_us : LOSS_REORDER_US;
}

static int64_t again_us(const struct loss *l)
{
	return l->round_trip_us ? LOSS_MARGIN_US + l->round_trip_us * 5 / 4 : LOSS_AGAIN_US;
}

/* As late as somebody can still use it: a request and its answer should have time for a second. */
static int64_t late_us(const struct loss *l)
{
	int64_t us = 2 * l->round_trip_us + LOSS_REORDER_MAX;

	if (us < LOSS_LATE_US)
		return LOSS_LATE_US;
	return us < LOSS_LATE_MAX ? us : LOSS_LATE_MAX;
}

void loss_add(struct loss *l, int64_t from, int64_t till, int64_t now_us)
{
	if (till - from > LOSS_MISSING_MAX) {
		lose(l, till - from - LOSS_MISSING_MAX);
		from = till - LOSS_MISSING_MAX;
	}
	for (int64_t number = from; number < till; number++) {
		if (l->n == LOSS_MISSING_MAX) {
			remove_at(l, 0);
			lose(l, 1);
		}
		insert(l, &(struct missing){
				  .number = number,
				  .since_us = now_us,
				  .ask_us = now_us + reorder_us(l),
			  });
	}
}

/* -1: nobody waits for it. */
static int find(const struct loss *l, int64_t number)
{
	for (int i = 0; i < l->n; i++)
		if (l->list[i].number == number)
			return i;
	return -1;
}

bool loss_has(const struct loss *l, int64_t number)
{
	return find(l, number) >= 0;
}

/* Without RTX what comes sooner than an answer can was only late. */
static bool was_overtaken(const struct loss *l, const struct missing *m, int64_t now_us, bool again)
{
	if (again || !m->asks)
		return !again;
	return l->is_apart || now_us - m->asked_us < l->round_trip_us * 3 / 4;
}

/* Longer at once, shorter slowly. */
static void learn(struct loss *l, const struct missing *m, int64_t now_us, bool again)
{
	int64_t us = (now_us - m->since_us) * 9 / 8;

	if (was_overtaken(l, m, now_us, again)) {
		if (us > reorder_us(l))
			l->reorder_us = us < LOSS_REORDER_MAX ? us : LOSS_REORDER_MAX;
		return;
	}
	l->reorder_us -= (reorder_us(l) - LOSS_REORDER_US) / 32;
	if (again && m->asks == 1) {
		us = now_us - m->asked_us;
		l->round_trip_us += (us - l->round_trip_us) / (l->round_trip_us ? 8 : 1);
	}
}

bool loss_remove(struct loss *l, int64_t number, int64_t now_us, bool again)
{
	int i = find(l, number);

	if (i < 0)
		return false;
	learn(l, &l->list[i], now_us, again);
	remove_at(l, i);
	l->repaired++;
	return true;
}

size_t loss_tick(struct loss *l, int64_t now_us, uint16_t *out, size_t most)
{
	int64_t late = late_us(l);
	size_t n = 0;

	for (int i = 0; i < l->n;) {
		struct missing *m = &l->list[i];

		if (now_us - m->since_us >= late) {
			remove_at(l, i);
			lose(l, 1);
			continue;
		}
		if (now_us >= m->ask_us && n < most) {
			out[n++] = (uint16_t)m->number;
			m->ask_us = now_us + again_us(l);
			if (!m->asks++)
				m->asked_us = now_us;
		}
		i++;
	}
	return n;
}

int64_t loss_due_us(const struct loss *l)
{
	int64_t due = INT64_MAX, late = late_us(l);

	for (int i = 0; i < l->n; i++) {
		const struct missing *m = &l->list[i];
		int64_t end = m->since_us + late;
		int64_t at = m->ask_us < end ? m->ask_us : end;

		if (at < due)
			due = at;
	}
	return due;
}

void loss_give_up(struct loss *l)
{
	lose(l, l->n);
	l->n = 0;
}
