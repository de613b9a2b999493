/* Structs and JSON by tables. */
#include "broker/common/form/fields.h"

#include "tests/lib/test.h"

#include <stdio.h>
#include <string.h>

struct deed {
	int64_t unit;
	struct text act;
};

static const struct field deed_fields[] = {
	F(deed, unit, INT, .min = 1),
	F(deed, act, TEXT, .min = 1, .max = 5),
	{ 0 },
};

static const char *const kinds[] = { "suggestion", "report", "appeal", NULL };

struct all {
	struct text name, note, day, code;
	struct bytes packets;
	int64_t n;
	bool yes;
	struct instant from;
	struct id visit;
	int kind;
	struct deed deed;
	struct list deeds, roles;
	struct json any;
};

static const struct field all_fields[] = {
	F(all, name, TEXT, .min = 1, .max = 4),
	F(all, note, LINES, .optional = true),
	F(all, packets, BYTES, .optional = true, .min = 2, .max = 7),
	F(all, day, DAY, .optional = true),
	F(all, code, CODE12, .optional = true),
	F(all, n, INT, .optional = true, .min = -5, .max = 5),
	F(all, yes, BOOL, .optional = true),
	F(all, from, INSTANT, .optional = true),
	F(all, visit, ID, .optional = true),
	F(all, kind, WORD, .optional = true, .words = kinds),
	F(all, deed, OBJECT, .optional = true, .of = deed_fields),
	F(all, deeds, LIST, .optional = true, .max = 2, .of = deed_fields,
	  .item_size = sizeof(struct deed)),
	F(all, roles, TEXTS, .optional = true, .max = 2),
	F(all, any, JSON, .optional = true),
	{ 0 },
};

/* What comes of it: the JSON again, or "member: sentence". */
/* "name: too_long n=5 max=4" */
static const char *told(const struct fault *f, struct arena *a)
{
	struct buffer b;

	buffer_init(&b, a);
	buffer_addf(&b, "%s: %s", f->field ? f->field : "-", why_words[f->why]);
	for (size_t i = 0; i < f->argument_n; i++) {
		const struct argument *one = &f->arguments[i];

		buffer_addf(&b, " " TEXT_FMT "=", TEXT_ARG(one->name));
		if (one->text.n)
			buffer_addf(&b, TEXT_FMT, TEXT_ARG(one->text));
		else
			buffer_addf(&b, "%lld", (long long)one->number);
	}
	return b.at;
}

static const char *read_back(const struct field *fields, const char *in, struct arena *a)
{
	struct all out = { 0 };
	struct fault fault = { 0 };
	struct buffer b;
	struct json j;

	if (json_parse(text_of(in), a, &j))
		return "no JSON";
	if (fields_parse(j, fields, a, &out, &fault))
		return told(&fault, a);
	buffer_init(&b, a);
	fields_format(fields, &out, &b);
	return b.at;
}

static void what_is_right_comes_back_the_same(void)
{
	OWN(arena) a = arena_new();
	static const char *const cases[] = {
		"{\"name\":\"林谷雨\",\"yes\":false,\"kind\":\"suggestion\"}",
		"{\"name\":\"a\\\"\\\\b\",\"note\":\"x\\ny\\tz\\r\",\"packets\":\"AP8rfv/6\","
		"\"day\":\"2024-02-29\","
		"\"code\":\"990101101001\",\"n\":-5,\"yes\":true,\"from\":253402300799999,"
		"\"visit\":\"01ARZ3NDEKTSV4RRFFQ69G5FAV\",\"kind\":\"appeal\","
		"\"deed\":{\"unit\":9007199254740991,\"act\":\"修路\"},"
		"\"deeds\":[{\"unit\":1,\"act\":\"a\"},{\"unit\":2,\"act\":\"b\"}],"
		"\"roles\":[\"x\",\"\"],\"any\":{\"a\":[1,2.5,null]}}",
		"{\"name\":\"a\",\"yes\":false,\"kind\":\"report\",\"deeds\":[],\"roles\":[]}",
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		CHECK_TEXT(cases[i], read_back(all_fields, cases[i], a));
}

static void what_is_wrong_names_the_member_and_says_what_to_do(void)
{
	OWN(arena) a = arena_new();
	static const char *const cases[][2] = {
		{ "{}", "name: missing" },
		{ "{\"name\":null}", "name: missing" },
		{ "{\"name\":\"\"}", "name: empty min=1" },
		{ "{\"name\":\"林林林林林\"}", "name: too_long n=5 max=4" },
		{ "{\"name\":7}", "name: not_text" },
		{ "{\"name\":\"a\\nb\"}", "name: not_one_line" },
		{ "{\"name\":\"a\",\"note\":\"\\u0001\"}", "note: not_clean" },
		{ "{\"name\":\"a\",\"n\":6}", "n: out_of_range min=-5 max=5" },
		{ "{\"name\":\"a\",\"n\":1.0}", "n: not_number" },
		{ "{\"name\":\"a\",\"yes\":1}", "yes: not_yes_or_no" },
		{ "{\"name\":\"a\",\"kind\":\"x\"}",
		  "kind: not_offered words=suggestion、report、appeal" },
		{ "{\"name\":\"a\",\"deed\":{\"unit\":0,\"act\":\"a\"}}",
		  "deed.unit: out_of_range min=1 max=9007199254740991" },
		{ "{\"name\":\"a\",\"deeds\":[{\"unit\":1,\"act\":\"a\"},{\"unit\":1}]}",
		  "deeds[1].act: missing" },
		{ "{\"name\":\"a\",\"roles\":[\"a\",\"b\",\"c\"]}",
		  "roles: too_many_items n=3 max=2" },
		{ "{\"name\":\"a\",\"roles\":[1]}", "roles: not_text" },
		{ "{\"name\":\"a\",\"stranger\":1}", "stranger: unknown_member" },
		{ "[]", "-: no_members" },
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		CHECK_TEXT(cases[i][1], read_back(all_fields, cases[i][0], a));
}

static void forms_are_checked(void)
{
	OWN(arena) a = arena_new();
	static const char *const bad[][2] = {
		{ "day", "\"2026-02-29\"" },
		{ "day", "\"2026-13-01\"" },
		{ "day", "\"1969-12-31\"" },
		{ "day", "\"2026-1-1\"" },
		{ "day", "\"2026/01/01\"" },
		{ "day", "\"2100-02-29\"" },
		{ "day", "20260101" },
		{ "code", "\"99010110100\"" },
		{ "code", "\"99010110100x\"" },
		{ "code", "990101101001" },
		{ "visit", "\"x\"" },
		{ "visit", "1" },
		{ "from", "-1" },
		{ "from", "253402300800000" },
		{ "from", "\"1\"" },
		{ "packets", "\"AP8\"" },
		{ "packets", "\"AP8=\\n\"" },
		{ "packets", "\"=P8r\"" },
		{ "packets", "\"A=8=\"" },
		{ "packets", "\"AP_r\"" },
		{ "packets", "\"AA==\"" },         /* one byte */
		{ "packets", "\"AAAAAAAAAAA=\"" }, /* eight */
		{ "packets", "\"AAAAAAAAAAAAAAAA\"" },
		{ "packets", "[]" },
		{ "deed", "[]" },
		{ "deed", "1" },
		{ "deeds", "{}" },
		{ "deeds", "[[]]" },
		{ "roles", "\"a\"" },
		{ "kind", "1" },
		{ "note", "[]" },
	};

	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		const char *in =
			arena_format(a, "{\"name\":\"a\",\"%s\":%s}", bad[i][0], bad[i][1]).at;
		struct text is = text_of(read_back(all_fields, in, a));
		CHECK(text_starts(is, bad[i][0]));
		CHECK_EQ(':', is.at[strlen(bad[i][0])]);
	}
}

static void json_itself_is_checked(void)
{
	OWN(arena) a = arena_new();
	static const char *const bad[] = {
		"",
		"{",
		"1",
		"\"a\"",
		"null",
		"{\"a\":1,\"a\":1}",
		"{\"a\":\"\\u0000\"}",
		"{} {}",
		"{\"a\":\"\xff\"}",
		"{\"a\":99999999999999999999}",
		"{'a':1}",
		"[1,]",
	};
	char deep[10001];
	struct json j;

	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		CHECK_EQ(ERR_BAD_INPUT, json_parse(text_of(bad[i]), a, &j));
	memset(deep, '[', 10000);
	deep[10000] = '\0';
	CHECK_EQ(ERR_BAD_INPUT, json_parse(text_of(deep), a, &j));
}

static void no_table_takes_no_members(void)
{
	OWN(arena) a = arena_new();
	struct fault fault = { 0 };

	CHECK_EQ(ERR_OK, fields_parse((struct json){ NULL }, NULL, a, NULL, &fault));
	CHECK_TEXT("{}", read_back(NULL, "{}", a));
	CHECK_TEXT("x: unknown_member", read_back(NULL, "{\"x\":1}", a));
	CHECK_EQ(ERR_BAD_INPUT,
		 fields_parse((struct json){ NULL }, all_fields, a, &(struct all){ 0 }, &fault));
	CHECK_TEXT("name", fault.field);
}

static void a_text_is_escaped_where_it_must_be(void)
{
	OWN(arena) a = arena_new();
	struct buffer b;

	buffer_init(&b, a);
	json_add_text(&b, (struct text){ "\0\b\f\x1f\"\\/é\x7f", 10 });
	CHECK_TEXT("\"\\u0000\\b\\f\\u001f\\\"\\\\/é\x7f\"", b.at);
}

static void numbers_are_written_to_both_ends(void)
{
	static const struct field fields[] = { F(deed, unit, INT), { 0 } };
	static const int64_t cases[] = { 0, 1, -1, 10, INT64_MAX, INT64_MIN };
	OWN(arena) a = arena_new();
	char expected[64];

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct deed d = { .unit = cases[i] };
		struct buffer b;
		buffer_init(&b, a);
		fields_format(fields, &d, &b);
		snprintf(expected, sizeof(expected), "{\"unit\":%lld}", (long long)cases[i]);
		CHECK_TEXT(expected, b.at);
	}
}

static void an_absent_word_is_left_out(void)
{
	static const char *const words[] = { "", "one", NULL };
	static const struct field fields[] = {
		F(all, kind, WORD, .optional = true, .words = words),
		{ 0 },
	};
	OWN(arena) a = arena_new();

	for (int kind = -1; kind < 2; kind++) {
		struct all in = { .kind = kind };
		struct buffer b;
		buffer_init(&b, a);
		fields_format(fields, &in, &b);
		CHECK_TEXT(kind == 1 ? "{\"kind\":\"one\"}" : "{}", b.at);
	}
	CHECK_TEXT("kind: not_offered words=one", read_back(fields, "{\"kind\":\"\"}", a));
}

static void the_schema_is_json_and_names_what_is_required(void)
{
	OWN(arena) a = arena_new();
	struct buffer b;
	struct json j;

	buffer_init(&b, a);
	fields_describe(deed_fields, &b);
	CHECK_TEXT("{\"type\":\"object\",\"additionalProperties\":false,\"properties\":{"
		   "\"unit\":{\"type\":\"integer\",\"minimum\":1,\"maximum\":9007199254740991},"
		   "\"act\":{\"type\":\"string\",\"minLength\":1,\"maxLength\":5}},"
		   "\"required\":[\"unit\",\"act\"]}",
		   b.at);
	buffer_init(&b, a);
	fields_describe(all_fields, &b);
	CHECK_EQ(ERR_OK, json_parse(buffer_text(&b), a, &j));
	buffer_init(&b, a);
	fields_describe(NULL, &b);
	CHECK_EQ(ERR_OK, json_parse(buffer_text(&b), a, &j));
}

static void a_text_from_elsewhere_says_one_of_the_words(void)
{
	static const char *const words[] = { "", "one", "two", NULL };

	CHECK(text_is(fields_word(words, TEXT("two"), "other"), "two"));
	CHECK(text_is(fields_word(words, TEXT("tw"), "other"), "other"));
	CHECK(text_is(fields_word(words, TEXT("three"), "other"), "other"));
	CHECK(!fields_word(words, TEXT(""), "other").n);
}

/* What a text of one or two says, read by the rule of its table. */
static enum err read_word(const char *in, bool may_grow)
{
	OWN(arena) a = arena_new();
	static const char *const words[] = { "one", "two", NULL };
	const struct field fields[] = {
		F(all, name, TEXT, .words = words, .may_grow = may_grow),
		{ 0 },
	};
	struct all out = { 0 };
	struct fault fault;
	struct json j;

	CHECK_EQ(ERR_OK, json_parse(text_of(in), a, &j));
	return fields_parse(j, fields, a, &out, &fault);
}

static void a_word_of_tomorrow_is_read_where_the_words_may_grow(void)
{
	CHECK_EQ(ERR_OK, read_word("{\"name\":\"two\"}", false));
	CHECK_EQ(ERR_BAD_INPUT, read_word("{\"name\":\"three\"}", false));
	CHECK_EQ(ERR_OK, read_word("{\"name\":\"three\"}", true));
	CHECK_EQ(ERR_BAD_INPUT, read_word("{\"name\":3}", true));
}

static const struct test tests[] = {
	T(a_word_of_tomorrow_is_read_where_the_words_may_grow),
	T(a_text_from_elsewhere_says_one_of_the_words),
	T(what_is_right_comes_back_the_same),
	T(what_is_wrong_names_the_member_and_says_what_to_do),
	T(forms_are_checked),
	T(json_itself_is_checked),
	T(no_table_takes_no_members),
	T(a_text_is_escaped_where_it_must_be),
	T(numbers_are_written_to_both_ends),
	T(an_absent_word_is_left_out),
	T(the_schema_is_json_and_names_what_is_required),
};
RUN_TESTS(tests)
