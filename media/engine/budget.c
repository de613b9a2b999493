/* A leaky bucket in time: a charge moves the moment from which everything is paid. */
#include "media/engine/budget.h"

#define SECOND_NS INT64_C(1000000000)
#define TELL_US   INT64_C(60000000)
#define CEILINGS  3 /* as above: a good leg stays at one */

struct budget_rate budget_rate(uint64_t ceiling_bps)
{
	uint64_t bits = ceiling_bps * CEILINGS;

	if (bits < BUDGET_BITS)
		bits = BUDGET_BITS;
	return (struct budget_rate){ BUDGET_PACKETS * bits / BUDGET_BITS, bits / 8 };
}

bool budget_has(const struct budget *b, int64_t now_us)
{
	int64_t till_ns = now_us * 1000 + SECOND_NS;

	return b->packets_ns <= till_ns && b->bytes_ns <= till_ns;
}

static void charge(int64_t *paid_ns, uint64_t amount, uint64_t rate, int64_t now_ns)
{
	if (*paid_ns < now_ns)
		*paid_ns = now_ns;
	*paid_ns += (int64_t)(amount * (uint64_t)SECOND_NS / rate);
}

void budget_spend(struct budget *b, const struct budget_rate *r, size_t bytes, int64_t now_us)
{
	charge(&b->packets_ns, 1, r->packets, now_us * 1000);
	charge(&b->bytes_ns, bytes, r->bytes, now_us * 1000);
}

bool budget_limit(struct budget *b, int64_t now_us)
{
	bool is_due = b->limited == 0 || now_us - b->told_us >= TELL_US;

	b->limited++;
	if (b->over.packets++ == 0)
		b->over.from_us = now_us;
	b->over.till_us = now_us;
	if (is_due)
		b->told_us = now_us;
	return is_due;
}
