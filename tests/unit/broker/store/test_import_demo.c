/* The demo data that ships comes in whole, and again without doubling. Runs in the root. */
#include "broker/core/holidays.h"
#include "broker/store/connection.h"
#include "broker/store/import.h"
#include "tests/unit/broker/store/store.h"

static struct text read_demo(const char *name, struct arena *a)
{
	char path[64];
	size_t room = 1 << 20;
	char *at = arena_get(a, room);

	snprintf(path, sizeof(path), "config/demo/%s.csv", name);
	FILE *f = fopen(path, "re");
	CHECK(f != NULL);
	size_t n = fread(at, 1, room, f);
	fclose(f);
	CHECK(n > 0 && n < room);
	return (struct text){ at, n };
}

static int lines_of(struct text t)
{
	int n = 0;

	for (size_t i = 0; i < t.n; i++)
		n += t.at[i] == '\n';
	return n;
}

static const struct demo {
	const char *file;
	const char *count;
	enum err (*load)(struct db *db, struct text csv, struct import *i);
} demos[] = {
	{ "units", "SELECT count(*) FROM unit", import_units },
	{ "rooms", "SELECT count(*) FROM room", import_rooms },
	{ "staff", "SELECT count(*) FROM staff", import_staff },
	{ "receptions", "SELECT count(*) FROM reception_rule", import_receptions },
	{ "matters", "SELECT count(*) FROM matter", import_matters },
};
#define DEMOS 5

static int count(struct db *db, const char *sql)
{
	sqlite3_stmt *s;
	int n = -1;

	CHECK_EQ(SQLITE_OK, sqlite3_prepare_v2(db->sqlite, sql, -1, &s, NULL));
	if (sqlite3_step(s) == SQLITE_ROW)
		n = sqlite3_column_int(s, 0);
	sqlite3_finalize(s);
	return n;
}

static void load(struct db *db, const struct demo *d, struct import *i)
{
	OWN(arena) a = arena_new();
	struct text csv = read_demo(d->file, a);
	enum err e = d->load(db, csv, i);

	for (int n = 0; n < i->fault_n && n < IMPORT_FAULTS_MAX; n++)
		printf("  %s.csv:%d %s %s\n", d->file, i->faults[n].line, i->faults[n].field,
		       import_why_words[i->faults[n].why]);
	CHECK_EQ(ERR_OK, e);
	CHECK_EQ(lines_of(csv) - 1, i->rows);
	CHECK_EQ(i->rows, count(db, d->count));
}

static void the_demo_data_come_in_whole_and_again_without_doubling(void)
{
	OWN(db) db = fresh_store();
	OWN(arena) a = arena_new();
	struct secret_key key = { { 1 } };
	struct import i = { .now = NOW, .key = &key };
	char *tree = arena_copy(a, read_demo("tree", a));

	save_tree(db, tree);
	CHECK_EQ(lines_of(text_of(tree)) - 1, count(db, "SELECT count(*) FROM node"));
	for (int again = 0; again < 2; again++) {
		for (int n = 0; n < DEMOS; n++)
			load(db, &demos[n], &i);
	}
	CHECK_EQ(ERR_OK, db_commit(db));
	CHECK_EQ(0, count(db, "SELECT count(*) FROM pragma_foreign_key_check"));
}

static const struct test tests[] = {
	T(the_demo_data_come_in_whole_and_again_without_doubling),
};
RUN_TESTS(tests)
