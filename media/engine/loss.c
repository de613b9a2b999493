/* Missing packets of a track. */
#include "media/engine/loss.h"

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

static void insert(struct loss *l, const struct missing *m)
{
	int i = l->n++;

	for (; i > 0 && l->list[i - 1].number > m->number; i--)
		l->list[i] = l->list[i - 1];
	l->list[i] = *m;
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
		insert(l, &(struct missing){ number, now_us, now_us + LOSS_REORDER_US });
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

bool loss_remove(struct loss *l, int64_t number)
{
	int i = find(l, number);

	if (i < 0)
		return false;
	remove_at(l, i);
	l->repaired++;
	return true;
}

size_t loss_tick(struct loss *l, int64_t now_us, uint16_t *out, size_t most)
{
	size_t n = 0;

	for (int i = 0; i < l->n;) {
		struct missing *m = &l->list[i];

		if (now_us - m->since_us >= LOSS_LATE_US) {
			remove_at(l, i);
			lose(l, 1);
			continue;
		}
		if (now_us >= m->ask_us && n < most) {
			out[n++] = (uint16_t)m->number;
			m->ask_us = now_us + LOSS_AGAIN_US + l->round_trip_us;
		}
		i++;
	}
	return n;
}

int64_t loss_due_us(const struct loss *l)
{
	int64_t due = INT64_MAX;

	for (int i = 0; i < l->n; i++) {
		const struct missing *m = &l->list[i];
		int64_t late = m->since_us + LOSS_LATE_US;
		int64_t at = m->ask_us < late ? m->ask_us : late;

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
