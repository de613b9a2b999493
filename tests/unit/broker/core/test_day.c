/* Civil days and local times. */
#include "broker/core/day.h"

#include "tests/lib/test.h"

static void days_are_counted_from_1970(void)
{
	CHECK_EQ(0, day_of(1970, 1, 1).number);
	CHECK_EQ(-1, day_of(1969, 12, 31).number);
	CHECK_EQ(11017, day_of(2000, 3, 1).number);
	CHECK_EQ(20585, day_of(2026, 5, 12).number);
}

static void only_real_dates_are_read(void)
{
	static const char *const bad[] = {
		"",           "2026-5-12",   "2026-02-29", "2026-00-10", "2026-13-01", "2026-04-31",
		"1969-12-31", "2026-05-12 ", "2026/05/12", "20260512",   "2100-02-29", "a026-05-12",
	};
	struct day d = { -1 };

	CHECK_EQ(ERR_OK, day_parse(TEXT("2024-02-29"), &d));
	CHECK_EQ(day_of(2024, 2, 29).number, d.number);
	CHECK_EQ(ERR_OK, day_parse(TEXT("9999-12-31"), &d));
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		CHECK_EQ(ERR_BAD_INPUT, day_parse(text_of(bad[i]), &d));
}

static void weekdays_are_known(void)
{
	CHECK_EQ(THURSDAY, day_weekday(day_of(1970, 1, 1)));
	CHECK_EQ(WEDNESDAY, day_weekday(day_of(1969, 12, 31)));
	CHECK_EQ(TUESDAY, day_weekday(day_of(2026, 5, 12)));
	CHECK_EQ(SUNDAY, day_weekday(day_of(2026, 1, 4)));
}

static void a_local_day_begins_at_sixteen_utc(void)
{
	struct instant midnight = day_minute(day_of(2026, 5, 12), 0);

	CHECK_EQ(INT64_C(1778515200000), midnight.ms);
	CHECK_EQ(day_of(2026, 5, 12).number, day_at(midnight).number);
	CHECK_EQ(day_of(2026, 5, 11).number, day_at((struct instant){ midnight.ms - 1 }).number);
	CHECK_EQ(day_minute(day_of(2026, 5, 13), 0).ms, day_minute(day_of(2026, 5, 12), 1440).ms);
	CHECK_EQ(-1, day_at((struct instant){ -LOCAL_OFFSET_MS - 1 }).number);
}

static void minutes_are_read(void)
{
	static const char *const bad[] = { "", "9:30", "24:01", "23:60", "0930", "09-30", "ab:cd" };
	int minute = -1;

	CHECK_EQ(ERR_OK, minute_parse(TEXT("09:30"), &minute));
	CHECK_EQ(570, minute);
	CHECK_EQ(ERR_OK, minute_parse(TEXT("24:00"), &minute));
	CHECK_EQ(1440, minute);
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		CHECK_EQ(ERR_BAD_INPUT, minute_parse(text_of(bad[i]), &minute));
}

static const struct test tests[] = {
	T(days_are_counted_from_1970),        T(only_real_dates_are_read), T(weekdays_are_known),
	T(a_local_day_begins_at_sixteen_utc), T(minutes_are_read),
};
RUN_TESTS(tests)
