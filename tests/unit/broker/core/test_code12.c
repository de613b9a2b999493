/* Administrative codes. */
#include "broker/core/code12.h"

#include "tests/lib/test.h"

static void exactly_twelve_digits_are_a_code(void)
{
	static const char *const bad[] = {
		"", "99010110100", "9901011010011", "99010110100x", "99010110 001", "-90101101001"
	};
	struct code12 c;

	CHECK_EQ(ERR_OK, code12_parse(TEXT("110101001001"), &c));
	CHECK_TEXT("110101001001", c.digits);
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		CHECK_EQ(ERR_BAD_INPUT, code12_parse(text_of(bad[i]), &c));
}

static const struct test tests[] = {
	T(exactly_twelve_digits_are_a_code),
};
RUN_TESTS(tests)
