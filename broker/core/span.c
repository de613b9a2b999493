/* Half-open spans. */
#include "broker/core/span.h"

bool span_overlaps(struct span a, struct span b)
{
	return a.from.ms < b.till.ms && b.from.ms < a.till.ms;
}

bool span_has(struct span s, struct instant at)
{
	return s.from.ms <= at.ms && at.ms < s.till.ms;
}

int64_t span_ms(struct span s)
{
	return s.till.ms - s.from.ms;
}
