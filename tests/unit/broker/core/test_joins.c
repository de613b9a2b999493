/* A seat joins as often as a bad line makes it, and not without end. */
#include "broker/core/joins.h"

#include "tests/lib/test.h"

static int joins_at(struct instant *paid, int64_t now_ms, int tries)
{
	struct instant from;
	int n = 0;

	for (int i = 0; i < tries; i++)
		n += joins_take(paid, (struct instant){ now_ms }, &from);
	return n;
}

static void who_joins_without_end_waits_and_is_told_how_long(void)
{
	struct instant paid = { 0 }, from = { 0 };

	CHECK_EQ(JOINS_BURST, joins_at(&paid, 1000000, 600));
	CHECK(!joins_take(&paid, (struct instant){ 1000000 }, &from));
	CHECK_EQ(1000000 + JOINS_EACH_MS, from.ms);
	CHECK(!joins_take(&paid, (struct instant){ from.ms - 1 }, &from));
	CHECK(joins_take(&paid, from, &from));
}

static void a_line_that_flaps_for_hours_always_comes_back(void)
{
	struct instant paid = { 0 };

	for (int64_t ms = 0; ms < 4 * HOUR_MS; ms += 3500)
		CHECK_EQ(1, joins_at(&paid, 1000000 + ms, 1));
}

static void after_a_rest_all_is_forgotten(void)
{
	struct instant paid = { 0 };

	joins_at(&paid, 1000000, 600);
	CHECK_EQ(JOINS_BURST, joins_at(&paid, 1000000 + 2 * MINUTE_MS, 600));
}

static void a_clock_that_was_set_back_locks_nobody_out(void)
{
	struct instant paid = { 0 };

	joins_at(&paid, 10 * HOUR_MS, 600);
	CHECK_EQ(1, joins_at(&paid, HOUR_MS, 1));
}

static const struct test tests[] = {
	T(who_joins_without_end_waits_and_is_told_how_long),
	T(a_line_that_flaps_for_hours_always_comes_back),
	T(after_a_rest_all_is_forgotten),
	T(a_clock_that_was_set_back_locks_nobody_out),
};
RUN_TESTS(tests)
