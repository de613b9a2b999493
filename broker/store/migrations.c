/* Append-only steps of the schema, with a table of what was run. */
#include "broker/store/migrations.h"

#include "broker/common/base/log.h"
#include "broker/common/seal/digest.h"
#include "broker/store/schema_001.h"
#include "broker/store/schema_002.h"
#include "broker/store/schema_003.h"
#include "broker/store/schema_004.h"
#include "broker/store/schema_005.h"
#include "broker/store/schema_006.h"
#include "broker/store/schema_007.h"
#include "broker/store/schema_008.h"
#include "broker/store/schema_009.h"
#include "broker/store/schema_010.h"
#include "broker/store/schema_011.h"
#include "broker/store/schema_012.h"
#include "broker/store/schema_013.h"
#include "broker/store/schema_014.h"
#include "broker/store/schema_015.h"

#include <sqlite3.h>
#include <string.h>

static const struct migration {
	int version;
	const char *name;
	const char *sql;
} migrations[] = {
	/* Append only: never edit a line that shipped. */
	{ 1, "places, people, matters, visits, recordings, outbox, audit", schema_001_sql },
	{ 2, "quality of legs, draining of media servers", schema_002_sql },
	{ 3, "documents in recordings", schema_003_sql },
	{ 4, "rooms of events", schema_004_sql },
	{ 5, "placements of visits, packages beside parts", schema_005_sql },
	{ 6, "the data key and what it sealed", schema_006_sql },
	{ 7, "who and from where in the audit, signed heads", schema_007_sql },
	{ 8, "sign-in by account and place, sessions that ended", schema_008_sql },
	{ 9, "chapters and gaps by kind", schema_009_sql },
	{ 10, "lists of a subtree", schema_010_sql },
	{ 11, "who opened a matter", schema_011_sql },
	{ 12, "how often a seat joins", schema_012_sql },
	{ 13, "English names of units and rooms", schema_013_sql },
	{ 14, "what people type, in versions", schema_014_sql },
	{ 15, "parts that never come", schema_015_sql },
};

#define MIGRATION_COUNT ((int)(sizeof(migrations) / sizeof(migrations[0])))

static struct sha256 migration_digest(const struct migration *m)
{
	return sha256_of((struct bytes){ (const uint8_t *)m->sql, strlen(m->sql) });
}

static enum err complain(sqlite3 *sqlite, int version)
{
	log_broken("store.schema", "version=%d code=%d", version, sqlite3_extended_errcode(sqlite));
	return sqlite3_errcode(sqlite) == SQLITE_FULL ? ERR_DISK_FULL : ERR_STORE;
}

/* How many steps were run, all of them as this program knows them; -1: it cannot go on. */
static int steps_done(sqlite3 *sqlite)
{
	sqlite3_stmt *s = NULL;
	int n = 0;

	if (sqlite3_prepare_v2(sqlite, "SELECT version, digest FROM migration ORDER BY version", -1,
			       &s, NULL))
		return -1;
	while (n >= 0 && sqlite3_step(s) == SQLITE_ROW) {
		bool known = n < MIGRATION_COUNT && sqlite3_column_int(s, 0) == n + 1 &&
			     sqlite3_column_bytes(s, 1) == SHA256_BYTES;
		struct sha256 digest =
			known ? migration_digest(&migrations[n]) : (struct sha256){ { 0 } };

		known = known && !memcmp(sqlite3_column_blob(s, 1), digest.at, SHA256_BYTES);
		n = known ? n + 1 : -1;
	}
	sqlite3_finalize(s);
	return n;
}

static bool step_run(sqlite3 *sqlite, const struct migration *m)
{
	struct sha256 digest = migration_digest(m);
	sqlite3_stmt *s = NULL;
	bool done;

	if (sqlite3_exec(sqlite, m->sql, NULL, NULL, NULL))
		return false;
	if (sqlite3_prepare_v2(sqlite, "INSERT INTO migration VALUES (?1, ?2, ?3)", -1, &s, NULL))
		return false;
	sqlite3_bind_int(s, 1, m->version);
	sqlite3_bind_text(s, 2, m->name, -1, SQLITE_STATIC);
	sqlite3_bind_blob(s, 3, digest.at, SHA256_BYTES, SQLITE_STATIC);
	done = sqlite3_step(s) == SQLITE_DONE;
	sqlite3_finalize(s);
	return done;
}

enum err migrations_run(struct sqlite3 *sqlite)
{
	/* The write lock only where there is something to write: another program may hold it. */
	if (steps_done(sqlite) == MIGRATION_COUNT)
		return ERR_OK;

	static const char table[] = "BEGIN IMMEDIATE; CREATE TABLE IF NOT EXISTS migration ("
				    " version INTEGER PRIMARY KEY, name TEXT NOT NULL,"
				    " digest BLOB NOT NULL) STRICT;";

	if (sqlite3_exec(sqlite, table, NULL, NULL, NULL))
		return complain(sqlite, 0);

	int n = steps_done(sqlite);
	bool good = n >= 0;

	for (; good && n < MIGRATION_COUNT; n++)
		good = step_run(sqlite, &migrations[n]);
	if (good && !sqlite3_exec(sqlite, "COMMIT", NULL, NULL, NULL))
		return ERR_OK;

	enum err e = complain(sqlite, n);

	sqlite3_exec(sqlite, "ROLLBACK", NULL, NULL, NULL);
	return e;
}

enum err migrations_check(struct sqlite3 *sqlite)
{
	if (steps_done(sqlite) != MIGRATION_COUNT)
		return complain(sqlite, MIGRATION_COUNT);
	return ERR_OK;
}
