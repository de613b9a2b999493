/* Rotas over twenty years of invented holidays. */
#include "broker/core/rota.h"

#include "tests/lib/test.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define DAYS_MAX 8000

static const char *const rules[] = {
	"daily",     "workdays",  "weekly MO",  "weekly TU",  "weekly FR",  "weekly SA",
	"weekly SU", "monthly 1", "monthly 15", "monthly 29", "monthly 31",
};
#define RULES (sizeof(rules) / sizeof(rules[0]))

static struct rota_day whole[DAYS_MAX], piece[DAYS_MAX];

/* Holidays of up to nine days, as in the law's longest. */
static struct holidays *invented(unsigned seed)
{
	struct holidays *h = holidays_new();
	char line[40], date[11];
	int at, left = 0;

	for (struct day d = day_of(2019, 1, 1); d.number < day_of(2042, 1, 1).number;
	     d = day_add(d, 1)) {
		if (left == 0 && rand_r(&seed) % 40 == 0)
			left = 1 + rand_r(&seed) % 9;
		bool worked = left == 0 && day_weekday(d) >= SATURDAY && rand_r(&seed) % 8 == 0;
		if (!worked && left == 0)
			continue;
		left -= left > 0;
		day_format(d, date);
		snprintf(line, sizeof(line), "%s %s", worked ? "work" : "off", date);
		CHECK_EQ(ERR_OK, holidays_parse(text_of(line), h, &at));
	}
	return h;
}

static struct rota rota_of(size_t rule, enum rota_shift shift)
{
	struct rota r = { .shift = shift, .people = 4, .anchor = day_of(2020, 1, 7) };

	CHECK_EQ(ERR_OK, rota_parse(text_of(rules[rule]), &r));
	return r;
}

static const struct days twenty_years = { { 18262 }, { 25933 } }; /* 2020-01-01 .. 2041-01-01 */

static void shifted_days_are_workdays_in_order_and_never_meet(void)
{
	OWN(holidays) h = invented(1);

	for (size_t i = 0; i < RULES; i++) {
		for (int shift = SHIFT_NEXT_WORKDAY; shift <= SHIFT_SKIP; shift++) {
			struct rota r = rota_of(i, (enum rota_shift)shift);
			int n = rota_expand(&r, h, twenty_years, whole, DAYS_MAX);
			CHECK(n > 50 && n < DAYS_MAX);
			for (int k = 0; k < n; k++) {
				CHECK(holidays_is_workday(h, whole[k].day));
				CHECK(k == 0 || whole[k - 1].day.number < whole[k].day.number);
				CHECK(whole[k].person >= 0 && whole[k].person < 4);
			}
		}
	}
}

static void next_workday_never_goes_back_and_loses_no_day(void)
{
	OWN(holidays) h = invented(2);

	for (size_t i = 2; i < RULES; i++) {
		struct rota next = rota_of(i, SHIFT_NEXT_WORKDAY), keep = rota_of(i, SHIFT_KEEP);
		int n = rota_expand(&next, h, twenty_years, whole, DAYS_MAX);
		int kept = rota_expand(&keep, h, twenty_years, piece, DAYS_MAX);
		CHECK(abs(n - kept) <= 1);
		for (int k = 0; k < n; k++) {
			CHECK(whole[k].day.number >= whole[k].rule.number);
			CHECK(whole[k].day.number <= whole[k].rule.number + 31);
		}
	}
}

static void a_window_shows_what_the_whole_has(void)
{
	OWN(holidays) h = invented(3);

	for (size_t i = 0; i < RULES; i++) {
		struct rota r = rota_of(i, i % 2 ? SHIFT_NEXT_WORKDAY : SHIFT_PREV_WORKDAY);
		int n = rota_expand(&r, h, twenty_years, whole, DAYS_MAX), at = 0;
		for (struct day d = twenty_years.from; d.number + 97 < twenty_years.till.number;
		     d = day_add(d, 97)) {
			struct days window = { d, day_add(d, 97) };
			int m = rota_expand(&r, h, window, piece, DAYS_MAX);
			CHECK(at + m <= n);
			CHECK(memcmp(whole + at, piece, (size_t)m * sizeof(piece[0])) == 0);
			at += m;
		}
	}
}

static void turns_go_round_without_a_hole(void)
{
	OWN(holidays) h = invented(4);

	for (size_t i = 0; i < RULES; i++) {
		struct rota r = rota_of(i, SHIFT_KEEP);
		if (r.kind == ROTA_MONTHLY && r.which > 28)
			continue;
		int n = rota_expand(&r, h, twenty_years, whole, DAYS_MAX);
		for (int k = 1; k < n; k++)
			CHECK_EQ((whole[k - 1].person + 1) % 4, whole[k].person);
	}
}

static const struct test tests[] = {
	T(shifted_days_are_workdays_in_order_and_never_meet),
	T(next_workday_never_goes_back_and_loses_no_day),
	T(a_window_shows_what_the_whole_has),
	T(turns_go_round_without_a_hole),
};
RUN_TESTS(tests)
