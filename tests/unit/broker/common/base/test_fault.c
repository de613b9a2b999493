/* The sentence of a reason: its holes are filled in. */
#include "broker/common/base/fault.h"
#include "tests/lib/test.h"

#include <string.h>

static void numbers_texts_and_the_field_stand_in_the_sentence(void)
{
	OWN(arena) a = arena_new();
	struct fault f = fault_of(WHY_TOO_LONG, "commitments[1].act",
				  ARGUMENTS(argument_number("n", 60), argument_number("max", 50)), a);

	CHECK_TEXT("“act”太长（60 字），请缩短到 50 字以内。", f.say.at);
	CHECK_EQ(WHY_TOO_LONG, f.why);
	CHECK_EQ(2, f.argument_n);
	f = fault_of(WHY_NO_RECEPTION, "from",
		     ARGUMENTS(argument_name("unit", TEXT("区信访办"), TEXT("Office"))), a);
	CHECK_TEXT("区信访办在这个时间没有接访安排，请从列表中重新选择。", f.say.at);
	f = fault_of(WHY_OUT_OF_RANGE, "n", ARGUMENTS(argument_number("min", -5),
						      argument_number("max", 0)), a);
	CHECK_TEXT("“n”应当在 -5 到 0 之间，请重新填写。", f.say.at);
}

static void a_time_is_said_in_its_words(void)
{
	OWN(arena) a = arena_new();
	struct fault f = fault_of(WHY_CHECK_IN_TOO_LATE, NULL,
				  ARGUMENTS(argument_time("from", (struct instant){ 1 },
							  TEXT("5月12日 09:40"))), a);

	CHECK_TEXT("约定的时间（5月12日 09:40）已经过去，请为来访人另选一个时间。", f.say.at);
	CHECK_EQ(1, f.arguments[0].at.ms);
}

static void without_arguments_it_is_the_sentence_itself(void)
{
	OWN(arena) a = arena_new();
	struct fault f = fault_of(WHY_TIME_PAST, "from", NULL, a);

	CHECK_TEXT(why_says[WHY_TIME_PAST], f.say.at);
	CHECK_EQ(0, f.argument_n);
	CHECK_TEXT("from", f.field);
}

/* The words go over the wire: each is one, and its sentence is clean. */
static void every_reason_has_a_word_and_a_sentence(void)
{
	for (int i = 1; i < WHY_COUNT; i++) {
		CHECK(text_is_clean(text_of(why_says[i]), false) && why_says[i][0]);
		CHECK(why_words[i][strspn(why_words[i], "abcdefghijklmnopqrstuvwxyz0123456789_")] == 0);
		for (int k = 1; k < i; k++)
			CHECK(strcmp(why_words[i], why_words[k]) != 0);
	}
	CHECK(!why_words[WHY_COUNT] && !*why_words[WHY_NONE]);
}

static const struct test tests[] = {
	T(numbers_texts_and_the_field_stand_in_the_sentence),
	T(a_time_is_said_in_its_words),
	T(without_arguments_it_is_the_sentence_itself),
	T(every_reason_has_a_word_and_a_sentence),
};
RUN_TESTS(tests)
