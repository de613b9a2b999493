/* Reception days; the cases of the demo that must come out right. */
#include "broker/core/rota.h"

#include "tests/lib/test.h"

#include <stdio.h>

static const char days_of_2026[] =
	"off 2026-01-01\noff 2026-01-02\noff 2026-01-03\nwork 2026-01-04\nwork 2026-02-14\n"
	"off 2026-02-15\noff 2026-02-16\noff 2026-02-17\noff 2026-02-18\noff 2026-02-19\n"
	"off 2026-02-20\noff 2026-02-21\noff 2026-02-22\noff 2026-02-23\nwork 2026-02-28\n"
	"off 2026-05-01\noff 2026-05-02\noff 2026-05-03\noff 2026-05-04\noff 2026-05-05\n"
	"work 2026-05-09\n";

static struct holidays *holidays(void)
{
	struct holidays *h = holidays_new();
	int line;

	CHECK_EQ(ERR_OK, holidays_parse(TEXT(days_of_2026), h, &line));
	return h;
}

static struct rota rule(const char *text, enum rota_shift shift, int people)
{
	struct rota r = { .shift = shift, .people = people, .anchor = day_of(2026, 1, 6) };

	CHECK_EQ(ERR_OK, rota_parse(text_of(text), &r));
	return r;
}

static struct day date(const char *text)
{
	struct day d = { 0 };

	CHECK_EQ(ERR_OK, day_parse(text_of(text), &d));
	return d;
}

static struct days range(const char *from, const char *till)
{
	return (struct days){ date(from), date(till) };
}

/* "02-24D 02-25C(02-17)": held, person, the day of the rule if it is another. */
static const char *expanded(const struct rota *r, const char *from, const char *till)
{
	static char out[1024];
	OWN(holidays) h = holidays();
	struct rota_day days[64];
	char held[11], named[11];
	int at = 0;

	out[0] = '\0';
	int n = rota_expand(r, h, range(from, till), days, 64);
	for (int i = 0; i < n; i++) {
		day_format(days[i].day, held);
		day_format(days[i].rule, named);
		at += snprintf(out + at, sizeof(out) - (size_t)at, "%s%s%c", i ? " " : "", held + 5,
			       'A' + days[i].person);
		if (days[i].day.number != days[i].rule.number)
			at += snprintf(out + at, sizeof(out) - (size_t)at, "(%s)", named + 5);
	}
	return out;
}

static void rules_are_read(void)
{
	static const struct {
		const char *in;
		enum err err;
		enum rota_kind kind;
		int which;
	} cases[] = {
		{ "daily", ERR_OK, ROTA_DAILY, 0 },
		{ "workdays", ERR_OK, ROTA_WORKDAYS, 0 },
		{ "weekly MO", ERR_OK, ROTA_WEEKLY, MONDAY },
		{ " weekly  SU ", ERR_OK, ROTA_WEEKLY, SUNDAY },
		{ "monthly 15", ERR_OK, ROTA_MONTHLY, 15 },
		{ "monthly 32", ERR_BAD_INPUT, 0, 0 },
		{ "monthly 0", ERR_BAD_INPUT, 0, 0 },
		{ "weekly", ERR_BAD_INPUT, 0, 0 },
		{ "weekly mo", ERR_BAD_INPUT, 0, 0 },
		{ "daily 3", ERR_BAD_INPUT, 0, 0 },
		{ "", ERR_BAD_INPUT, 0, 0 },
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct rota r = { .people = 4 };
		CHECK_EQ(cases[i].err, rota_parse(text_of(cases[i].in), &r));
		CHECK_EQ(cases[i].kind, r.kind);
		CHECK_EQ(cases[i].which, r.which);
		CHECK_EQ(4, r.people);
	}
}

static void directors_take_turns_from_the_anchor(void)
{
	struct rota r = rule("weekly TU", SHIFT_NEXT_WORKDAY, 4);

	CHECK_TEXT("01-06A 01-13B 01-20C 01-27D 02-03A", expanded(&r, "2026-01-01", "2026-02-04"));
	CHECK_TEXT("12-23C 12-30D 01-06A", expanded(&r, "2025-12-20", "2026-01-07"));
}

static void a_shifted_day_keeps_its_person_and_passes_a_taken_day(void)
{
	struct rota r = rule("weekly TU", SHIFT_NEXT_WORKDAY, 4);

	CHECK_TEXT("02-10B 02-24D 02-25C(02-17) 03-03A", expanded(&r, "2026-02-10", "2026-03-04"));
	CHECK_TEXT("02-25C(02-17)", expanded(&r, "2026-02-25", "2026-02-26"));
	CHECK_TEXT("", expanded(&r, "2026-02-17", "2026-02-24"));
	CHECK_TEXT("04-28A 05-06B(05-05) 05-12C", expanded(&r, "2026-04-28", "2026-05-13"));
}

static void the_leaders_day_moves_from_saturday_to_monday(void)
{
	struct rota r = rule("monthly 15", SHIFT_NEXT_WORKDAY, 0);

	CHECK_TEXT("08-17A(08-15)", expanded(&r, "2026-08-01", "2026-09-01"));
	CHECK_TEXT("01-15A 02-24A(02-15) 03-16A(03-15)", expanded(&r, "2026-01-01", "2026-04-01"));
}

static void a_make_up_saturday_is_a_workday(void)
{
	struct rota workdays = rule("workdays", SHIFT_SKIP, 0);
	struct rota saturday = rule("weekly SA", SHIFT_SKIP, 0);

	CHECK_TEXT("02-27A 02-28A 03-02A", expanded(&workdays, "2026-02-27", "2026-03-03"));
	CHECK_TEXT("05-09A", expanded(&saturday, "2026-05-01", "2026-06-01"));
}

static void the_other_ways_to_shift(void)
{
	struct rota before = rule("weekly TU", SHIFT_PREV_WORKDAY, 4);
	struct rota skip = rule("weekly TU", SHIFT_SKIP, 4);
	struct rota keep = rule("weekly TU", SHIFT_KEEP, 4);
	struct rota monday = rule("weekly MO", SHIFT_PREV_WORKDAY, 0);

	CHECK_TEXT("02-10B 02-14C(02-17) 02-24D", expanded(&before, "2026-02-10", "2026-02-25"));
	CHECK_TEXT("02-10B 02-24D", expanded(&skip, "2026-02-10", "2026-02-25"));
	CHECK_TEXT("02-10B 02-17C 02-24D", expanded(&keep, "2026-02-10", "2026-02-25"));
	CHECK_TEXT("02-09A 02-14A(02-16) 02-24A(02-23)",
		   expanded(&monday, "2026-02-09", "2026-02-28"));
}

static void duty_is_every_day_and_never_piles_up(void)
{
	struct rota keep = rule("daily", SHIFT_KEEP, 3);
	struct rota next = rule("daily", SHIFT_NEXT_WORKDAY, 0);

	CHECK_TEXT("01-06A 01-07B 01-08C 01-09A 01-10B",
		   expanded(&keep, "2026-01-06", "2026-01-11"));
	CHECK_TEXT("01-09A 01-12A", expanded(&next, "2026-01-09", "2026-01-13"));
}

static void workdays_count_only_workdays_for_the_turn(void)
{
	struct rota r = rule("workdays", SHIFT_SKIP, 4);

	CHECK_TEXT("01-05D 01-06A 01-07B 01-08C 01-09D 01-12A",
		   expanded(&r, "2026-01-05", "2026-01-13"));
}

static void the_31st_is_left_out_of_short_months(void)
{
	struct rota r = rule("monthly 31", SHIFT_KEEP, 4);

	CHECK_TEXT("01-31A 03-31C 05-31A 07-31C", expanded(&r, "2026-01-01", "2026-08-01"));
}

static void a_small_room_gets_the_earliest_days(void)
{
	struct rota r = rule("weekly TU", SHIFT_NEXT_WORKDAY, 4);
	OWN(holidays) h = holidays();
	struct rota_day days[2];

	CHECK_EQ(2, rota_expand(&r, h, range("2026-02-17", "2026-12-31"), days, 2));
	CHECK_EQ(date("2026-02-24").number, days[0].day.number);
	CHECK_EQ(date("2026-02-25").number, days[1].day.number);
	CHECK_EQ(0, rota_expand(&r, h, range("2026-02-17", "2026-12-31"), days, 0));
}

static const struct test tests[] = {
	T(rules_are_read),
	T(directors_take_turns_from_the_anchor),
	T(a_shifted_day_keeps_its_person_and_passes_a_taken_day),
	T(the_leaders_day_moves_from_saturday_to_monday),
	T(a_make_up_saturday_is_a_workday),
	T(the_other_ways_to_shift),
	T(duty_is_every_day_and_never_piles_up),
	T(workdays_count_only_workdays_for_the_turn),
	T(the_31st_is_left_out_of_short_months),
	T(a_small_room_gets_the_earliest_days),
};
RUN_TESTS(tests)
