/* Each number once, and none from too long ago: against a list that forgets nothing. */
#include "media/crypt/window.h"

#include "tests/lib/test.h"

#include <string.h>

static void each_number_may_come_once(void)
{
	struct window w = { 0 };

	CHECK(window_may_come(&w, 7));
	window_note(&w, 7);
	CHECK(!window_may_come(&w, 7));
	CHECK(window_may_come(&w, 6) && window_may_come(&w, 8) && window_may_come(&w, 0));
	window_note(&w, 6);
	CHECK(!window_may_come(&w, 6) && window_may_come(&w, 5));
}

static void what_is_too_old_may_not_come(void)
{
	struct window w = { 0 };

	window_note(&w, 5000);
	CHECK(window_may_come(&w, 5000 - WINDOW_BITS + 1));
	CHECK(!window_may_come(&w, 5000 - WINDOW_BITS));
	window_note(&w, UINT64_C(1) << 47);
	CHECK(!window_may_come(&w, 5001));
	CHECK(window_may_come(&w, (UINT64_C(1) << 47) - 1));
}

/* Steps of all sizes, forth and back. */
static void it_agrees_with_a_list_that_forgets_nothing(void)
{
	static bool came[4000000];
	struct window w = { 0 };
	uint64_t dice = 88172645463325252u, newest = 100000;

	memset(came, 0, sizeof came);
	window_note(&w, newest);
	came[newest] = true;
	for (int i = 0; i < 300000; i++) {
		uint64_t number;

		dice ^= dice << 13;
		dice ^= dice >> 7;
		dice ^= dice << 17;
		number = newest + dice % 40 - (dice >> 20 & 7 ? 30 : WINDOW_BITS + 20);
		number += dice >> 32 & 255 ? 0 : WINDOW_BITS * 2;
		if (number >= 4000000)
			break;
		bool may = number > newest || (newest - number < WINDOW_BITS && !came[number]);
		CHECK_EQ(may, window_may_come(&w, number));
		if (!may)
			continue;
		window_note(&w, number);
		came[number] = true;
		newest = number > newest ? number : newest;
	}
}

static const struct test tests[] = {
	T(each_number_may_come_once),
	T(what_is_too_old_may_not_come),
	T(it_agrees_with_a_list_that_forgets_nothing),
};
RUN_TESTS(tests)
