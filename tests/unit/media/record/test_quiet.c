/* One line of the log, then a summary a minute, and nothing untold at the end. */
#include "media/record/quiet.h"
#include "tests/lib/test.h"

static const struct id visit = { "01JZ1111111111111111111101" };

static void a_flood_of_ten_minutes_is_ten_lines_and_a_last_one(void)
{
	struct quiet q = { 0 };
	uint64_t told = 0;
	int lines = 0;

	for (int64_t second = 0; second < 600; second++) {
		uint64_t packets = quiet_add(&q, visit, 7, second * 1000000);

		lines += packets > 0;
		told += packets;
	}
	CHECK_EQ(10, lines);
	CHECK_EQ(4200, told + quiet_end(&q, visit));
}

static void the_first_is_told_at_once_and_leaves_nothing(void)
{
	struct quiet q = { 0 };

	CHECK_EQ(3, quiet_add(&q, visit, 3, 5));
	CHECK_EQ(0, quiet_end(&q, visit));
	CHECK_EQ(1, quiet_add(&q, visit, 1, 6)); /* another flood */
}

static const struct test tests[] = {
	T(a_flood_of_ten_minutes_is_ten_lines_and_a_last_one),
	T(the_first_is_told_at_once_and_leaves_nothing),
};
RUN_TESTS(tests)
