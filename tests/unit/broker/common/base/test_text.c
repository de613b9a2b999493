/* Borrowed text. */
#include "broker/common/base/text.h"

#include "tests/lib/test.h"

#include <string.h>

static void clean_text_is_well_formed_and_without_controls(void)
{
	static const struct {
		const char *in;
		bool clean, clean_lines;
	} cases[] = {
		{ "", true, true },
		{ "plain", true, true },
		{ "中文，名字", true, true },
		{ "\xf0\x9f\x98\x80", true, true },
		{ "two\nlines\tand a tab\r", false, true },
		{ "\x01", false, false },
		{ "\x7f", false, false },
		{ "\xc2\x85", false, false },         /* U+0085, a control */
		{ "\xc2\xa0", true, true },           /* U+00A0 */
		{ "\xc0\xaf", false, false },         /* overlong */
		{ "\xe0\x80\xaf", false, false },     /* overlong */
		{ "\xed\xa0\x80", false, false },     /* surrogate */
		{ "\xf4\x90\x80\x80", false, false }, /* beyond U+10FFFF */
		{ "\xf0\x8f\xbf\xbf", false, false }, /* overlong */
		{ "\xe4\xb8", false, false },         /* cut off */
		{ "\x80", false, false },
		{ "\xff", false, false },
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		CHECK_EQ(cases[i].clean, text_is_clean(text_of(cases[i].in), false));
		CHECK_EQ(cases[i].clean_lines, text_is_clean(text_of(cases[i].in), true));
	}
	CHECK(!text_is_clean((struct text){ "a\0b", 3 }, true));
}

static void length_counts_characters_not_bytes(void)
{
	CHECK_EQ(0, text_length(TEXT("")));
	CHECK_EQ(4, text_length(TEXT("a中文\xf0\x9f\x98\x80")));
}

static void trim_takes_wide_spaces_too(void)
{
	CHECK(text_is(text_trim(TEXT(" \t\r\n林谷雨　 ")), "林谷雨"));
	CHECK(text_is(text_trim(TEXT("　 　")), ""));
	CHECK(text_is(text_trim(TEXT("a b")), "a b"));
}

static void a_copy_that_is_cut_keeps_whole_characters(void)
{
	char out[6];

	text_copy_cut(TEXT("中文"), out, sizeof(out));
	CHECK(text_is(text_of(out), "中"));
	text_copy_cut(TEXT("abcde"), out, sizeof(out));
	CHECK(text_is(text_of(out), "abcde"));
	text_copy_cut(TEXT(""), out, sizeof(out));
	CHECK(text_is(text_of(out), ""));
}

static void next_cuts_at_each_separator(void)
{
	struct text t = TEXT("a,,b");

	CHECK(text_is(text_next(&t, ','), "a"));
	CHECK(text_is(text_next(&t, ','), ""));
	CHECK(text_is(text_next(&t, ','), "b"));
	CHECK_EQ(0, t.n);
	CHECK(text_is(text_next(&t, ','), ""));
}

static void a_number_is_whole_and_in_range(void)
{
	static const struct {
		const char *in;
		enum err err;
		int64_t out;
	} cases[] = {
		{ "0", ERR_OK, 0 },
		{ "-5", ERR_OK, -5 },
		{ "007", ERR_OK, 7 },
		{ "9223372036854775807", ERR_OK, INT64_MAX },
		{ "-9223372036854775808", ERR_OK, INT64_MIN },
		{ "9223372036854775808", ERR_BAD_INPUT, 0 },
		{ "", ERR_BAD_INPUT, 0 },
		{ "-", ERR_BAD_INPUT, 0 },
		{ "+1", ERR_BAD_INPUT, 0 },
		{ "1 ", ERR_BAD_INPUT, 0 },
		{ "1e3", ERR_BAD_INPUT, 0 },
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		int64_t v = 0;
		CHECK_EQ(cases[i].err,
			 text_parse_int(text_of(cases[i].in), INT64_MIN, INT64_MAX, &v));
		CHECK_EQ(cases[i].out, v);
	}
	int64_t v = 0;
	CHECK_EQ(ERR_BAD_INPUT, text_parse_int(TEXT("11"), 0, 10, &v));
}

static void a_copy_fits_with_its_end_or_not_at_all(void)
{
	char out[4] = "x";

	CHECK_EQ(ERR_OK, text_copy(TEXT("abc"), out, sizeof(out)));
	CHECK_TEXT("abc", out);
	CHECK_EQ(ERR_TOO_LARGE, text_copy(TEXT("abcd"), out, sizeof(out)));
	CHECK_TEXT("abc", out);
}

static void hex_goes_there_and_back(void)
{
	const uint8_t bytes[] = { 0, 0x7f, 0xff, 0x1a };
	uint8_t back[4];
	char out[9];

	bytes_format_hex((struct bytes){ bytes, 4 }, out);
	CHECK_TEXT("007fff1a", out);
	CHECK_EQ(ERR_OK, bytes_parse_hex(TEXT("007FFF1a"), back, 4));
	CHECK(bytes_same((struct bytes){ bytes, 4 }, (struct bytes){ back, 4 }));
	CHECK_EQ(ERR_BAD_INPUT, bytes_parse_hex(TEXT("007fff1"), back, 4));
	CHECK_EQ(ERR_BAD_INPUT, bytes_parse_hex(TEXT("007fff1g"), back, 4));
}

static void comparing_asks_for_length_and_content(void)
{
	CHECK(text_equals(TEXT("ab"), TEXT("ab")));
	CHECK(!text_equals(TEXT("ab"), TEXT("abc")));
	CHECK(text_equals((struct text){ NULL, 0 }, TEXT("")));
	CHECK(text_starts(TEXT("abc"), "ab"));
	CHECK(!text_starts(TEXT("a"), "ab"));
	CHECK(text_is(text_of(NULL), ""));
	CHECK(!bytes_same((struct bytes){ NULL, 0 }, (struct bytes){ (const uint8_t *)"a", 1 }));
}

static const struct test tests[] = {
	T(clean_text_is_well_formed_and_without_controls),
	T(length_counts_characters_not_bytes),
	T(trim_takes_wide_spaces_too),
	T(a_copy_that_is_cut_keeps_whole_characters),
	T(next_cuts_at_each_separator),
	T(a_number_is_whole_and_in_range),
	T(a_copy_fits_with_its_end_or_not_at_all),
	T(hex_goes_there_and_back),
	T(comparing_asks_for_length_and_content),
};
RUN_TESTS(tests)
