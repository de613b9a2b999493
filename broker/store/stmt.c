/* Named statements: prepared once, bound by type letters, read by typed getters. */
#include "broker/store/connection.h"

#include "broker/common/base/log.h"
#include "broker/common/form/fields.h"

#include <assert.h>
#include <stdarg.h>
#include <string.h>

#define SEEK                                 0
#define SCAN                                 1
#define AS_STATEMENT(name, types, plan, sql) { #name, types, sql },
static const struct statement {
	const char *name;
	const char *types;
	const char *sql;
} statements[] = { QUERIES(AS_STATEMENT) };

static enum err raised_word(struct db *db)
{
	const char *said = sqlite3_errmsg(db->sqlite);

	for (int e = 1; e < ERR_COUNT; e++) {
		if (!strcmp(said, err_word(e)))
			return e;
	}
	return ERR_STORE;
}

static enum err refused_by(struct db *db, int code)
{
	switch (code) {
	case SQLITE_CONSTRAINT_UNIQUE:
	case SQLITE_CONSTRAINT_PRIMARYKEY:
	case SQLITE_CONSTRAINT_ROWID:
		return ERR_DUPLICATE;
	case SQLITE_CONSTRAINT_FOREIGNKEY:
		return ERR_NOT_FOUND;
	case SQLITE_CONSTRAINT_TRIGGER:
		return raised_word(db);
	}
	return ERR_BAD_INPUT;
}

static enum err failure_of(int code)
{
	switch (code & 0xff) {
	case SQLITE_FULL:
		return ERR_DISK_FULL;
	case SQLITE_INTERRUPT:
	case SQLITE_BUSY:
	case SQLITE_LOCKED:
		return ERR_BUSY;
	}
	return ERR_STORE;
}

enum err db_take_code(struct db *db, int code, const char *where)
{
	if ((code & 0xff) == SQLITE_CONSTRAINT)
		return refused_by(db, code);

	enum err e = failure_of(code);

	if (e != ERR_BUSY)
		log_broken("store.failed", "where=%s code=%d", where, code);
	if (!db->failed)
		db->failed = e;
	return e;
}

enum err db_take_failure(struct db *db)
{
	enum err e = db->failed;

	db->failed = ERR_OK;
	return e;
}

/* The values of a call, by the letters that the statement declares. */
struct values {
	const char *types;
	va_list list;
};

static int bind_text(sqlite3_stmt *s, int i, struct text t)
{
	return sqlite3_bind_text(s, i, t.n ? t.at : "", (int)t.n, SQLITE_TRANSIENT);
}

static int bind_word(sqlite3_stmt *s, int i, const char *word)
{
	if (!word || !*word)
		return sqlite3_bind_null(s, i);
	return sqlite3_bind_text(s, i, word, -1, SQLITE_TRANSIENT);
}

static int bind_bytes(sqlite3_stmt *s, int i, struct bytes b)
{
	if (!b.at)
		return sqlite3_bind_null(s, i);
	return sqlite3_bind_blob(s, i, b.at, (int)b.n, SQLITE_TRANSIENT);
}

static int bind_string(sqlite3_stmt *s, int i, const char *string)
{
	return string ? bind_text(s, i, text_of(string)) : sqlite3_bind_null(s, i);
}

static int bind_digest(sqlite3_stmt *s, int i, struct sha256 digest)
{
	return sqlite3_bind_blob(s, i, digest.at, SHA256_BYTES, SQLITE_TRANSIENT);
}

static int bind_one(sqlite3_stmt *s, int i, struct values *v)
{
	struct text t;

	switch (v->types[i - 1]) {
	case 'i':
		return sqlite3_bind_int64(s, i, va_arg(v->list, int64_t));
	case 'w':
		return sqlite3_bind_int64(s, i, va_arg(v->list, int));
	case 'm':
		return sqlite3_bind_int64(s, i, va_arg(v->list, struct instant).ms);
	case 's':
		return bind_string(s, i, va_arg(v->list, const char *));
	case 't':
		return bind_text(s, i, va_arg(v->list, struct text));
	case 'o':
		t = va_arg(v->list, struct text);
		return t.n ? bind_text(s, i, t) : sqlite3_bind_null(s, i);
	case 'b':
		return bind_bytes(s, i, va_arg(v->list, struct bytes));
	case 'h':
		return bind_digest(s, i, va_arg(v->list, struct sha256));
	case 'u':
		return bind_word(s, i, va_arg(v->list, struct id).text);
	case 'n':
		return bind_word(s, i, va_arg(v->list, struct code12).digits);
	}
	assert(!"a letter that db.h does not know");
	return SQLITE_MISUSE;
}

static int prepare(struct db *db, enum query q)
{
	return sqlite3_prepare_v3(db->sqlite, statements[q].sql, -1, SQLITE_PREPARE_PERSISTENT,
				  &db->statements[q], NULL);
}

/* The statement with its values; NULL after a failure, which is kept. */
static sqlite3_stmt *start(struct db *db, enum query q, struct values *v)
{
	int code = SQLITE_OK;

	assert(!strcmp(v->types, statements[q].types));
	if (!db->statements[q])
		code = prepare(db, q);

	sqlite3_stmt *s = db->statements[q];

	assert(!s || !sqlite3_stmt_busy(s));
	for (int i = 1; !code && v->types[i - 1]; i++)
		code = bind_one(s, i, v);
	if (!code)
		return s;
	db_take_code(db, code, statements[q].name);
	return NULL;
}

enum err db_run(struct db *db, enum query q, const char *types, ...)
{
	struct values v = { .types = types };

	va_start(v.list, types);
	sqlite3_stmt *s = start(db, q, &v);
	va_end(v.list);
	if (!s)
		return db->failed;

	int code = sqlite3_step(s);
	enum err e = ERR_OK;

	if (code != SQLITE_DONE && code != SQLITE_ROW)
		e = db_take_code(db, code, statements[q].name);
	sqlite3_reset(s);
	return e;
}

/* The first row of a statement, if it has one. The caller resets. */
static bool first_row(struct db *db, enum query q, sqlite3_stmt *s)
{
	int code = s ? sqlite3_step(s) : SQLITE_DONE;

	if (code != SQLITE_ROW && code != SQLITE_DONE)
		db_take_code(db, code, statements[q].name);
	return code == SQLITE_ROW;
}

bool db_found(struct db *db, enum query q, const char *types, ...)
{
	struct values v = { .types = types };

	va_start(v.list, types);
	sqlite3_stmt *s = start(db, q, &v);
	va_end(v.list);

	bool found = first_row(db, q, s);

	sqlite3_reset(s);
	return found;
}

int64_t db_int(struct db *db, enum query q, int64_t otherwise, const char *types, ...)
{
	struct values v = { .types = types };

	va_start(v.list, types);
	sqlite3_stmt *s = start(db, q, &v);
	va_end(v.list);

	int64_t out = otherwise;

	if (first_row(db, q, s) && sqlite3_column_type(s, 0) != SQLITE_NULL)
		out = sqlite3_column_int64(s, 0);
	sqlite3_reset(s);
	return out;
}

int db_changes(const struct db *db)
{
	return sqlite3_changes(db->sqlite);
}

int64_t db_last_row(const struct db *db)
{
	return sqlite3_last_insert_rowid(db->sqlite);
}

struct rows db_find(struct db *db, enum query q, const char *types, ...)
{
	struct values v = { .types = types };
	struct rows r = { .db = db };

	va_start(v.list, types);
	r.statement = start(db, q, &v);
	va_end(v.list);
	if (!r.statement)
		r.err = db->failed;
	return r;
}

bool rows_next(struct rows *r)
{
	if (!r->statement)
		return false;

	int code = sqlite3_step(r->statement);

	if (code == SQLITE_ROW)
		return true;
	if (code != SQLITE_DONE)
		r->err = db_take_code(r->db, code, "rows");
	rows_clear(r);
	return false;
}

enum err rows_err(const struct rows *r)
{
	return r->err;
}

enum err rows_one(struct rows *r)
{
	if (rows_next(r))
		return ERR_OK;
	return r->err ? r->err : ERR_NOT_FOUND;
}

void rows_clear(struct rows *r)
{
	sqlite3_reset(r->statement);
	r->statement = NULL;
}
