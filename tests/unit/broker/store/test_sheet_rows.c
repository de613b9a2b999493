/* Rows of sheets: versions, what is thinned out and what never is. */
#include "broker/store/minutes_rows.h"
#include "broker/store/schema_001.h"
#include "broker/store/schema_014.h"
#include "broker/store/sheet_rows.h"
#include "tests/unit/broker/store/visits.h"

static struct sheet a_sheet(struct db *db)
{
	struct visit v = a_visit(1, minutes(0, 40));

	CHECK_EQ(ERR_OK, visit_add(db, &v));
	return (struct sheet){ .visit = v.id,
			       .kind = SHEET_MINUTES,
			       .choice = -1,
			       .at = NOW,
			       .staff = id_of("1"),
			       .writer = TEXT("w"),
			       .text = TEXT("笔录") };
}

static void write_on(struct db *db, struct sheet *s, int times)
{
	for (int i = 0; i < times; i++) {
		s->version++;
		s->turn++;
		CHECK_EQ(ERR_OK, sheet_add(db, s));
	}
}

static bool is_kept(struct db *db, const struct sheet *of, int64_t version)
{
	OWN(arena) a = arena_new();
	struct sheet s;
	enum err e = sheet_load_version(db, of, version, a, &s);

	CHECK(!e || e == ERR_NOT_FOUND);
	return !e;
}

static void the_newest_version_is_what_stands(void)
{
	OWN(db) db = store_with_matter();
	OWN(arena) a = arena_new();
	struct sheet s = a_sheet(db), back;
	int64_t turn;

	CHECK_EQ(ERR_OK, sheet_load(db, s.visit, s.kind, a, &back));
	CHECK(back.version == 0 && back.text.n == 0 && back.choice == -1);
	write_on(db, &s, 2);
	s.text = TEXT("第三版");
	write_on(db, &s, 1);
	CHECK_EQ(ERR_OK, sheet_load(db, s.visit, s.kind, a, &back));
	CHECK(back.version == 3 && text_is(back.text, "第三版"));
	CHECK_EQ(ERR_OK, sheet_last_turn(db, &s, &turn));
	CHECK_EQ(3, turn);
	s.version = 0;
	CHECK(!sheet_has_others(db, &s));
	s.writer = TEXT("x");
	CHECK(sheet_has_others(db, &s));
	s.version = 3;
	CHECK_EQ(ERR_DUPLICATE, sheet_add(db, &s));
}

static void what_one_person_only_went_on_from_is_thinned_out(void)
{
	OWN(db) db = store_with_matter();
	struct sheet s = a_sheet(db);

	write_on(db, &s, 3);
	s.staff = id_of("2"); /* another person goes on from version 3 */
	write_on(db, &s, 2);
	s.text = TEXT("短"); /* version 6 cuts what stood in 5 */
	write_on(db, &s, SHEET_RECENT + 5);
	CHECK(!is_kept(db, &s, 1) && !is_kept(db, &s, 2));
	CHECK(is_kept(db, &s, 3));
	CHECK(!is_kept(db, &s, 4));
	CHECK(is_kept(db, &s, 5));
	CHECK(!is_kept(db, &s, 6));
	CHECK(is_kept(db, &s, s.version - SHEET_RECENT + 1));
}

static void a_sheet_has_so_many_versions_at_most_and_keeps_what_was_filed(void)
{
	OWN(db) db = store_with_matter();
	struct sheet s = a_sheet(db);

	write_on(db, &s, 1);
	CHECK_EQ(ERR_OK, sheet_file(db, s.visit, s.kind));
	for (int i = 0; i < SHEET_MOST + 50; i++) {
		s.staff = id_of(i % 2 ? "1" : "2");
		write_on(db, &s, 1);
	}
	CHECK(is_kept(db, &s, 1));
	CHECK(!is_kept(db, &s, 2));
	CHECK(is_kept(db, &s, s.version));
	CHECK(!is_kept(db, &s, s.version - SHEET_MOST));
}

static void old_versions_go_and_the_newest_minutes_stay(void)
{
	OWN(db) db = store_with_matter();
	struct sheet s = a_sheet(db), closing;
	bool left;

	write_on(db, &s, 3);
	closing = s;
	closing.kind = SHEET_CLOSING;
	closing.version = 0;
	write_on(db, &closing, 1);
	CHECK_EQ(ERR_OK, sheet_prune(db, NOW, &left));
	CHECK(is_kept(db, &s, 1) && is_kept(db, &closing, 1));
	CHECK_EQ(ERR_OK, sheet_prune(db, (struct instant){ NOW.ms + SHEET_KEEP_MS + 1 }, &left));
	CHECK(!left && !is_kept(db, &s, 2) && is_kept(db, &s, 3) && !is_kept(db, &closing, 1));
}

static void marks_stand_by_their_time(void)
{
	OWN(arena) a = arena_new();
	struct mark marks[] = { { 2000, TEXT("答复") },
				{ 500, TEXT("有\\t字") },
				{ 2000, TEXT("承诺") } };
	struct text lines = marks_format(&(struct list){ marks, 3 }, a);
	struct list back = marks_parse(lines, a);
	const struct mark *m = back.items;

	CHECK_EQ(3, back.n);
	CHECK(m[0].at_ms == 500 && text_is(m[0].text, "有\\t字"));
	CHECK_EQ(2000, m[2].at_ms);
	CHECK(text_equals(lines, marks_format(&back, a)));
	CHECK_EQ(0, marks_parse(TEXT(""), a).n);
}

/* What stood before there were versions; the steps between touch none of it. */
static void minutes_of_before_are_the_first_version(void)
{
	static const char *const steps[] = {
		schema_001_sql,
		"INSERT INTO minutes VALUES ('v1', '笔录', 5, 's1'), ('v2', '没有时间点', 6, 's1');"
		"INSERT INTO mark VALUES ('v1', 2, 9000, '后'), ('v1', 1, 1000, '先');",
		schema_014_sql,
	};
	sqlite3 *s;
	sqlite3_stmt *row;

	CHECK_EQ(SQLITE_OK, sqlite3_open(":memory:", &s));
	for (size_t i = 0; i < sizeof(steps) / sizeof(steps[0]); i++)
		CHECK_EQ(SQLITE_OK, sqlite3_exec(s, steps[i], NULL, NULL, NULL));
	CHECK_EQ(SQLITE_OK, sqlite3_prepare_v2(s,
					       "SELECT text, lines FROM sheet WHERE version = 1"
					       " AND filed = 1 ORDER BY visit",
					       -1, &row, NULL));
	CHECK_EQ(SQLITE_ROW, sqlite3_step(row));
	CHECK_TEXT("笔录", (const char *)sqlite3_column_text(row, 0));
	CHECK_TEXT("1000\t先\n9000\t后", (const char *)sqlite3_column_text(row, 1));
	CHECK_EQ(SQLITE_ROW, sqlite3_step(row));
	CHECK_TEXT("", (const char *)sqlite3_column_text(row, 1));
	CHECK_EQ(SQLITE_DONE, sqlite3_step(row));
	sqlite3_finalize(row);
	sqlite3_close(s);
}

static const struct test tests[] = {
	T(the_newest_version_is_what_stands),
	T(what_one_person_only_went_on_from_is_thinned_out),
	T(a_sheet_has_so_many_versions_at_most_and_keeps_what_was_filed),
	T(old_versions_go_and_the_newest_minutes_stay),
	T(marks_stand_by_their_time),
	T(minutes_of_before_are_the_first_version),
};
RUN_TESTS(tests)
