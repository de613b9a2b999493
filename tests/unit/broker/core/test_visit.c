/* States of a visit. */
#include "broker/core/visit.h"

#include "tests/lib/test.h"

#include <string.h>

static void only_the_steps_of_the_diagram_are_possible(void)
{
	static const char *const steps[] = {
		"requested scheduled",  "requested cancelled", "scheduled checked_in",
		"scheduled cancelled",  "scheduled no_show",   "checked_in consented",
		"checked_in cancelled", "consented live",      "consented cancelled",
		"live closed",          "closed filed",        "checked_in scheduled",
	};
	int possible = 0;

	for (int from = 0; from < VISIT_STATE_COUNT; from++) {
		for (int to = 0; to < VISIT_STATE_COUNT; to++) {
			char step[64] = "";
			bool listed = false;
			strcat(strcat(strcpy(step, visit_state_words[from]), " "),
			       visit_state_words[to]);
			for (size_t i = 0; i < sizeof(steps) / sizeof(steps[0]); i++)
				listed |= strcmp(step, steps[i]) == 0;
			CHECK_EQ(listed,
				 visit_may_become((enum visit_state)from, (enum visit_state)to));
			possible += listed;
		}
	}
	CHECK_EQ(12, possible);
}

static void a_visit_holds_its_resources_from_booking_to_close(void)
{
	for (int s = 0; s < VISIT_STATE_COUNT; s++)
		CHECK_EQ(s >= VISIT_SCHEDULED && s <= VISIT_LIVE,
			 visit_is_open((enum visit_state)s));
}

static void a_state_that_is_none_leads_nowhere(void)
{
	CHECK(!visit_may_become(VISIT_STATE_COUNT, VISIT_LIVE));
	CHECK(!visit_may_become(VISIT_CONSENTED, (enum visit_state)99));
	CHECK(!visit_is_open((enum visit_state)99));
}

static void check_words(const char *const *words, int n)
{
	for (int i = 0; i < n; i++)
		CHECK(words[i] && words[i][0]);
	CHECK(words[n] == NULL);
}

static void every_number_has_its_word(void)
{
	check_words(visit_state_words, VISIT_STATE_COUNT);
	check_words(visit_outcome_words, VISIT_OUTCOME_COUNT);
	check_words(matter_kind_words, MATTER_KIND_COUNT);
	check_words(seat_kind_words, SEAT_KIND_COUNT);
	CHECK_TEXT("no_show", visit_state_words[VISIT_NO_SHOW]);
	CHECK_TEXT("not_held", visit_outcome_words[OUTCOME_NOT_HELD]);
	CHECK_TEXT("appeal", matter_kind_words[MATTER_APPEAL]);
}

static const struct test tests[] = {
	T(only_the_steps_of_the_diagram_are_possible),
	T(a_visit_holds_its_resources_from_booking_to_close),
	T(a_state_that_is_none_leads_nowhere),
	T(every_number_has_its_word),
};
RUN_TESTS(tests)
