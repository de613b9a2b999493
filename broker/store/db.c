/* Opens a connection with the settings that keep what was answered. */
#include "broker/store/db.h"

#include "broker/common/base/log.h"
#include "broker/store/connection.h"
#include "broker/store/migrations.h"
#include "broker/store/search.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* Patience first: while another program opens or closes the file, even the journal's mode cannot be
 * read. Checkpoints are the writer's own choice. REPLACE must not go round the audit log's triggers. */
static const char writer_settings[] = "PRAGMA busy_timeout = 5000;"
				      "PRAGMA journal_mode = WAL;"
				      "PRAGMA synchronous = FULL;"
				      "PRAGMA wal_autocheckpoint = 0;"
				      "PRAGMA foreign_keys = ON;"
				      "PRAGMA recursive_triggers = ON;"
				      "PRAGMA temp_store = MEMORY;"
				      "PRAGMA cache_size = -131072;";

static const char reader_settings[] = "PRAGMA query_only = ON;"
				      "PRAGMA temp_store = MEMORY;"
				      "PRAGMA cache_size = -32768;"
				      "PRAGMA busy_timeout = 0;";

static int on_log_grown(void *p, sqlite3 *sqlite, const char *name, int pages)
{
	struct db *db = p;

	(void)sqlite;
	(void)name;
	db->log_pages = pages;
	return SQLITE_OK;
}

static enum err open_file(const char *path, int flags, const char *settings, struct db **out)
{
	struct db *db = calloc(1, sizeof(*db));

	if (!db)
		abort();
	db->refused_arena = arena_new();
	if (sqlite3_open_v2(path, &db->sqlite, flags | SQLITE_OPEN_NOMUTEX, NULL) ||
	    sqlite3_exec(db->sqlite, settings, NULL, NULL, NULL) || search_define(db->sqlite)) {
		enum err e = db_take_code(db, sqlite3_extended_errcode(db->sqlite), "open");

		db_free(db);
		return e;
	}
	sqlite3_extended_result_codes(db->sqlite, 1);
	sqlite3_db_config(db->sqlite, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
	sqlite3_db_config(db->sqlite, SQLITE_DBCONFIG_DQS_DML, 0, NULL);
	sqlite3_db_config(db->sqlite, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);
	*out = db;
	return ERR_OK;
}

enum err db_open_writer(const char *path, struct db **out)
{
	/* Made here so that only the owner may read it; the log takes the same mode. */
	int fd = open(path, O_CREAT | O_RDWR | O_CLOEXEC, 0600);

	if (fd < 0) {
		log_broken("store.failed", "where=open");
		return ERR_STORE;
	}
	close(fd);

	OWN(db) db = NULL;

	TRY(open_file(path, SQLITE_OPEN_READWRITE, writer_settings, &db));
	TRY(migrations_run(db->sqlite));
	sqlite3_wal_hook(db->sqlite, on_log_grown, db);
	*out = db_give(&db);
	return ERR_OK;
}

enum err db_open_reader(const char *path, struct db **out)
{
	OWN(db) db = NULL;

	TRY(open_file(path, SQLITE_OPEN_READONLY, reader_settings, &db));
	TRY(migrations_check(db->sqlite));
	*out = db_give(&db);
	return ERR_OK;
}

void db_free(struct db *db)
{
	if (!db)
		return;
	for (int i = 0; i < QUERY_COUNT; i++)
		sqlite3_finalize(db->statements[i]);
	sqlite3_close(db->sqlite);
	arena_free(db->refused_arena);
	free(db);
}

bool db_is_outside(const struct db *db)
{
	return sqlite3_get_autocommit(db->sqlite);
}
