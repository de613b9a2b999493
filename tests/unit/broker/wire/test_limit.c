/* Token buckets: so many at once, then one at a time, each caller for itself. */
#include "broker/wire/limit.h"
#include "tests/lib/test.h"

#include <stdio.h>

static struct instant at(int64_t ms)
{
	return (struct instant){ 1778547600000 + ms };
}

static void a_burst_is_allowed_then_one_each_refill(void)
{
	OWN(limit) l = limit_new(16, 3, 100);

	for (int i = 0; i < 3; i++)
		CHECK(limit_take(l, TEXT("a"), at(0)));
	CHECK(!limit_take(l, TEXT("a"), at(0)));
	CHECK(!limit_take(l, TEXT("a"), at(99)));
	CHECK(limit_take(l, TEXT("a"), at(100)));
	CHECK(!limit_take(l, TEXT("a"), at(100)));
}

static void rest_fills_up_to_the_burst_only(void)
{
	OWN(limit) l = limit_new(16, 2, 100);
	int taken = 0;

	limit_take(l, TEXT("a"), at(0));
	while (limit_take(l, TEXT("a"), at(INT64_C(365) * DAY_MS)))
		taken++;
	CHECK_EQ(2, taken);
}

static void callers_do_not_touch_each_other(void)
{
	OWN(limit) l = limit_new(16, 1, 1000);

	CHECK(limit_take(l, TEXT("a"), at(0)));
	CHECK(!limit_take(l, TEXT("a"), at(0)));
	CHECK(limit_take(l, TEXT("b"), at(0)));
}

static void a_clock_set_back_gives_nothing_away(void)
{
	OWN(limit) l = limit_new(16, 1, 1000);

	CHECK(limit_take(l, TEXT("a"), at(5000)));
	CHECK(!limit_take(l, TEXT("a"), at(0)));
	CHECK(limit_take(l, TEXT("a"), at(1000)));
}

/* More callers than the table holds: the busy one is not forgotten for them. */
static void the_quietest_is_forgotten(void)
{
	OWN(limit) l = limit_new(8, 1, 1000000);
	char name[20];

	CHECK(limit_take(l, TEXT("busy"), at(0)));
	for (int i = 0; i < 100; i++) {
		snprintf(name, sizeof(name), "caller%d", i);
		CHECK(limit_take(l, text_of(name), at(1 + 2 * i)));
		CHECK(!limit_take(l, TEXT("busy"), at(2 + 2 * i)));
	}
}

static void of_ipv6_a_line_is_one(void)
{
	struct limit *l = limit_new(64, 2, 1000);
	struct instant now = { 1000 };

	CHECK(limit_take_address(l, TEXT("2001:db8:0:1::1"), now));
	CHECK(limit_take_address(l, TEXT("2001:db8:0:1:ffff::2"), now));
	CHECK(!limit_take_address(l, TEXT("2001:db8:0:1::3"), now));
	CHECK(limit_take_address(l, TEXT("2001:db8:0:2::1"), now));
	CHECK(limit_take_address(l, TEXT("::ffff:192.0.2.1"), now));
	CHECK(limit_take_address(l, TEXT("::ffff:192.0.2.1"), now));
	CHECK(limit_take_address(l, TEXT("::ffff:192.0.2.2"), now));
	CHECK(!limit_take_address(l, TEXT("::ffff:192.0.2.1"), now));
	CHECK(limit_take_address(l, TEXT("192.0.2.9"), now));
	CHECK(limit_take_address(l, TEXT("no address"), now));
	limit_free(l);
}

static const struct test tests[] = {
	T(of_ipv6_a_line_is_one),
	T(a_burst_is_allowed_then_one_each_refill),
	T(rest_fills_up_to_the_burst_only),
	T(callers_do_not_touch_each_other),
	T(a_clock_set_back_gives_nothing_away),
	T(the_quietest_is_forgotten),
};
RUN_TESTS(tests)
