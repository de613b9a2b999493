/* Numbers with their check digit. */
#include "broker/core/numbers.h"

#include "tests/lib/test.h"

#include <string.h>

static const struct code12 village = { "990101101001" };

static void numbers_have_their_form(void)
{
	char out[NUMBER_SIZE];

	number_format_visit(village, day_of(2026, 5, 12), 1, out);
	out[strlen(out) - 1] = '\0';
	CHECK_TEXT("VS-990101101001-20260512-0001-", out);
	number_format_matter(village, 2026, 999999, out);
	out[strlen(out) - 1] = '\0';
	CHECK_TEXT("MT-990101101001-2026-999999-", out);
}

/* The digit of the whole, worked out once more: ISO 7064 says that the sum ends on 1. */
static int iso_7064_sum(const char *number)
{
	int product = 10, sum = 0;

	for (const char *p = number; *p; p++) {
		if (*p < '0' || *p > '9')
			continue;
		sum = product + *p - '0';
		product = (sum % 10 ? sum % 10 : 10) * 2 % 11;
	}
	return sum % 10;
}

static void the_check_digit_is_that_of_iso_7064(void)
{
	char out[NUMBER_SIZE];

	CHECK_EQ(1, iso_7064_sum("07945")); /* the example of the standard */
	for (int seq = 0; seq < 9999; seq += 7) {
		number_format_visit(village, day_of(2026, 5, 12), seq, out);
		CHECK_EQ(1, iso_7064_sum(out));
		number_format_matter(village, 2026, seq, out);
		CHECK_EQ(1, iso_7064_sum(out));
	}
}

static void every_wrong_digit_is_noticed(void)
{
	char out[NUMBER_SIZE];

	number_format_matter(village, 2026, 42, out);
	CHECK(number_is_matter(text_of(out)));
	for (char *p = out + 3; *p; p++) {
		char right = *p;
		for (char c = '0'; right != '-' && c <= '9'; c++) {
			*p = c;
			CHECK_EQ(c == right, number_is_matter(text_of(out)));
		}
		*p = right;
	}
}

static void other_forms_are_none(void)
{
	char out[NUMBER_SIZE];

	number_format_visit(village, day_of(2026, 5, 12), 1, out);
	CHECK(!number_is_matter(text_of(out)));
	number_format_matter(village, 2026, 1, out);
	CHECK(number_is_matter(text_of(out)));
	CHECK(!number_is_matter(TEXT("")));
	CHECK(!number_is_matter((struct text){ out, strlen(out) - 1 }));
	out[0] = 'm';
	CHECK(!number_is_matter(text_of(out)));
}

static const struct test tests[] = {
	T(numbers_have_their_form),
	T(the_check_digit_is_that_of_iso_7064),
	T(every_wrong_digit_is_noticed),
	T(other_forms_are_none),
};
RUN_TESTS(tests)
