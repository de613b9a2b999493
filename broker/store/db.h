/*
 * A connection to the database with its named statements (queries.h), each prepared once when it
 * is first needed. The writer thread owns one, the loop's reader another. Values go in and come
 * out by a type string that must be the declared one of the statement:
 *
 *   i int64_t   w int, enum, bool   m struct instant   s const char * (NULL is NULL)
 *   t struct text   o struct text, empty is NULL   b struct bytes (NULL is NULL)
 *   h struct sha256   u struct id, "" is NULL   n struct code12, "" is NULL
 *
 * A failure of the database itself (not of a constraint) stays with the connection until its
 * keeper asks: the writer turns the job into that error, the reader answers ERR_BUSY. So a
 * db_found that could not look is never taken for an answer.
 */
#ifndef BROKER_STORE_DB_H
#define BROKER_STORE_DB_H

#include "broker/common/base/arena.h"
#include "broker/common/base/clock.h"
#include "broker/common/base/ids.h"
#include "broker/common/seal/digest.h"
#include "broker/core/code12.h"
#include "broker/store/queries.h"

struct db;

/* Makes the file when it is not there and brings its schema up to date. */
MUST_USE enum err db_open_writer(const char *path, struct db **out);
/* Read only; the file must be there with the schema of this program. */
MUST_USE enum err db_open_reader(const char *path, struct db **out);
void db_free(struct db *db);
OWNABLE(db)

/* Runs a statement that gives no rows. A refused constraint: ERR_DUPLICATE (unique),
 * ERR_NOT_FOUND (foreign key), ERR_BAD_INPUT (check), or the word a trigger raised. */
MUST_USE enum err db_run(struct db *db, enum query q, const char *types, ...);

/* Is there a row? */
bool db_found(struct db *db, enum query q, const char *types, ...);

/* The first column of the first row, or `otherwise` when there is none or it is NULL. */
int64_t db_int(struct db *db, enum query q, int64_t otherwise, const char *types, ...);

/* Rows changed by the last db_run; the rowid of the last insert. */
int db_changes(const struct db *db);
int64_t db_last_row(const struct db *db);

/* May a read that goes on by itself go on? Less than half of what it may take is used up. */
bool db_has_time(const struct db *db);

/* Rows of a statement, one after the other: ROWS r = db_find(db, Q_x, "i", i);
 * while (rows_next(&r)) ...; return rows_err(&r). A statement gives one set of rows at a time. */
struct rows {
	struct db *db;
	struct sqlite3_stmt *statement; /* NULL: failed at the start */
	enum err err;
};

#define ROWS __attribute__((cleanup(rows_clear))) struct rows

struct rows db_find(struct db *db, enum query q, const char *types, ...);
bool rows_next(struct rows *r);
MUST_USE enum err rows_err(const struct rows *r);
/* The one row that must be there: ERR_NOT_FOUND when it is not. */
MUST_USE enum err rows_one(struct rows *r);
void rows_clear(struct rows *r);

/* Columns from 0; NULL reads as zero, "" or empty. What has a length is copied to the arena. */
int64_t rows_int(const struct rows *r, int column);
int rows_word(const struct rows *r, int column);
bool rows_bool(const struct rows *r, int column);
bool rows_is_null(const struct rows *r, int column);
struct instant rows_instant(const struct rows *r, int column);
struct id rows_id(const struct rows *r, int column);
struct code12 rows_code12(const struct rows *r, int column);
struct sha256 rows_sha256(const struct rows *r, int column);
struct text rows_text(const struct rows *r, int column, struct arena *a);
struct bytes rows_bytes(const struct rows *r, int column, struct arena *a);
/* Terminated, cut at a character when it is too long. */
void rows_copy(const struct rows *r, int column, char *out, size_t size);

/* A list in an arena that grows by one: *(struct x *)list_add(&l, &room, a, sizeof(struct x)).
 * `room` starts at 0; l.items stays valid for fields_format. */
struct list;
void *list_add(struct list *l, size_t *room, struct arena *a, size_t item_size);

/* A transaction of one's own, for programs that run without the writer (demo data, tests). */
MUST_USE enum err db_start(struct db *db);
MUST_USE enum err db_commit(struct db *db);
void db_rollback(struct db *db);

#endif
