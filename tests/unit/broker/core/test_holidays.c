/* Holidays, by the file that is shipped. */
#include "broker/core/holidays.h"

#include "tests/lib/test.h"

#include <stdio.h>

static struct holidays *shipped(void)
{
	static char room[64 << 10];
	struct holidays *h = holidays_new();
	int line = 0;
	FILE *f = fopen("config/rules/holidays.txt", "r");

	CHECK(f != NULL);
	size_t n = fread(room, 1, sizeof(room), f);
	fclose(f);
	CHECK_EQ(ERR_OK, holidays_parse((struct text){ room, n }, h, &line));
	return h;
}

static bool is_workday(const struct holidays *h, const char *date)
{
	struct day d = { 0 };

	CHECK_EQ(ERR_OK, day_parse(text_of(date), &d));
	return holidays_is_workday(h, d);
}

static void the_shipped_file_has_the_days_of_2026(void)
{
	OWN(holidays) h = shipped();
	static const char *const off[] = { "2026-01-01", "2026-01-03", "2026-02-15", "2026-02-23",
					   "2026-05-05", "2026-06-19", "2026-09-25", "2026-10-07",
					   "2026-08-15", "2025-01-28", "2025-10-08", "2025-01-25" };
	static const char *const work[] = { "2026-01-04", "2026-02-14", "2026-02-28", "2026-05-09",
					    "2026-09-20", "2026-10-10", "2026-02-24", "2026-05-06",
					    "2025-01-26", "2025-10-11", "2025-12-31" };

	for (size_t i = 0; i < sizeof(off) / sizeof(off[0]); i++)
		CHECK(!is_workday(h, off[i]));
	for (size_t i = 0; i < sizeof(work) / sizeof(work[0]); i++)
		CHECK(is_workday(h, work[i]));
}

/* A day off that was a weekday is either one of the 13 of the law or made up for. */
static void the_shipped_years_give_thirteen_days(void)
{
	OWN(holidays) h = shipped();

	for (int year = 2025; year <= 2026; year++) {
		int gained = 0;
		for (struct day d = day_of(year, 1, 1); d.number <= day_of(year, 12, 31).number;
		     d = day_add(d, 1)) {
			gained += day_weekday(d) < SATURDAY && !holidays_is_workday(h, d);
			gained -= day_weekday(d) >= SATURDAY && holidays_is_workday(h, d);
		}
		CHECK_EQ(13, gained);
	}
}

static void a_year_without_data_is_provisional(void)
{
	OWN(holidays) h = shipped();

	CHECK(!holidays_is_provisional(h, day_of(2025, 1, 1)));
	CHECK(!holidays_is_provisional(h, day_of(2026, 12, 31)));
	CHECK(holidays_is_provisional(h, day_of(2027, 1, 1)));
	CHECK(holidays_is_provisional(h, day_of(2024, 12, 31)));
	CHECK(is_workday(h, "2027-01-01"));
	CHECK(!is_workday(h, "2027-01-02"));
}

static void workdays_are_counted_over_holidays(void)
{
	OWN(holidays) h = shipped();

	CHECK_EQ(day_of(2026, 2, 24).number,
		 holidays_add_workdays(h, day_of(2026, 2, 14), 1).number);
	CHECK_EQ(day_of(2026, 2, 14).number,
		 holidays_add_workdays(h, day_of(2026, 2, 24), -1).number);
	CHECK_EQ(day_of(2026, 2, 20).number,
		 holidays_add_workdays(h, day_of(2026, 2, 20), 0).number);
	CHECK_EQ(day_of(2026, 5, 11).number,
		 holidays_add_workdays(h, day_of(2026, 4, 30), 5).number);
}

static void a_bad_line_is_named(void)
{
	static const struct {
		const char *in;
		enum err err;
		int line;
	} cases[] = {
		{ "off 2026-01-01\n\n# x\nof 2026-01-02", ERR_BAD_INPUT, 4 },
		{ "off 2026-02-30", ERR_BAD_INPUT, 1 },
		{ "off", ERR_BAD_INPUT, 1 },
		{ "off 2026-01-01\nwork 2026-01-01", ERR_DUPLICATE, 2 },
		{ "off 2026-01-01 # New Year\r\n  off   2026-01-01\n", ERR_OK, 0 },
		{ "", ERR_OK, 0 },
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		OWN(holidays) h = holidays_new();
		int line = 0;
		CHECK_EQ(cases[i].err, holidays_parse(text_of(cases[i].in), h, &line));
		CHECK_EQ(cases[i].line, line);
	}
}

static const struct test tests[] = {
	T(the_shipped_file_has_the_days_of_2026),
	T(the_shipped_years_give_thirteen_days),
	T(a_year_without_data_is_provisional),
	T(workdays_are_counted_over_holidays),
	T(a_bad_line_is_named),
};
RUN_TESTS(tests)
