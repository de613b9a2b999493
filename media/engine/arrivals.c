/* Arrival times, told back. */
#include "media/engine/arrivals.h"

#include "media/packet/seq.h"

#include <string.h>

static int64_t *slot(struct arrivals *a, int64_t number)
{
	return &a->at_us[number & (ARRIVALS_MAX - 1)];
}

static void start(struct arrivals *a, int64_t number)
{
	memset(a->at_us, 0, sizeof a->at_us);
	a->next = number;
	a->highest = number - 1;
}

void arrivals_take(struct arrivals *a, uint16_t number, int64_t now_us)
{
	int64_t n = a->any ? seq_extend(number, a->highest) : SEQ_START + number;

	if (!a->any || n - a->next >= ARRIVALS_MAX)
		start(a,
		      n); /* nobody told of the ones before: they count as lost for their sender */
	a->any = true;
	if (n <= a->highest - ARRIVALS_MAX)
		return;
	for (int64_t k = a->highest + 1; k <= n; k++)
		*slot(a, k) = 0;
	if (n > a->highest)
		a->highest = n;
	if (n < a->next)
		a->next = n; /* overtaken, and told as lost: told again */
	*slot(a, n) = now_us;
	if (!a->due_us)
		a->due_us = now_us + ARRIVALS_US;
}

int64_t arrivals_due_us(const struct arrivals *a)
{
	return a->due_us ? a->due_us : INT64_MAX;
}

/* From the first that came; what a feedback cannot hold is left for the next. */
static void collect(struct arrivals *a, struct transport *t)
{
	int64_t ticks, number = a->next;

	while (number <= a->highest && !*slot(a, number))
		number++;
	t->first = (uint16_t)a->next;
	t->reference = (int32_t)(*slot(a, number) / TRANSPORT_UNIT_US);
	ticks = (int64_t)t->reference * (TRANSPORT_UNIT_US / TRANSPORT_TICK_US);
	for (number = a->next; number <= a->highest && t->n < ARRIVALS_EACH; number++) {
		int64_t at = *slot(a, number), delta = at / TRANSPORT_TICK_US - ticks;

		if (at && (delta > INT16_MAX || delta < INT16_MIN))
			break;
		t->delta[t->n++] = at ? (int32_t)delta : TRANSPORT_MISSING;
		if (at)
			ticks += delta;
	}
	a->next = number;
}

void arrivals_format(struct arrivals *a, struct rtcp_feedback f, int64_t now_us, struct sink *out)
{
	struct transport t = { .number = a->feedbacks };

	if (!a->due_us || now_us < a->due_us)
		return;
	collect(a, &t);
	transport_format(f, &t, out);
	a->feedbacks++;
	a->due_us = a->next <= a->highest ? now_us : 0;
}
