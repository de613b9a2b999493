/* Arithmetic of workdays over twenty years of invented holidays. */
#include "broker/core/holidays.h"

#include "tests/lib/test.h"

#include <stdio.h>
#include <stdlib.h>

/* About one day in twelve is off, one weekend day in ten is worked. */
static struct holidays *invented(unsigned seed)
{
	struct holidays *h = holidays_new();
	char line[40], date[11];
	int at;

	for (struct day d = day_of(2020, 1, 1); d.number < day_of(2041, 1, 1).number;
	     d = day_add(d, 1)) {
		bool weekend = day_weekday(d) >= SATURDAY;
		if (rand_r(&seed) % (weekend ? 10 : 12))
			continue;
		day_format(d, date);
		snprintf(line, sizeof(line), "%s %s", weekend ? "work" : "off", date);
		CHECK_EQ(ERR_OK, holidays_parse(text_of(line), h, &at));
	}
	return h;
}

static void going_there_and_back_ends_on_the_same_workday(void)
{
	for (unsigned seed = 1; seed <= 5; seed++) {
		OWN(holidays) h = invented(seed);
		for (struct day d = day_of(2020, 6, 1); d.number < day_of(2040, 6, 1).number;
		     d = day_add(d, 3)) {
			int n = 1 + d.number % 60;
			struct day there = holidays_add_workdays(h, d, n);
			CHECK(there.number > d.number);
			CHECK(holidays_is_workday(h, there));
			struct day back = holidays_add_workdays(h, there, -n);
			if (holidays_is_workday(h, d))
				CHECK_EQ(d.number, back.number);
			else
				CHECK(back.number < d.number);
		}
	}
}

static void steps_add_up(void)
{
	OWN(holidays) h = invented(9);

	for (struct day d = day_of(2020, 6, 1); d.number < day_of(2040, 6, 1).number;
	     d = day_add(d, 5)) {
		int a = 1 + d.number % 13, b = 1 + d.number % 29;
		CHECK_EQ(holidays_add_workdays(h, d, a + b).number,
			 holidays_add_workdays(h, holidays_add_workdays(h, d, a), b).number);
	}
}

static void between_two_workdays_next_to_each_other_is_none(void)
{
	OWN(holidays) h = invented(11);

	for (struct day d = day_of(2020, 6, 1); d.number < day_of(2040, 6, 1).number;
	     d = day_add(d, 1)) {
		struct day next = holidays_add_workdays(h, d, 1);
		for (struct day k = day_add(d, 1); k.number < next.number; k = day_add(k, 1))
			CHECK(!holidays_is_workday(h, k));
	}
}

static const struct test tests[] = {
	T(going_there_and_back_ends_on_the_same_workday),
	T(steps_add_up),
	T(between_two_workdays_next_to_each_other_is_none),
};
RUN_TESTS(tests)
