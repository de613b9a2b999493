/* Typed values in and out, constraints as errors, failures that stay. */
#include "broker/common/form/fields.h"
#include "broker/store/connection.h"
#include "broker/store/migrations.h"
#include "broker/store/outbox.h"
#include "broker/store/people_rows.h"
#include "broker/store/reader.h"
#include "tests/unit/broker/store/store.h"

static void what_a_unique_column_refuses_is_a_duplicate(void)
{
	OWN(db) db = fresh_store();

	save_tree(db, small_tree);
	struct staff s = { .id = id_of("1"),
			   .account = TEXT("clerk1"),
			   .name = TEXT("周小满"),
			   .roles = ROLE_CLERK,
			   .node = code("990101101201"),
			   .password = TEXT("scrypt$") };

	CHECK_EQ(ERR_OK, staff_add(db, &s));
	CHECK_EQ(ERR_DUPLICATE, staff_add(db, &s));
	s.id = id_of("2");
	CHECK_EQ(ERR_DUPLICATE, staff_add(db, &s));
	s.account = TEXT("clerk2");
	s.node = code("990199000000");
	CHECK_EQ(ERR_NOT_FOUND, staff_add(db, &s));
	s.roles = ROLE_AUDITOR | ROLE_SYSADMIN;
	CHECK_EQ(ERR_BAD_INPUT, staff_add(db, &s));
}

static void text_comes_back_as_it_was(void)
{
	OWN(db) db = fresh_store();
	OWN(arena) a = arena_new();
	struct event e = { .name = TEXT("visit.booked"),
			   .at = NOW,
			   .data = TEXT("{\"a\":\"信\"}") };
	struct list found;

	CHECK_EQ(ERR_OK, event_add(db, &e));
	CHECK_EQ(ERR_OK, outbox_find(db, 0, 10, a, &found));
	CHECK_EQ(1, found.n);
	const struct event *back = found.items;
	CHECK_TEXT("visit.booked", back->name.at);
	CHECK_TEXT("{\"a\":\"信\"}", back->data.at);
	CHECK_EQ(NOW.ms, back->at.ms);
	CHECK_EQ(0, back->visit.n);
	CHECK_EQ(0, back->unit);
}

static void a_long_text_is_cut_at_a_character(void)
{
	OWN(db) db = fresh_store();
	char out[8];

	save_tree(db, small_tree);
	ROWS r = db_find(db, Q_node_list, "");

	CHECK_EQ(ERR_OK, rows_one(&r));
	rows_copy(&r, 3, out, sizeof(out));
	CHECK_TEXT("演示", out);
}

static void a_statement_may_be_left_in_the_middle(void)
{
	OWN(db) db = fresh_store();

	save_tree(db, small_tree);
	for (int i = 0; i < 3; i++) {
		ROWS r = db_find(db, Q_node_list, "");

		CHECK(rows_next(&r));
	}
}

static void a_failure_of_the_database_is_never_an_answer(void)
{
	OWN(db) db = fresh_store();

	CHECK_EQ(0, sqlite3_exec(db->sqlite, "DROP TABLE claim", NULL, NULL, NULL));
	CHECK(!db_found(db, Q_claim_list, "immu", (int64_t)1, NOW, NOW, (struct id){ "" }));
	CHECK_EQ(ERR_STORE, db_take_failure(db));
	CHECK_EQ(ERR_OK, db_take_failure(db));
}

static void a_database_of_a_newer_program_is_refused(void)
{
	char path[512];
	struct db *db = fresh_store();

	db_rollback(db);
	db_free(db);
	snprintf(path, sizeof(path), "%s/store.db", test_folder());
	CHECK_EQ(0, behind("INSERT INTO migration VALUES (99, 'later', x'00')"));
	CHECK_EQ(ERR_STORE, db_open_writer(path, &db));
	CHECK_EQ(ERR_STORE, db_open_reader(path, &db));
}

static void an_edited_step_is_refused(void)
{
	char path[512];
	struct db *db = fresh_store();

	db_rollback(db);
	db_free(db);
	snprintf(path, sizeof(path), "%s/store.db", test_folder());
	CHECK_EQ(ERR_OK, db_open_writer(path, &db));
	db_free(db);
	CHECK_EQ(0, behind("UPDATE migration SET digest = zeroblob(32) WHERE version = 1"));
	CHECK_EQ(ERR_STORE, db_open_writer(path, &db));
}

static void what_is_no_database_is_refused(void)
{
	char path[512];
	struct db *db;
	FILE *f = fopen(fresh_path(path), "w");

	fputs("this is not a database, and it is long enough to be read as a header of one", f);
	fputs("............................................................................", f);
	fclose(f);
	CHECK_EQ(ERR_STORE, db_open_writer(path, &db));
	CHECK_EQ(ERR_STORE, db_open_writer("/nowhere/at/all.db", &db));
}

static void a_question_that_takes_too_long_is_stopped(void)
{
	static const char endless[] =
		"WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT max(i) FROM n";
	struct outbox_range range;
	struct reader *r = NULL;
	struct db *writer = NULL;
	char path[512];

	CHECK_EQ(ERR_OK, db_open_writer(fresh_path(path), &writer));
	CHECK_EQ(ERR_OK, reader_new(path, &r));
	int64_t from = clock_thread_us(), since = clock_monotonic_us();
	struct db *db = reader_start(r);
	CHECK_EQ(SQLITE_INTERRUPT, sqlite3_exec(db->sqlite, endless, NULL, NULL, NULL));
	CHECK(clock_thread_us() - from >= READER_LIMIT_US ||
	      clock_monotonic_us() - since >= READER_WAIT_US);
	CHECK_EQ(ERR_OK, reader_stop(r));
	CHECK_EQ(ERR_OK, outbox_range(reader_start(r), &range));
	CHECK_EQ(ERR_OK, reader_stop(r));
	reader_free(r);
	db_free(writer);
}

/* Many programs may write to it all the time; one that only opens it must not stand in their queue. */
static void a_finished_database_opens_while_another_program_writes(void)
{
	char path[512];
	sqlite3 *other;
	struct db *db;

	CHECK_EQ(ERR_OK, db_open_writer(fresh_path(path), &db));
	db_free(db);
	CHECK_EQ(SQLITE_OK, sqlite3_open(path, &other));
	CHECK_EQ(SQLITE_OK, sqlite3_exec(other, "BEGIN IMMEDIATE", NULL, NULL, NULL));
	CHECK_EQ(ERR_OK, db_open_writer(path, &db));
	db_free(db);
	sqlite3_close(other);
}

static const struct test tests[] = {
	T(what_a_unique_column_refuses_is_a_duplicate),
	T(text_comes_back_as_it_was),
	T(a_long_text_is_cut_at_a_character),
	T(a_statement_may_be_left_in_the_middle),
	T(a_failure_of_the_database_is_never_an_answer),
	T(a_database_of_a_newer_program_is_refused),
	T(an_edited_step_is_refused),
	T(what_is_no_database_is_refused),
	T(a_finished_database_opens_while_another_program_writes),
	T(a_question_that_takes_too_long_is_stopped),
};
RUN_TESTS(tests)
