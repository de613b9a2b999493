/* Three-way merge by lines: the cases that the web client's merge has too. */
#include "broker/core/merge.h"

#include "broker/common/form/fields.h"
#include "tests/lib/test.h"

#include <stdio.h>

#define CASES "tests/unit/cases/merge.json"

struct row {
	struct text fact;
	struct text base;
	struct text mine;
	struct text theirs;
	struct text text;
	int64_t conflicts;
};

struct table {
	struct list cases; /* struct row */
};

static const struct field row_fields[] = {
	F(row, fact, TEXT),
	F(row, base, LINES),
	F(row, mine, LINES),
	F(row, theirs, LINES),
	F(row, text, LINES),
	F(row, conflicts, INT),
	{ 0 },
};

static const struct field table_fields[] = {
	FL(table, cases, row, 100),
	{ 0 },
};

static struct text read_file(const char *path, struct arena *a)
{
	size_t room = 1 << 16;
	char *at = arena_get(a, room);
	FILE *f = fopen(path, "re");

	CHECK(f != NULL);
	size_t n = fread(at, 1, room, f);
	fclose(f);
	CHECK(n > 0 && n < room);
	return (struct text){ at, n };
}

static struct list cases(struct arena *a)
{
	struct table t = { { NULL, 0 } };
	struct fault fault;
	struct json json;

	CHECK_EQ(ERR_OK, json_parse(read_file(CASES, a), a, &json));
	CHECK_EQ(ERR_OK, fields_parse(json, table_fields, a, &t, &fault));
	return t.cases;
}

static void each_case_comes_out_as_it_is_written(void)
{
	OWN(arena) a = arena_new();
	struct list all = cases(a);
	int bad = 0;

	CHECK(all.n > 15);
	for (size_t i = 0; i < all.n; i++) {
		const struct row *r = (const struct row *)all.items + i;
		struct merge m;

		merge_lines(r->base, r->mine, r->theirs, a, &m);
		if (text_equals(m.text, r->text) && m.n == r->conflicts)
			continue;
		printf("  " TEXT_FMT ": \"" TEXT_FMT "\" with %d conflicts\n", TEXT_ARG(r->fact),
		       TEXT_ARG(m.text), m.n);
		bad++;
	}
	CHECK_EQ(0, bad);
}

static void a_conflict_tells_what_each_wrote(void)
{
	OWN(arena) a = arena_new();
	struct merge m;

	merge_lines(TEXT("a\nb\nc\nd"), TEXT("a\nB1\nC1\nd"), TEXT("a\nB2\nc\nd"), a, &m);
	CHECK_EQ(1, m.n);
	CHECK(text_is(m.conflicts[0].mine, "B1\nC1"));
	CHECK(text_is(m.conflicts[0].theirs, "B2\nc"));
	CHECK(text_is(m.text, "a\nB2\nc\nB1\nC1\nd"));
}

static void more_conflicts_than_are_told_are_merged_all_the_same(void)
{
	OWN(arena) a = arena_new();
	struct buffer base, mine, theirs;
	struct merge m;

	buffer_init(&base, a);
	buffer_init(&mine, a);
	buffer_init(&theirs, a);
	for (int i = 0; i < MERGE_CONFLICTS + 5; i++) {
		buffer_addf(&base, "line %d\nbetween %d\n", i, i);
		buffer_addf(&mine, "mine %d\nbetween %d\n", i, i);
		buffer_addf(&theirs, "theirs %d\nbetween %d\n", i, i);
	}
	merge_lines(buffer_text(&base), buffer_text(&mine), buffer_text(&theirs), a, &m);
	CHECK_EQ(MERGE_CONFLICTS, m.n);
	CHECK(strstr(m.text.at, "theirs 24\nmine 24\nbetween 24"));
}

/* Longer than is compared line by line: it takes no time and loses nothing. */
static void very_long_texts_are_kept_side_by_side(void)
{
	OWN(arena) a = arena_new();
	struct buffer mine, theirs;
	struct merge m;

	buffer_init(&mine, a);
	buffer_init(&theirs, a);
	for (int i = 0; i < 9000; i++) {
		buffer_addf(&mine, "m%d\n", i);
		buffer_addf(&theirs, "t%d\n", i);
	}
	merge_lines(TEXT("start"), buffer_text(&mine), buffer_text(&theirs), a, &m);
	CHECK(strstr(m.text.at, "m0\n") && strstr(m.text.at, "m8999\n"));
	CHECK(strstr(m.text.at, "t0\n") && strstr(m.text.at, "t8999\n"));
}

static void a_union_has_every_line_once(void)
{
	OWN(arena) a = arena_new();

	CHECK(text_is(merge_union(TEXT("a\nx\nb"), TEXT("a\nb\ny"), a), "a\nx\nb\ny"));
	CHECK(text_is(merge_union(TEXT(""), TEXT("a"), a), "a"));
	CHECK(text_is(merge_union(TEXT("a"), TEXT(""), a), "a"));
}

static const struct test tests[] = {
	T(each_case_comes_out_as_it_is_written),
	T(a_conflict_tells_what_each_wrote),
	T(more_conflicts_than_are_told_are_merged_all_the_same),
	T(very_long_texts_are_kept_side_by_side),
	T(a_union_has_every_line_once),
};
RUN_TESTS(tests)
