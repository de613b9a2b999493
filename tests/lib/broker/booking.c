/* Makes bookings and looks at what they left, past the store. */
#include "tests/lib/broker/booking.h"

#include "broker/store/audit.h"
#include "broker/store/audit_check.h"
#include "broker/store/claims.h"
#include "broker/store/db.h"
#include "broker/store/outbox.h"

#include <sqlite3.h>
#include <stdio.h>
#include <string.h>

#define BEGIN_MS  INT64_C(1778547600000)
#define SLOT_MS   (40 * MINUTE_MS)
#define GRID_MS   (5 * MINUTE_MS)
#define GRID      4000 /* starts: about two weeks */
#define RECEIVERS 8
#define ROOMS     6
#define LANES     4

void booking_init(struct booking *b, struct mailbox *answers)
{
	uint32_t chance[3];

	random_fill(chance, sizeof(chance));
	*b = (struct booking){
		.job = { booking_run, answers, ERR_STORE },
		.visit = id_new((struct instant){ BEGIN_MS }),
		.receiver = (int)(chance[0] % RECEIVERS),
		.room = (int)(chance[1] % ROOMS),
	};
	b->span.from.ms = BEGIN_MS + (int64_t)(chance[2] % GRID) * GRID_MS;
	b->span.till.ms = b->span.from.ms + SLOT_MS;
}

void booking_init_alone(struct booking *b, struct mailbox *answers, int resource, int slot)
{
	booking_init(b, answers);
	b->receiver = b->room = resource;
	b->span.from.ms = BEGIN_MS + slot * SLOT_MS;
	b->span.till.ms = b->span.from.ms + SLOT_MS;
}

static enum err claim(struct db *db, const struct booking *b, enum resource_kind kind, int owner)
{
	char name[16];
	bool one = kind == RESOURCE_RECEIVER || kind == RESOURCE_ROOM;
	struct resource r = { .kind = kind };

	snprintf(name, sizeof(name), "%d", owner);
	r.owner = text_of(name);
	return claim_add_lane(db, &r, one ? 1 : LANES, b->span, b->visit);
}

static enum err claim_all(struct db *db, const struct booking *b)
{
	/* The lanes of both are for all, in time; of their own for a booking that is alone. */
	int shared = b->room < ROOMS ? 0 : b->room;

	TRY(claim(db, b, RESOURCE_RECEIVER, b->receiver));
	TRY(claim(db, b, RESOURCE_ROOM, b->room));
	TRY(claim(db, b, RESOURCE_RECORD, shared));
	return claim(db, b, RESOURCE_UPLINK, shared);
}

static enum err tell(struct db *db, const struct booking *b)
{
	OWN(arena) a = arena_new();
	char *data = arena_get(a, b->padding + 16);
	struct event e = { .name = TEXT("visit.booked"),
			   .at = b->span.from,
			   .visit = text_of(b->visit.text) };

	memset(data, 'x', b->padding + 16);
	data[b->padding] = '\0';
	e.data = text_of(data);
	return event_add(db, &e);
}

enum err booking_run(struct job *j, struct db *db)
{
	struct booking *b = (struct booking *)j;
	struct audit_entry entry = { .at = b->span.from,
				     .role = TEXT("clerk"),
				     .act = TEXT("visit.book"),
				     .result = TEXT("slot_taken"),
				     .object = text_of(b->visit.text) };
	enum err e = b->cancel ? claim_remove(db, b->visit) : claim_all(db, b);

	if (e == ERR_SLOT_TAKEN)
		audit_refused(db, &entry);
	TRY(e);
	entry.result = TEXT("ok");
	TRY(audit_add(db, &entry));
	return tell(db, b);
}

static int64_t first_number(sqlite3 *sqlite, const char *sql)
{
	sqlite3_stmt *s = NULL;
	int64_t n = -1;

	if (sqlite3_prepare_v2(sqlite, sql, -1, &s, NULL) == SQLITE_OK &&
	    sqlite3_step(s) == SQLITE_ROW)
		n = sqlite3_column_int64(s, 0);
	sqlite3_finalize(s);
	return n;
}

int64_t booking_ask(const char *path, const char *sql)
{
	sqlite3 *sqlite = NULL;
	int64_t n = -1;

	if (sqlite3_open_v2(path, &sqlite, SQLITE_OPEN_READONLY, NULL) == SQLITE_OK)
		n = first_number(sqlite, sql);
	sqlite3_close(sqlite);
	return n;
}

int64_t bookings_doubled(const char *path)
{
	return booking_ask(path, "SELECT count(*) FROM (SELECT starts, max(ends) OVER (PARTITION"
				 " BY resource ORDER BY starts ROWS BETWEEN UNBOUNDED PRECEDING"
				 " AND 1 PRECEDING) AS before FROM claim) WHERE before > starts");
}

int64_t bookings_half(const char *path)
{
	return booking_ask(path, "SELECT count(*) FROM (SELECT 1 FROM claim GROUP BY visit"
				 " HAVING count(*) <> 4)");
}

int64_t bookings_kept(const char *path)
{
	return booking_ask(path, "SELECT count(DISTINCT visit) FROM claim");
}

static void list_told(sqlite3 *sqlite, char ids[][ID_LENGTH], int n)
{
	sqlite3_stmt *s = NULL;

	sqlite3_exec(sqlite, "CREATE TEMP TABLE told (visit TEXT)", NULL, NULL, NULL);
	sqlite3_prepare_v2(sqlite, "INSERT INTO told VALUES (?1)", -1, &s, NULL);
	for (int i = 0; i < n; i++) {
		sqlite3_bind_text(s, 1, ids[i], ID_LENGTH, SQLITE_STATIC);
		sqlite3_step(s);
		sqlite3_reset(s);
	}
	sqlite3_finalize(s);
}

int64_t bookings_missing(const char *path, char ids[][ID_LENGTH], int n)
{
	sqlite3 *sqlite = NULL;
	int64_t missing = -1;

	if (sqlite3_open_v2(path, &sqlite, SQLITE_OPEN_READONLY, NULL) == SQLITE_OK) {
		list_told(sqlite, ids, n);
		if (first_number(sqlite, "SELECT count(*) FROM told") == n)
			missing = first_number(
				sqlite,
				"SELECT count(*) FROM told WHERE 4 <> (SELECT count(*) FROM claim"
				" WHERE claim.visit = told.visit) OR visit NOT IN"
				" (SELECT visit FROM event)");
	}
	sqlite3_close(sqlite);
	return missing;
}

bool bookings_are_whole(const char *path, int64_t entries)
{
	OWN(db) db = NULL;
	struct audit_check c;

	if (booking_ask(path, "SELECT count(*) = 1 AND max(integrity_check) = 'ok'"
			      " FROM pragma_integrity_check") != 1)
		return false;
	if (db_open_reader(path, &db) || audit_check(db, &c))
		return false;
	return c.done && !c.first_bad && (entries < 0 || c.entries == entries);
}
