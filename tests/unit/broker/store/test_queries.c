/* Every named statement: it can be prepared, its letters fit, it does not read a whole table. */
#include "broker/store/search.h"
#include "tests/unit/broker/store/store.h"

#include <ctype.h>
#include <stdlib.h>

#define SEEK                            0
#define SCAN                            1
#define AS_LINE(name, types, plan, sql) { #name, types, plan, sql },
static const struct line {
	const char *name;
	const char *types;
	int plan;
	const char *sql;
} lines[] = { QUERIES(AS_LINE) };

#define LINES ((int)(sizeof(lines) / sizeof(lines[0])))

static sqlite3 *fresh_schema(void)
{
	char path[512];
	struct db *db;
	sqlite3 *s;

	CHECK_EQ(ERR_OK, db_open_writer(fresh_path(path), &db));
	db_free(db);
	CHECK_EQ(SQLITE_OK, sqlite3_open(path, &s));
	CHECK_EQ(SQLITE_OK, search_define(s));
	return s;
}

static void every_statement_can_be_prepared(void)
{
	sqlite3 *s = fresh_schema();
	int bad = 0;

	for (int i = 0; i < LINES; i++) {
		sqlite3_stmt *statement = NULL;

		if (sqlite3_prepare_v2(s, lines[i].sql, -1, &statement, NULL)) {
			printf("  %s: %s\n", lines[i].name, sqlite3_errmsg(s));
			bad++;
		}
		sqlite3_finalize(statement);
	}
	sqlite3_close(s);
	CHECK_EQ(0, bad);
}

static void every_statement_declares_its_values(void)
{
	sqlite3 *s = fresh_schema();
	int bad = 0;

	for (int i = 0; i < LINES; i++) {
		sqlite3_stmt *statement = NULL;
		const char *types = lines[i].types;

		sqlite3_prepare_v2(s, lines[i].sql, -1, &statement, NULL);
		if (sqlite3_bind_parameter_count(statement) != (int)strlen(types) ||
		    strspn(types, "iwmstobhun") != strlen(types)) {
			printf("  %s: \"%s\" for %d values\n", lines[i].name, types,
			       sqlite3_bind_parameter_count(statement));
			bad++;
		}
		sqlite3_finalize(statement);
	}
	sqlite3_close(s);
	CHECK_EQ(0, bad);
}

/* FTS5 asked by MATCH, in whatever order: "VIRTUAL TABLE INDEX 192:M0". */
static int is_match(const char *detail)
{
	const char *index = strstr(detail, "VIRTUAL TABLE INDEX ");

	return index && strstr(index, ":M");
}

/* A step of a plan that reads all of a table: not a constant, a common table expression of the
 * statement itself, nor the answer of an FTS5 index. */
static int reads_all(const char *detail, const char *sql)
{
	char name[64], made[70];

	if (strncmp(detail, "SCAN ", 5) || strstr(detail, "CONSTANT ROW") || is_match(detail))
		return 0;
	if (sscanf(detail + 5, "%63s", name) != 1 || !strncmp(name, "(subquery", 9))
		return 0;
	snprintf(made, sizeof(made), "%s(", name);
	return !(strstr(sql, "WITH") && strstr(sql, made));
}

static int plan_is_bad(sqlite3 *s, const struct line *l)
{
	char *explain = sqlite3_mprintf("EXPLAIN QUERY PLAN %s", l->sql);
	sqlite3_stmt *statement = NULL;
	int bad = 0;

	sqlite3_prepare_v2(s, explain, -1, &statement, NULL);
	while (sqlite3_step(statement) == SQLITE_ROW) {
		const char *detail = (const char *)sqlite3_column_text(statement, 3);

		if (l->plan == SEEK && reads_all(detail, l->sql)) {
			printf("  %s: %s\n", l->name, detail);
			bad++;
		}
	}
	sqlite3_finalize(statement);
	sqlite3_free(explain);
	return bad;
}

static void only_marked_statements_read_a_whole_table(void)
{
	sqlite3 *s = fresh_schema();
	int bad = 0;

	for (int i = 0; i < LINES; i++)
		bad += plan_is_bad(s, &lines[i]);
	sqlite3_close(s);
	CHECK_EQ(0, bad);
}

static int is_strict_or_virtual(const char *name, const char *sql)
{
	return strstr(sql, "STRICT") || strstr(sql, "VIRTUAL") || !strncmp(name, "sqlite_", 7) ||
	       !strncmp(name, "matter_search_", 14);
}

static void every_table_is_strict(void)
{
	sqlite3 *s = fresh_schema();
	sqlite3_stmt *statement;
	int bad = 0;

	CHECK_EQ(SQLITE_OK,
		 sqlite3_prepare_v2(s, "SELECT name, sql FROM sqlite_schema WHERE type = 'table'",
				    -1, &statement, NULL));
	while (sqlite3_step(statement) == SQLITE_ROW)
		bad += !is_strict_or_virtual((const char *)sqlite3_column_text(statement, 0),
					     (const char *)sqlite3_column_text(statement, 1));
	sqlite3_finalize(statement);
	sqlite3_close(s);
	CHECK_EQ(0, bad);
}

/* The notice promises it to residents: nobody is recognised, scored or ranked. */
static void no_table_has_a_place_for_a_profile(void)
{
	static const char *const never[] = { "score", "rank",  "rating",    "risk",     "profile",
					     "face",  "voice", "biometric", "abnormal", "ethnic" };
	sqlite3 *s = fresh_schema();
	sqlite3_stmt *statement;
	int columns = 0, bad = 0;

	CHECK_EQ(SQLITE_OK, sqlite3_prepare_v2(s,
					       "SELECT t.name || '.' || c.name FROM sqlite_schema"
					       " AS t, pragma_table_info(t.name) AS c",
					       -1, &statement, NULL));
	for (; sqlite3_step(statement) == SQLITE_ROW; columns++)
		for (size_t i = 0; i < sizeof(never) / sizeof(never[0]); i++)
			bad += strstr((const char *)sqlite3_column_text(statement, 0), never[i]) !=
			       NULL;
	sqlite3_finalize(statement);
	sqlite3_close(s);
	CHECK(columns > 100);
	CHECK_EQ(0, bad);
}

static const struct test tests[] = {
	T(every_statement_can_be_prepared),           T(every_statement_declares_its_values),
	T(only_marked_statements_read_a_whole_table), T(every_table_is_strict),
	T(no_table_has_a_place_for_a_profile),
};
RUN_TESTS(tests)
