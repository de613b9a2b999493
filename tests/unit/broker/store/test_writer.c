/* The writer: savepoints, answers after the commit, refusals that stay, disk full. */
#include "broker/store/audit.h"
#include "broker/store/audit_check.h"
#include "broker/store/connection.h"
#include "broker/store/outbox.h"
#include "broker/store/reader.h"
#include "broker/store/writer.h"
#include "tests/unit/broker/store/store.h"

struct work {
	struct job job;
	int event;   /* adds one with this number in its data, unless 0 */
	int refused; /* leaves a refusal */
	int audits;  /* adds entries */
	enum err err;
	int broken; /* asks a table that is not there */
};

static void add_event(struct db *db, int number)
{
	char data[32];
	struct event e = { .name = TEXT("test.done"), .at = NOW };

	snprintf(data, sizeof(data), "{\"n\":%d}", number);
	e.data = text_of(data);
	CHECK_EQ(ERR_OK, event_add(db, &e));
}

static enum err add_fill(struct db *db, int64_t bytes)
{
	OWN(arena) a = arena_new();
	char *data = arena_get(a, (size_t)bytes + 1);
	struct event e = { .name = TEXT("test.fill"), .at = NOW, .data = { data, (size_t)bytes } };

	memset(data, 'x', (size_t)bytes);
	return event_add(db, &e);
}

static enum err work_run(struct job *j, struct db *db)
{
	struct work *w = (struct work *)j;
	struct audit_entry e = { .at = NOW,
				 .role = TEXT("clerk"),
				 .act = TEXT("recording.get"),
				 .result = TEXT("forbidden") };

	if (w->event)
		add_event(db, w->event);
	for (int i = 0; i < w->audits; i++)
		TRY(audit_add(db, &e));
	if (w->refused)
		audit_refused(db, &e);
	if (w->broken) {
		sqlite3_exec(db->sqlite, "DROP TABLE claim", NULL, NULL, NULL);
		db_found(db, Q_claim_list, "immu", (int64_t)1, NOW, NOW, (struct id){ "" });
	}
	return w->err;
}

struct fixture {
	char path[512];
	struct outbox outbox;
	struct writer *writer;
	struct mailbox *answers;
};

static void fixture_init(struct fixture *f)
{
	f->outbox.newest = 0;
	f->answers = mailbox_new(1000);
	CHECK_EQ(ERR_OK, writer_new(fresh_path(f->path), &f->outbox, &f->writer));
}

static void fixture_clear(struct fixture *f)
{
	writer_free(f->writer);
	mailbox_free(f->answers);
}

/* Posts all at once and waits for all the answers. */
static void do_all(struct fixture *f, struct work *work, int n)
{
	void *done[64];
	int back = 0;

	for (int i = 0; i < n; i++) {
		work[i].job.run = work_run;
		work[i].job.answer = f->answers;
		CHECK_EQ(ERR_OK, writer_post(f->writer, &work[i].job));
	}
	while (back < n)
		back += mailbox_wait(f->answers, done, 64, -1);
}

static int count_events(struct fixture *f)
{
	OWN(arena) a = arena_new();
	struct reader *r;
	struct list found;

	CHECK_EQ(ERR_OK, reader_new(f->path, &r));
	CHECK_EQ(ERR_OK, outbox_find(reader_start(r), 0, 500, a, &found));
	CHECK_EQ(ERR_OK, reader_stop(r));
	reader_free(r);
	return (int)found.n;
}

static int count_audit(struct fixture *f, struct audit_check *c)
{
	struct db *db;

	CHECK_EQ(ERR_OK, db_open_reader(f->path, &db));
	CHECK_EQ(ERR_OK, audit_check(db, c));
	db_free(db);
	return (int)c->entries;
}

static void a_job_that_fails_leaves_nothing(void)
{
	struct fixture f;
	struct work work[] = { { .event = 1 },
			       { .event = 2, .err = ERR_SLOT_TAKEN },
			       { .event = 3 } };

	fixture_init(&f);
	do_all(&f, work, 3);
	CHECK_EQ(ERR_OK, work[0].job.result);
	CHECK_EQ(ERR_SLOT_TAKEN, work[1].job.result);
	CHECK_EQ(ERR_OK, work[2].job.result);
	CHECK_EQ(2, count_events(&f));
	CHECK_EQ(2, f.outbox.newest);
	fixture_clear(&f);
}

static void a_refusal_keeps_its_audit_entry(void)
{
	struct fixture f;
	struct audit_check c;
	struct work work[] = { { .audits = 2 },
			       { .audits = 3, .event = 1, .refused = 1, .err = ERR_FORBIDDEN },
			       { .audits = 1, .refused = 1 },
			       { .audits = 1, .err = ERR_BAD_INPUT } };

	fixture_init(&f);
	do_all(&f, work, 4);
	CHECK_EQ(ERR_FORBIDDEN, work[1].job.result);
	CHECK_EQ(5, count_audit(&f, &c));
	CHECK_EQ(0, c.first_bad);
	CHECK_EQ(0, count_events(&f));
	fixture_clear(&f);
}

static void a_job_that_could_not_look_fails(void)
{
	struct fixture f;
	struct work work[] = { { .event = 1 }, { .event = 2, .broken = 1 }, { .event = 3 } };

	fixture_init(&f);
	do_all(&f, work, 3);
	CHECK_EQ(ERR_OK, work[0].job.result);
	CHECK_EQ(ERR_STORE, work[1].job.result);
	CHECK_EQ(ERR_OK, work[2].job.result);
	CHECK_EQ(2, count_events(&f));
	fixture_clear(&f);
}

static void many_jobs_share_few_commits(void)
{
	struct fixture f;
	struct work work[400] = { { .event = 0 } };

	fixture_init(&f);
	for (int i = 0; i < 400; i++)
		work[i].event = i + 1;
	do_all(&f, work, 400);
	CHECK_EQ(400, count_events(&f));
	CHECK_EQ(400, writer_count(f.writer).jobs);
	CHECK(writer_count(f.writer).commits < 400);
	fixture_clear(&f);
}

/* The disk itself filling below a running writer: tests/fault/broker/test_disk_full.c. */
static void a_full_database_is_told_and_goes_on_with_less(void)
{
	char path[512];
	struct db *db;

	CHECK_EQ(ERR_OK, db_open_writer(fresh_path(path), &db));
	CHECK_EQ(0, sqlite3_exec(db->sqlite, "PRAGMA max_page_count = 1000", NULL, NULL, NULL));
	CHECK_EQ(ERR_OK, db_start(db));
	CHECK_EQ(ERR_DISK_FULL, add_fill(db, 8 << 20));
	CHECK_EQ(ERR_DISK_FULL, db_take_failure(db));
	db_rollback(db);
	CHECK_EQ(ERR_OK, db_start(db));
	add_event(db, 4);
	CHECK_EQ(ERR_OK, db_commit(db));
	db_free(db);
}

static void a_stopped_writer_refuses_jobs_but_ends_what_it_has(void)
{
	struct fixture f;
	struct work work[20] = { { .event = 0 } };
	void *done[64];

	fixture_init(&f);
	for (int i = 0; i < 20; i++) {
		work[i] =
			(struct work){ .job = { work_run, f.answers, ERR_STORE }, .event = i + 1 };
		CHECK_EQ(ERR_OK, writer_post(f.writer, &work[i].job));
	}
	writer_free(f.writer);
	CHECK_EQ(20, mailbox_take(f.answers, done, 64));
	CHECK_EQ(20, count_events(&f));
	mailbox_free(f.answers);
}

static void events_go_on_counting_after_a_restart(void)
{
	struct fixture f;
	struct work first = { .event = 1 }, second = { .event = 2 };

	fixture_init(&f);
	do_all(&f, &first, 1);
	writer_free(f.writer);
	f.outbox.newest = 0;
	CHECK_EQ(ERR_OK, writer_new(f.path, &f.outbox, &f.writer));
	CHECK_EQ(1, f.outbox.newest);
	do_all(&f, &second, 1);
	CHECK_EQ(2, f.outbox.newest);
	fixture_clear(&f);
}

static void a_database_that_another_program_holds_is_busy_and_comes_back(void)
{
	struct fixture f;
	struct work early = { .event = 1 }, late = { .event = 2 };
	sqlite3 *other;

	fixture_init(&f);
	CHECK_EQ(SQLITE_OK, sqlite3_open(f.path, &other));
	CHECK_EQ(SQLITE_OK, sqlite3_exec(other, "BEGIN IMMEDIATE", NULL, NULL, NULL));
	do_all(&f, &early, 1);
	sqlite3_close(other);
	CHECK_EQ(ERR_BUSY, early.job.result);
	do_all(&f, &late, 1);
	CHECK_EQ(ERR_OK, late.job.result);
	CHECK_EQ(1, count_events(&f));
	fixture_clear(&f);
}

static const struct test tests[] = {
	T(a_job_that_fails_leaves_nothing),
	T(a_refusal_keeps_its_audit_entry),
	T(a_job_that_could_not_look_fails),
	T(many_jobs_share_few_commits),
	T(a_full_database_is_told_and_goes_on_with_less),
	T(a_stopped_writer_refuses_jobs_but_ends_what_it_has),
	T(events_go_on_counting_after_a_restart),
	T(a_database_that_another_program_holds_is_busy_and_comes_back),
};
RUN_TESTS(tests)
