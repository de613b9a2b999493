/*
 * What a connection is made of, for the files of the store that keep something with it: stmt.c
 * (statements), audit.c (the head of the chain), writer.c and reader.c. Nobody else includes it.
 */
#ifndef BROKER_STORE_CONNECTION_H
#define BROKER_STORE_CONNECTION_H

#include "broker/store/audit.h"
#include "broker/store/db.h"

#include <sqlite3.h>

struct audit_head {
	int64_t seq;
	struct sha256 hash;
};

struct db {
	sqlite3 *sqlite;
	sqlite3_stmt *statements[QUERY_COUNT];
	enum err failed;        /* the first failure of the database since somebody asked */
	int64_t deadline_us;    /* of a reader's message; 0: none */
	int64_t work_until_us;  /* and of its thread's CPU time */
	int log_pages;          /* of the write-ahead log at the last commit */
	bool event_added;       /* in this transaction */
	struct audit_head head; /* in this transaction */
	struct audit_head kept; /* as it stands in the table */
	struct arena *refused_arena;
	struct audit_entry refused[AUDIT_REFUSED_MAX];
	int refused_n;
};

/* Logs and keeps a failure; what a constraint refuses is only translated. */
enum err db_take_code(struct db *db, int code, const char *where);

/* The failure kept, once; ERR_OK: none. */
enum err db_take_failure(struct db *db);

/* Has the database itself ended the transaction? */
bool db_is_outside(const struct db *db);

/* audit.c: at the start of a transaction, before its commit, and the refusals of a job. */
enum err audit_load_head(struct db *db);
enum err audit_save_head(struct db *db);
enum err audit_add_refused(struct db *db);

/* Of an entry: its hash after the one before it, and its row (AUDIT_COLUMNS). */
struct sha256 audit_entry_hash(const struct audit_entry *e, const struct sha256 *prev);
void audit_entry_load(const struct rows *r, struct arena *a, struct audit_entry *e);

#endif
