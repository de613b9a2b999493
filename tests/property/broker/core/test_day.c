/* Every day from 2020 to 2040. */
#include "broker/core/day.h"

#include "tests/lib/test.h"

#define EACH_DAY(d)                                                                                \
	for (struct day d = day_of(2020, 1, 1); d.number <= day_of(2040, 12, 31).number;           \
	     d = day_add(d, 1))

static void every_day_is_written_and_read_the_same(void)
{
	char out[11];

	EACH_DAY(d)
	{
		struct day back = { 0 };
		day_format(d, out);
		CHECK_EQ(ERR_OK, day_parse(text_of(out), &back));
		CHECK_EQ(d.number, back.number);
	}
}

static void every_day_follows_the_one_before(void)
{
	int year, month, day, next_year, next_month, next_day;

	EACH_DAY(d)
	{
		day_split(d, &year, &month, &day);
		day_split(day_add(d, 1), &next_year, &next_month, &next_day);
		CHECK_EQ(d.number, day_of(year, month, day).number);
		bool same_month = next_month == month && next_day == day + 1;
		bool new_month = next_month == month % 12 + 1 && next_day == 1;
		CHECK(same_month || new_month);
		CHECK_EQ(year + (new_month && month == 12), next_year);
		CHECK_EQ((day_weekday(d) + 1) % 7, day_weekday(day_add(d, 1)));
	}
}

static void every_local_minute_belongs_to_its_day(void)
{
	EACH_DAY(d)
	{
		for (int minute = 0; minute < 1440; minute += 7)
			CHECK_EQ(d.number, day_at(day_minute(d, minute)).number);
		CHECK_EQ(d.number, day_at((struct instant){ day_minute(d, 1440).ms - 1 }).number);
		CHECK_EQ(d.number + 1, day_at(day_minute(d, 1440)).number);
	}
}

static const struct test tests[] = {
	T(every_day_is_written_and_read_the_same),
	T(every_day_follows_the_one_before),
	T(every_local_minute_belongs_to_its_day),
};
RUN_TESTS(tests)
