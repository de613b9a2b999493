/* What people read: the sentence of a reason in their language, with its holes filled in. */
#include "broker/wire/say.h"
#include "tests/lib/test.h"

#include <string.h>

/* 12 May 2026, 09:40 in Beijing. */
static const struct instant noted = { 1778550000000 };

static const char *said(enum language language, const struct fault *f, struct arena *a)
{
	return say_fault(language, ERR_BAD_INPUT, f, a).at;
}

static void every_failure_has_a_sentence(void)
{
	OWN(arena) a = arena_new();
	struct fault none = { 0 };

	for (int e = 1; e < ERR_COUNT; e++)
		for (int l = 0; l < LANGUAGE_COUNT; l++)
			CHECK(say_fault((enum language)l, (enum err)e, &none, a).n > 0);
	CHECK_EQ(0, say_fault(LANGUAGE_ZH, ERR_OK, &none, a).n);
}

static void numbers_texts_and_the_field_stand_in_the_sentence(void)
{
	OWN(arena) a = arena_new();
	struct fault f =
		fault_of(WHY_TOO_LONG, "commitments[1].act",
			 ARGUMENTS(argument_number("n", 60), argument_number("max", 50)), a);

	CHECK_TEXT("“act”太长（60 字），请缩短到 50 字以内。", said(LANGUAGE_ZH, &f, a));
	CHECK_TEXT("“act” is too long (60 characters). Shorten it to 50 at most.",
		   said(LANGUAGE_EN, &f, a));
	f = fault_of(WHY_OUT_OF_RANGE, "n",
		     ARGUMENTS(argument_number("min", -5), argument_number("max", 0)), a);
	CHECK_TEXT("“n”应当在 -5 到 0 之间，请重新填写。", said(LANGUAGE_ZH, &f, a));
}

static void a_place_has_its_name_in_the_language(void)
{
	OWN(arena) a = arena_new();
	struct fault f =
		fault_of(WHY_NO_RECEPTION, "from",
			 ARGUMENTS(argument_name("unit", TEXT("区信访办"), TEXT("Office"))), a);

	CHECK_TEXT("区信访办在这个时间没有接访安排，请从列表中重新选择。",
		   said(LANGUAGE_ZH, &f, a));
	CHECK_TEXT("Office does not receive at this time. Choose again from the list.",
		   said(LANGUAGE_EN, &f, a));
	f = fault_of(WHY_NO_RECEPTION, "from",
		     ARGUMENTS(argument_name("unit", TEXT("区信访办"), TEXT(""))), a);
	CHECK_TEXT("区信访办 does not receive at this time. Choose again from the list.",
		   said(LANGUAGE_EN, &f, a));
}

static void one_is_not_many(void)
{
	OWN(arena) a = arena_new();
	struct fault f =
		fault_of(WHY_TIME_TOO_NEAR, "from", ARGUMENTS(argument_number("days", 1)), a);

	CHECK(strstr(said(LANGUAGE_EN, &f, a), "at least 1 working day ahead"));
	f = fault_of(WHY_TIME_TOO_NEAR, "from", ARGUMENTS(argument_number("days", 2)), a);
	CHECK(strstr(said(LANGUAGE_EN, &f, a), "at least 2 working days ahead"));
}

static void a_time_is_said_in_words(void)
{
	OWN(arena) a = arena_new();
	struct fault f =
		fault_of(WHY_CHECK_IN_TOO_LATE, NULL, ARGUMENTS(argument_time("from", noted)), a);

	CHECK_TEXT("约定的时间（5月12日 09:40）已经过去，请为来访人另选一个时间。",
		   said(LANGUAGE_ZH, &f, a));
	CHECK(strstr(said(LANGUAGE_EN, &f, a), "(12 May 09:40)"));
	const struct argument *told = say_arguments(LANGUAGE_ZH, &f, a).items;
	CHECK(text_is(told->text, "5月12日 09:40"));
	CHECK_EQ(noted.ms, told->at.ms);
	told = say_arguments(LANGUAGE_EN, &f, a).items;
	CHECK(text_is(told->text, "12 May 09:40"));
}

static void a_name_of_ours_is_told_in_both_languages(void)
{
	OWN(arena) a = arena_new();
	struct fault f = fault_of(WHY_ELSEWHERE, "unit",
				  ARGUMENTS(argument_text("target", TEXT("岚川市")),
					    argument_key("first", "place.competent")),
				  a);
	const struct argument *told = say_arguments(LANGUAGE_EN, &f, a).items;

	CHECK(text_is(told[1].text, "有权处理的机关") &&
	      text_is(told[1].text_en, "the competent office"));
	CHECK(strstr(said(LANGUAGE_ZH, &f, a), "有权处理的机关"));
	CHECK(strstr(said(LANGUAGE_EN, &f, a), "Book with the competent office."));
}

struct line {
	int64_t n;
	struct said say;
};

struct page {
	struct said title;
	struct list lines;
};

static const struct field line_fields[] = {
	F(line, n, INT),
	F(line, say, SAID, OPTIONAL),
	{ 0 },
};

static const struct field page_fields[] = {
	F(page, title, SAID),
	FL(page, lines, line, 10),
	{ 0 },
};

static void all_sentences_of_a_struct_are_said(void)
{
	OWN(arena) a = arena_new();
	struct line lines[] = { { 1, said_of("why.time_past", NULL, a) }, { 2, { .key = NULL } } };
	struct page page = { said_of("error.busy", NULL, a), { lines, 2 } };
	struct buffer out;

	say_all(LANGUAGE_EN, page_fields, &page, a);
	buffer_init(&out, a);
	fields_format(page_fields, &page, &out);
	CHECK_TEXT("{\"title\":\"The system is busy. Try again in a moment.\",\"lines\":["
		   "{\"n\":1,\"say\":\"This time is past. Choose another one.\"},{\"n\":2}]}",
		   out.at);
}

static const struct test tests[] = {
	T(every_failure_has_a_sentence),
	T(numbers_texts_and_the_field_stand_in_the_sentence),
	T(a_place_has_its_name_in_the_language),
	T(one_is_not_many),
	T(a_time_is_said_in_words),
	T(a_name_of_ours_is_told_in_both_languages),
	T(all_sentences_of_a_struct_are_said),
};
RUN_TESTS(tests)
