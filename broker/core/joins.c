/* A bucket that fills up with joins and drains with time. */
#include "broker/core/joins.h"

bool joins_take(struct instant *paid, struct instant now, struct instant *from)
{
	int64_t most_ms = (JOINS_BURST - 1) * JOINS_EACH_MS;
	int64_t ahead_ms = paid->ms - now.ms;

	/* Further ahead than it can be paid: the clock was set back. */
	if (ahead_ms < 0 || ahead_ms > most_ms + JOINS_EACH_MS)
		ahead_ms = 0;
	if (ahead_ms > most_ms) {
		from->ms = now.ms + ahead_ms - most_ms;
		return false;
	}
	paid->ms = now.ms + ahead_ms + JOINS_EACH_MS;
	return true;
}
