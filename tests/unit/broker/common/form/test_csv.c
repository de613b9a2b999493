/* Rows of CSV. */
#include "broker/common/form/csv.h"

#include "tests/lib/test.h"

static void cells_are_cut_trimmed_and_unquoted(void)
{
	OWN(arena) a = arena_new();
	struct text cells[4];
	struct csv c;

	csv_init(&c,
		 TEXT("\xef\xbb\xbf"
		      "a, b ,\"c,\"\"d\"\"\"\r\n\n \n,\n\"two\nlines\",x"),
		 a);
	CHECK_EQ(3, csv_next(&c, cells, 4));
	CHECK(text_is(cells[0], "a"));
	CHECK(text_is(cells[1], "b"));
	CHECK(text_is(cells[2], "c,\"d\""));
	CHECK_EQ(1, c.line);
	CHECK_EQ(2, csv_next(&c, cells, 4));
	CHECK_EQ(4, c.line);
	CHECK_EQ(0, cells[1].n);
	CHECK_EQ(2, csv_next(&c, cells, 4));
	CHECK(text_is(cells[0], "two\nlines"));
	CHECK_EQ(5, c.line);
	CHECK_EQ(0, csv_next(&c, cells, 4));
}

static void a_row_may_have_more_cells_than_wanted(void)
{
	OWN(arena) a = arena_new();
	struct text cells[2];
	struct csv c;

	csv_init(&c, TEXT("1,2,3,4"), a);
	CHECK_EQ(4, csv_next(&c, cells, 2));
	CHECK(text_is(cells[1], "2"));
}

static void an_open_quote_or_text_behind_one_is_told(void)
{
	OWN(arena) a = arena_new();
	struct text cells[2];
	struct csv c;

	csv_init(&c, TEXT("\"a\"b,1\nx,y\n\"open"), a);
	CHECK_EQ(-1, csv_next(&c, cells, 2));
	CHECK_EQ(2, csv_next(&c, cells, 2));
	CHECK_EQ(2, c.line);
	CHECK_EQ(-1, csv_next(&c, cells, 2));
	CHECK_EQ(0, csv_next(&c, cells, 2));
}

static const struct test tests[] = {
	T(cells_are_cut_trimmed_and_unquoted),
	T(a_row_may_have_more_cells_than_wanted),
	T(an_open_quote_or_text_behind_one_is_told),
};
RUN_TESTS(tests)
