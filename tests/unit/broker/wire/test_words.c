/* Every sentence is there in both languages, and the language is the one that the caller likes best. */
#include "broker/wire/words.h"

#include "broker/common/base/why.h"
#include "tests/lib/test.h"

#include <string.h>

static void both_languages_have_the_same_sorted_keys(void)
{
	const struct word_table *zh = &word_tables[LANGUAGE_ZH], *en = &word_tables[LANGUAGE_EN];

	CHECK(zh->n > 100);
	CHECK_EQ(zh->n, en->n);
	for (size_t i = 0; i < zh->n; i++) {
		CHECK_TEXT(zh->lines[i].key, en->lines[i].key);
		CHECK(!i || strcmp(zh->lines[i - 1].key, zh->lines[i].key) < 0);
	}
}

static void every_sentence_is_clean_and_found(void)
{
	for (int language = 0; language < LANGUAGE_COUNT; language++)
		for (size_t i = 0; i < word_tables[language].n; i++) {
			const struct word_line *line = &word_tables[language].lines[i];

			CHECK(line->sentence[0] && text_is_clean(text_of(line->sentence), false));
			CHECK(words_find((enum language)language, line->key) == line->sentence);
		}
}

/* The build keeps quotation marks, holes and the last line of the file. */
static void a_sentence_is_what_its_file_says(void)
{
	CHECK_TEXT("“{field}”没有填写，请补上。", words_find(LANGUAGE_ZH, "why.missing"));
	CHECK_TEXT("“{field}” is missing. Please fill it in.",
		   words_find(LANGUAGE_EN, "why.missing"));
	CHECK_TEXT("没有找到这次接访，请刷新列表后重试。",
		   words_find(LANGUAGE_ZH, "why.visit_unknown"));
}

static void every_reason_and_failure_has_a_sentence(void)
{
	for (int i = 1; i < WHY_COUNT; i++)
		CHECK(words_find(LANGUAGE_EN, why_keys[i])[0]);
	CHECK(words_find(LANGUAGE_ZH, "error.not_found")[0]);
}

static void the_language_is_the_one_that_is_liked_best(void)
{
	static const struct {
		const char *accept;
		enum language language;
	} cases[] = {
		{ "", LANGUAGE_ZH },
		{ "en", LANGUAGE_EN },
		{ "EN-gb", LANGUAGE_EN },
		{ "zh-CN,zh;q=0.9,en;q=0.8", LANGUAGE_ZH },
		{ "en-US,en;q=0.9,zh;q=0.8", LANGUAGE_EN },
		{ "zh;q=0.2, en;q=0.30", LANGUAGE_EN },
		{ "fr, en ; q=0.5", LANGUAGE_EN },
		{ "fr, *;q=0.5", LANGUAGE_ZH },
		{ "en;q=0", LANGUAGE_ZH },
		{ "en;q=0.000", LANGUAGE_ZH },
		{ "zh;q=0.999, en;q=1.000", LANGUAGE_EN },
		{ "en;q=nonsense", LANGUAGE_ZH },
		{ "english", LANGUAGE_ZH },
		{ ",;,;q=,en", LANGUAGE_EN },
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		CHECK_EQ(cases[i].language, words_language(text_of(cases[i].accept)));
}

static const struct test tests[] = {
	T(both_languages_have_the_same_sorted_keys),   T(every_sentence_is_clean_and_found),
	T(a_sentence_is_what_its_file_says),           T(every_reason_and_failure_has_a_sentence),
	T(the_language_is_the_one_that_is_liked_best),
};
RUN_TESTS(tests)
