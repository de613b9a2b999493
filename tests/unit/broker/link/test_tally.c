/* Tallies: so many for each key, and place again when one goes. */
#include "broker/link/tally.h"
#include "tests/lib/test.h"

#include <stdio.h>

static void no_more_than_allowed(void)
{
	OWN(tally) t = tally_new();

	CHECK(tally_add(t, TEXT("a"), 2));
	CHECK(tally_add(t, TEXT("a"), 2));
	CHECK(!tally_add(t, TEXT("a"), 2));
	CHECK_EQ(2, tally_get(t, TEXT("a")));
	CHECK(tally_add(t, TEXT("b"), 2));
	tally_remove(t, TEXT("a"));
	CHECK(tally_add(t, TEXT("a"), 2));
}

static void what_was_not_added_can_be_removed(void)
{
	OWN(tally) t = tally_new();

	tally_remove(t, TEXT("a"));
	CHECK_EQ(0, tally_get(t, TEXT("a")));
	CHECK(tally_add(t, TEXT("a"), 1));
}

static void many_keys_keep_their_own_count(void)
{
	OWN(tally) t = tally_new();
	char key[20];

	for (int i = 0; i < 20000; i++) {
		snprintf(key, sizeof(key), "10.%d.%d.1", i / 200, i % 200);
		CHECK(tally_add(t, text_of(key), 1));
		CHECK(!tally_add(t, text_of(key), 1));
	}
	CHECK_EQ(1, tally_get(t, TEXT("10.7.7.1")));
}

static const struct test tests[] = {
	T(no_more_than_allowed),
	T(what_was_not_added_can_be_removed),
	T(many_keys_keep_their_own_count),
};
RUN_TESTS(tests)
