/* Administrative codes. */
#include "broker/core/code12.h"

#include "tests/lib/test.h"

static struct code12 code(const char *digits)
{
	struct code12 c = {""};

	CHECK_EQ(ERR_OK, code12_parse(text_of(digits), &c));
	return c;
}

static void exactly_twelve_digits_are_a_code(void)
{
	static const char *const bad[] = {
	        "", "99010110100", "9901011010011", "99010110100x", "99010110 001", "-90101101001"};
	struct code12 c;

	CHECK_EQ(ERR_OK, code12_parse(TEXT("110101001001"), &c));
	CHECK_TEXT("110101001001", c.digits);
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		CHECK_EQ(ERR_BAD_INPUT, code12_parse(text_of(bad[i]), &c));
}

static void the_parent_is_one_step_up(void)
{
	static const char *const cases[][2] = {
	        {"110101001001", "110101001000"},
	        {"110101001000", "110101000000"},
	        {"110101000000", "110000000000"}, /* 01 of a municipality is skipped */
	        {"110100000000", "110000000000"},
	        {"500229000000", "500000000000"},
	        {"990101000000", "990000000000"},
	        {"110000000000", "000000000000"},
	        {"000000000000", "000000000000"},
	        {"130102000000", "130100000000"}, /* 01 of a province is a city */
	        {"130200000000", "130000000000"},
	        {"429004000000", "420000000000"}, /* 90: run by the province */
	        {"441900003001", "441900003000"}, /* a city without districts */
	        {"441900003000", "441900000000"},
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		CHECK_TEXT(cases[i][1], code12_parent(code(cases[i][0])).digits);
}

static void depth_counts_the_digits_that_matter(void)
{
	CHECK_EQ(0, code12_depth(code("000000000000")));
	CHECK_EQ(2, code12_depth(code("110000000000")));
	CHECK_EQ(4, code12_depth(code("110100000000")));
	CHECK_EQ(6, code12_depth(code("110101000000")));
	CHECK_EQ(9, code12_depth(code("110101001000")));
	CHECK_EQ(12, code12_depth(code("110101001001")));
	CHECK_EQ(9, code12_depth(code("441900003000")));
}

static const struct test tests[] = {
        T(exactly_twelve_digits_are_a_code),
        T(the_parent_is_one_step_up),
        T(depth_counts_the_digits_that_matter),
};
RUN_TESTS(tests)
