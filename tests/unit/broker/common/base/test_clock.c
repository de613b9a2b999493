/* The clocks. */
#include "broker/common/base/clock.h"

#include "tests/lib/test.h"

static void the_wall_clock_is_in_this_century(void)
{
	CHECK(clock_now().ms > INT64_C(1700000000000));
	CHECK(clock_now().ms < INT64_C(4102444800000));
}

static void the_monotonic_clocks_never_go_back(void)
{
	int64_t before = clock_monotonic_us(), cpu = clock_cpu_us();

	for (int i = 0; i < 10000; i++) {
		int64_t now = clock_monotonic_us();
		CHECK(now >= before);
		before = now;
	}
	CHECK(clock_cpu_us() >= cpu);
}

static const struct test tests[] = {
	T(the_wall_clock_is_in_this_century),
	T(the_monotonic_clocks_never_go_back),
};
RUN_TESTS(tests)
