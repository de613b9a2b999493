/*
 * Plain SQLite in its best shape of limits.md: claims without rowid, the test of the predecessor
 * only, a savepoint a booking, a commit for each batch, a checkpoint every 20,000 pages.
 */
#ifndef TESTS_BENCH_BROKER_PLAIN_H
#define TESTS_BENCH_BROKER_PLAIN_H

#include "broker/common/base/ids.h"
#include "broker/core/span.h"
#include "tests/lib/test.h"

#include <sqlite3.h>
#include <stdlib.h>

struct plain_booking {
	int resource[3];
	struct span span;
	struct id visit;
};

struct plain {
	sqlite3 *db;
	int batch; /* bookings a commit */
	sqlite3_stmt *start, *commit, *mark, *keep, *undo, *last, *add;
};

static inline sqlite3_stmt *plain_statement(struct plain *p, const char *sql)
{
	sqlite3_stmt *s = NULL;

	CHECK_EQ(SQLITE_OK,
		 sqlite3_prepare_v3(p->db, sql, -1, SQLITE_PREPARE_PERSISTENT, &s, NULL));
	return s;
}

static inline struct plain *plain_open(const char *path, int batch)
{
	struct plain *p = calloc(1, sizeof *p);

	CHECK(p != NULL);
	p->batch = batch;
	CHECK_EQ(SQLITE_OK,
		 sqlite3_open_v2(path, &p->db,
				 SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX,
				 NULL));
	CHECK_EQ(
		SQLITE_OK,
		sqlite3_exec(
			p->db,
			"PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;"
			"PRAGMA wal_autocheckpoint=20000; PRAGMA cache_size=-131072;"
			"CREATE TABLE claim (resource INTEGER NOT NULL, starts INTEGER NOT NULL,"
			" ends INTEGER NOT NULL, visit TEXT NOT NULL, PRIMARY KEY (resource, starts))"
			" STRICT, WITHOUT ROWID",
			NULL, NULL, NULL));
	p->start = plain_statement(p, "BEGIN IMMEDIATE");
	p->commit = plain_statement(p, "COMMIT");
	p->mark = plain_statement(p, "SAVEPOINT booking");
	p->keep = plain_statement(p, "RELEASE booking");
	p->undo = plain_statement(p, "ROLLBACK TO booking");
	p->last = plain_statement(p, "SELECT ends FROM claim WHERE resource = ?1 AND starts < ?2"
				     " ORDER BY starts DESC LIMIT 1");
	p->add = plain_statement(p, "INSERT INTO claim VALUES (?1, ?2, ?3, ?4)");
	return p;
}

static inline void plain_free(struct plain *p)
{
	sqlite3_stmt *all[] = { p->start, p->commit, p->mark, p->keep, p->undo, p->last, p->add };

	for (size_t i = 0; i < sizeof all / sizeof *all; i++)
		sqlite3_finalize(all[i]);
	sqlite3_close(p->db);
	free(p);
}

static inline void plain_run(sqlite3_stmt *s)
{
	CHECK_EQ(SQLITE_DONE, sqlite3_step(s));
	sqlite3_reset(s);
}

static inline void plain_start(struct plain *p)
{
	plain_run(p->start);
}

static inline void plain_commit(struct plain *p)
{
	plain_run(p->commit);
}

static inline void plain_add(struct plain *p, int64_t resource, struct span span, struct id visit)
{
	sqlite3_bind_int64(p->add, 1, resource);
	sqlite3_bind_int64(p->add, 2, span.from.ms);
	sqlite3_bind_int64(p->add, 3, span.till.ms);
	sqlite3_bind_text(p->add, 4, visit.text, ID_LENGTH, SQLITE_STATIC);
	plain_run(p->add);
}

static inline bool plain_is_free(struct plain *p, int64_t resource, struct span span)
{
	sqlite3_bind_int64(p->last, 1, resource);
	sqlite3_bind_int64(p->last, 2, span.till.ms);
	bool free = sqlite3_step(p->last) != SQLITE_ROW ||
		    sqlite3_column_int64(p->last, 0) <= span.from.ms;
	sqlite3_reset(p->last);
	return free;
}

static inline bool plain_book(struct plain *p, const struct plain_booking *b)
{
	bool good = true;

	plain_run(p->mark);
	for (int k = 0; k < 3 && good; k++) {
		good = plain_is_free(p, b->resource[k], b->span);
		if (good)
			plain_add(p, b->resource[k], b->span, b->visit);
	}
	if (!good)
		plain_run(p->undo);
	plain_run(p->keep);
	return good;
}

/* Microseconds for n bookings; *accepted of them found all three free. */
static inline int64_t plain_turn(struct plain *p, const struct plain_booking *b, int n,
				 int *accepted)
{
	int64_t start = clock_monotonic_us();

	*accepted = 0;
	for (int i = 0; i < n; i++) {
		if (i % p->batch == 0)
			plain_start(p);
		*accepted += plain_book(p, &b[i]);
		if (i % p->batch == p->batch - 1 || i == n - 1)
			plain_commit(p);
	}
	return clock_monotonic_us() - start;
}

#endif
