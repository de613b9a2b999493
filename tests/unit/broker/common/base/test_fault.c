/* What a refusal keeps of its reason: the word, the field and the arguments. */
#include "broker/common/base/fault.h"
#include "tests/lib/test.h"

#include <string.h>

static void arguments_are_kept_in_their_order(void)
{
	OWN(arena) a = arena_new();
	struct fault f =
		fault_of(WHY_TOO_LONG, "commitments[1].act",
			 ARGUMENTS(argument_number("n", 60), argument_number("max", 50)), a);

	CHECK_EQ(WHY_TOO_LONG, f.why);
	CHECK_TEXT("commitments[1].act", f.field);
	CHECK_EQ(2, f.argument_n);
	CHECK(text_is(f.arguments[1].name, "max"));
	CHECK_EQ(50, f.arguments[1].number);
}

static void a_time_is_kept_as_a_time(void)
{
	OWN(arena) a = arena_new();
	struct said s = said_of("why.check_in_too_late",
				ARGUMENTS(argument_time("from", (struct instant){ 1 })), a);

	CHECK_TEXT("why.check_in_too_late", s.key);
	CHECK_EQ(1, s.arguments[0].at.ms);
	CHECK_EQ(0, s.text.n);
}

static void there_may_be_no_arguments(void)
{
	OWN(arena) a = arena_new();
	struct fault f = fault_of(WHY_TIME_PAST, "from", NULL, a);

	CHECK_EQ(0, f.argument_n);
	CHECK_TEXT("from", f.field);
}

/* The words go over the wire. */
static void every_reason_has_a_word_of_its_own(void)
{
	for (int i = 1; i < WHY_COUNT; i++) {
		CHECK(why_words[i][strspn(why_words[i], "abcdefghijklmnopqrstuvwxyz0123456789_")] ==
		      0);
		CHECK_TEXT(why_words[i], why_keys[i] + strlen("why."));
		for (int k = 1; k < i; k++)
			CHECK(strcmp(why_words[i], why_words[k]) != 0);
	}
	CHECK(!why_words[WHY_COUNT] && !*why_words[WHY_NONE] && !why_keys[WHY_NONE]);
}

static const struct test tests[] = {
	T(arguments_are_kept_in_their_order),
	T(a_time_is_kept_as_a_time),
	T(there_may_be_no_arguments),
	T(every_reason_has_a_word_of_its_own),
};
RUN_TESTS(tests)
