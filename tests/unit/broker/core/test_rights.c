/* Roles. */
#include "broker/core/rights.h"

#include "tests/lib/test.h"

#include <string.h>

static void who_administers_or_receives_does_not_audit(void)
{
	static const struct {
		uint32_t roles;
		bool may;
	} cases[] = {
		{ ROLE_AUDITOR, true },
		{ ROLE_AUDITOR | ROLE_SYSADMIN, false },
		{ ROLE_AUDITOR | ROLE_SECADMIN, false },
		{ ROLE_AUDITOR | ROLE_OFFICIAL, false },
		{ ROLE_AUDITOR | ROLE_DUTY, false },
		{ ROLE_OFFICIAL | ROLE_DUTY | ROLE_RECORDER, true },
		{ ROLE_CLERK | ROLE_MEDIA, false },
		{ ROLE_TERMINAL, true },
		{ ROLE_TERMINAL | ROLE_MEDIA, false },
		{ ROLE_CLERK | ROLE_TERMINAL, false },
		{ ROLE_PUBLIC, true },
		{ ROLE_PUBLIC | ROLE_CLERK, false },
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		CHECK_EQ(cases[i].may, rights_may_combine(cases[i].roles));
}

static void words_stand_at_their_bits(void)
{
	CHECK_TEXT("public", role_words[__builtin_ctz(ROLE_PUBLIC)]);
	CHECK_TEXT("clerk", role_words[__builtin_ctz(ROLE_CLERK)]);
	CHECK_TEXT("official", role_words[__builtin_ctz(ROLE_OFFICIAL)]);
	CHECK_TEXT("auditor", role_words[__builtin_ctz(ROLE_AUDITOR)]);
	CHECK_TEXT("media", role_words[__builtin_ctz(ROLE_MEDIA)]);
	CHECK_TEXT("terminal", role_words[__builtin_ctz(ROLE_TERMINAL)]);
	CHECK(role_words[ROLE_COUNT] == NULL);
}

static const struct test tests[] = {
	T(who_administers_or_receives_does_not_audit),
	T(words_stand_at_their_bits),
};
RUN_TESTS(tests)
