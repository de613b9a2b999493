/* The word for a link, by a table of cases. */
#include "broker/core/quality.h"
#include "tests/lib/test.h"

static const struct {
	struct quality q;
	enum quality_grade expected;
} cases[] = {
	{ { .rtt_ms = -1 }, QUALITY_GOOD },
	{ { .rtt_ms = 299, .up = { 19, 39, 0, 0, 0, 1, 199 } }, QUALITY_GOOD },
	{ { .rtt_ms = 300 }, QUALITY_FAIR },
	{ { .rtt_ms = 799, .down = { 99, 99, 0, 0, 0, -1, 999 } }, QUALITY_FAIR },
	{ { .up = { .lost_permille = 20 } }, QUALITY_FAIR },
	{ { .up = { .jitter_ms = 40 } }, QUALITY_FAIR },
	{ { .up = { .frozen_ms = 200 } }, QUALITY_FAIR },
	{ { .down = { .lost_permille = 20 } }, QUALITY_FAIR },
	{ { .rtt_ms = 800 }, QUALITY_POOR },
	{ { .up = { .lost_permille = 100 } }, QUALITY_POOR },
	{ { .down = { .jitter_ms = 100 } }, QUALITY_POOR },
	{ { .up = { .frozen_ms = 1000 } }, QUALITY_POOR },
	{ { .up = { .lost_permille = 20 }, .down = { .lost_permille = 1000 } }, QUALITY_POOR },
	/* Little of it is no fault: a leg may send sound only, or nothing. */
	{ { .rtt_ms = 10, .up = { .kbps = 0 }, .down = { .freezes = -1 } }, QUALITY_GOOD },
};

static void the_worse_direction_counts(void)
{
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		CHECK_EQ(cases[i].expected, quality_grade(&cases[i].q));
}

static void each_grade_has_a_word(void)
{
	for (int i = 0; i < QUALITY_GRADE_COUNT; i++)
		CHECK(quality_words[i] != NULL);
	CHECK(quality_words[QUALITY_GRADE_COUNT] == NULL);
}

static const struct test tests[] = {
	T(the_worse_direction_counts),
	T(each_grade_has_a_word),
};
RUN_TESTS(tests)
