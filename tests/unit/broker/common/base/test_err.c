/* The table of errors. */
#include "broker/common/base/err.h"

#include "tests/lib/test.h"

#include <string.h>

static void every_error_has_a_word_of_its_own_and_a_status(void)
{
	for (int i = 0; i < ERR_COUNT; i++) {
		CHECK(err_word((enum err)i) != NULL);
		CHECK(err_http((enum err)i) >= 200 && err_http((enum err)i) < 600);
		for (int k = 0; k < i; k++)
			CHECK(strcmp(err_word((enum err)i), err_word((enum err)k)) != 0);
	}
}

static void words_are_stable(void)
{
	CHECK_TEXT("ok", err_word(ERR_OK));
	CHECK_TEXT("slot_taken", err_word(ERR_SLOT_TAKEN));
	CHECK_EQ(409, err_http(ERR_SLOT_TAKEN));
	CHECK_TEXT("unknown", err_word(ERR_COUNT));
}

static const struct test tests[] = {
	T(every_error_has_a_word_of_its_own_and_a_status),
	T(words_are_stable),
};
RUN_TESTS(tests)
