/* Every failure has a sentence. */
#include "broker/wire/say.h"
#include "tests/lib/test.h"

static void every_failure_has_a_sentence(void)
{
	for (int e = 1; e < ERR_COUNT; e++) {
		CHECK(err_say((enum err)e).n > 0);
		CHECK(text_is_clean(err_say((enum err)e), false));
	}
}

static const struct test tests[] = {
	T(every_failure_has_a_sentence),
};
RUN_TESTS(tests)
