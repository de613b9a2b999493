/* Every list at a million rows, in the smallest and the largest scope: what a page costs, counted in
 * steps of statements and pages of the file, and that a walk over all pages ends. */
#include "broker/common/seal/digest.h"
#include "broker/core/day.h"
#include "broker/service/house/records.h"
#include "broker/service/matter/matters.h"
#include "broker/service/media/media.h"
#include "broker/service/media/quality.h"
#include "broker/service/messages.h"
#include "broker/service/recording/recordings.h"
#include "broker/service/visit/visits.h"
#include "broker/store/connection.h"
#include "broker/store/place_rows.h"
#include "broker/store/reader.h"
#include "broker/store/search.h"
#include "tests/lib/test.h"

#include <sqlite3.h>
#include <stdio.h>
#include <string.h>

#define STEPS_MOST 60000           /* of the virtual machine, for one page: under 3 ms */
#define PAGES_MOST 12000           /* touched in the page cache */
#define BASE       "1746000000000" /* 2025-04-30 16:00 +08:00; row i is i minutes later */
#define MILLION                                                                                    \
	"WITH RECURSIVE c (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM c WHERE i < 1000000) "
#define NATION  "000000000000"
#define SMALL   "990120000499" /* a village with the hundred oldest rows */
#define NOWHERE "990121000000" /* a district without any */
#define FIRST   "990101000000"

/* Twenty districts of five hundred villages; triggers would make what is made here at once. */
static const char *const fill[] = {
	"PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -262144;"
	"DROP TRIGGER visit_scope_add; DROP TRIGGER recording_scope_add; BEGIN",
	"INSERT INTO node SELECT '" NATION "', 1, '" NATION "', 'n', '', 1,"
	" '2025-01-01', NULL, NULL, 0",
	"WITH RECURSIVE c (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM c WHERE i < 21)"
	" INSERT INTO node SELECT printf('9901%02d000000', i), 3, '" NATION "',"
	" 'd', '', 1, '2025-01-01', NULL, NULL, i FROM c",
	"WITH RECURSIVE c (i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM c WHERE i < 9999)"
	" INSERT INTO node SELECT printf('9901%02d%06d', i / 500 + 1, i % 500 + 1), 5,"
	" printf('9901%02d000000', i / 500 + 1), 'v', '', 1, '2025-01-01', NULL, NULL, i FROM c",
	"INSERT INTO node_scope SELECT code, code FROM node",
	"INSERT INTO node_scope SELECT code, '" NATION "' FROM node WHERE tier > 1",
	"INSERT INTO node_scope SELECT code, parent FROM node WHERE tier = 5",
	MILLION "INSERT INTO unit (id, code, name, node, kind) SELECT i, 'U' || i, 'u', '" FIRST
		"',"
		" iif(i = 1, 'petition', 'other') FROM c",
	MILLION
	"INSERT INTO matter (row, id, number, village, competent, kind, state, subject,"
	" request, name, contact, address, created)"
	" SELECT i, printf('01M%023d', i), 'M' || i, CASE WHEN i <= 100 THEN '" SMALL "'"
	" ELSE printf('9901%02d%06d', i % 9998 / 500 + 1, i % 9998 % 500 + 1) END, '" NATION "',"
	" iif(i = 5, 2, i % 2), 0, iif(i % 2, '道路事项', '农村事项') || iif(i = 77, '孤例', ''), '',"
	" sealed(printf('01M%023d', i), 'name'), x'00', x'00', 0 FROM c",
	"INSERT INTO matter_search (rowid, pieces, scope) SELECT row, search_pieces(subject),"
	" " SEARCH_SCOPE("row", "village") " FROM matter",
	"INSERT INTO visit (id, number, query_code, matter, unit, village,"
	" state, starts, ends, created,"
	" booked_by) SELECT printf('01V%023d', row), 'V' || row, 'Q' || row, id,"
	" iif(row % 2, 1, row % 500 + 2), village, 1, " BASE " + row * 60000,"
	" " BASE " + row * 60000 + 1, 0, '' FROM matter",
	"INSERT INTO recording (id, visit, state, zero, video, audio) SELECT"
	" '01R' || substr(id, 4), id, 2,"
	" starts, 1, 1 FROM visit",
	"INSERT INTO visit_scope SELECT s.scope, v.starts, v.id FROM"
	" node_scope AS s CROSS JOIN visit AS v"
	" ON v.village = s.node",
	"INSERT INTO recording_scope SELECT * FROM recording_scope_rows",
	MILLION "INSERT INTO quality SELECT printf('01V%023d', i), " BASE " + i / 4,"
		" printf('01G%023d', i), 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0 FROM c",
	MILLION
	"INSERT INTO audit (seq, at, role, staff, act, object, node, result, purpose, prev, hash)"
	" SELECT i, i, 'clerk', '', 'visit.book', 'x', '', 'ok', '',"
	" zeroblob(32), zeroblob(32) FROM c",
	MILLION "INSERT INTO event (at, name, village, data) SELECT i, 'visit.booked', '" SMALL "',"
		" '{}' FROM c",
	MILLION
	"INSERT INTO media_server (id, name, node, capacity, address, version, connected, seen)"
	" SELECT printf('01S%023d', i), printf('m%07d', i), '" FIRST "', 9, '', '', 1, 0 FROM c",
	MILLION "INSERT INTO reception (id, unit, starts, ends, slot_ms, buffer_ms, expanded)"
		" SELECT printf('01P%023d', i), i % 200 + 1, " BASE " + i / 200 *"
		" 600000, " BASE " + i / 200 * 600000 + 600000, 600000, 0, 0 FROM c",
	"COMMIT; ANALYZE",
};

struct world {
	struct reader *reader;
	struct tree *tree;
	struct rules rules;
	struct secret_key key;
	struct holidays *holidays;
	struct arena *arena;
	int64_t steps_most;
	int64_t pages_most;
	int64_t us_most;
};

static struct world w;

static struct code12 code(const char *digits)
{
	struct code12 c;

	CHECK_EQ(ERR_OK, code12_parse(text_of(digits), &c));
	return c;
}

/* sealed(id, column): a personal field of a matter, as the broker keeps it. */
static void on_sealed(sqlite3_context *context, int n, sqlite3_value **values)
{
	uint8_t sealed[SECRET_PLACED_EXTRA + 1];
	struct secret_place at = { "matter", (const char *)sqlite3_value_text(values[1]),
				   (const char *)sqlite3_value_text(values[0]) };

	(void)n;
	if (secret_seal_at(&w.key, at, (struct bytes){ (const uint8_t *)"x", 1 }, sealed))
		sqlite3_result_error(context, "not sealed", -1);
	else
		sqlite3_result_blob(context, sealed, sizeof(sealed), SQLITE_TRANSIENT);
}

static void run_fill(sqlite3 *s, const char *sql)
{
	sqlite3_stmt *statement;

	while (*sql) {
		CHECK_EQ(SQLITE_OK, sqlite3_prepare_v2(s, sql, -1, &statement, &sql));
		if (!statement)
			break;
		while (sqlite3_step(statement) == SQLITE_ROW)
			;
		if (sqlite3_finalize(statement))
			printf("%s\n", sqlite3_errmsg(s));
		CHECK_EQ(SQLITE_OK, sqlite3_errcode(s));
	}
}

static void make_world(void)
{
	char path[512];
	struct db *db;
	sqlite3 *s;

	if (w.reader)
		return;
	snprintf(path, sizeof(path), "%s/store.db", test_folder());
	CHECK_EQ(ERR_OK, db_open_writer(path, &db));
	db_free(db);
	CHECK_EQ(SQLITE_OK, sqlite3_open(path, &s));
	CHECK_EQ(SQLITE_OK, search_define(s));
	CHECK_EQ(SQLITE_OK,
		 sqlite3_create_function(s, "sealed", 2, SQLITE_UTF8, NULL, on_sealed, NULL, NULL));
	for (size_t i = 0; i < sizeof(fill) / sizeof(fill[0]); i++)
		run_fill(s, fill[i]);
	sqlite3_close(s);
	CHECK_EQ(ERR_OK, db_open_writer(path, &db)); /* back to the log that readers expect */
	CHECK_EQ(ERR_OK, tree_load(db, &w.tree));
	db_free(db);
	rules_init(&w.rules);
	w.holidays = holidays_new();
	w.rules.holidays = w.holidays;
	w.rules.data_key = &w.key;
	w.arena = arena_new();
	CHECK_EQ(ERR_OK, reader_new(path, &w.reader));
}

static int64_t most(int64_t a, int64_t b)
{
	return a > b ? a : b;
}

/* What the last message cost. */
static void take_cost(struct db *db, int64_t *steps, int64_t *pages)
{
	int hit = 0, miss = 0, highest;

	*steps = 0;
	for (int i = 0; i < QUERY_COUNT; i++) {
		if (!db->statements[i])
			continue;
		*steps += sqlite3_stmt_status(db->statements[i], SQLITE_STMTSTATUS_VM_STEP, 1);
		CHECK_EQ(0, sqlite3_stmt_status(db->statements[i], SQLITE_STMTSTATUS_AUTOINDEX, 1));
	}
	sqlite3_db_status(db->sqlite, SQLITE_DBSTATUS_CACHE_HIT, &hit, &highest, 1);
	sqlite3_db_status(db->sqlite, SQLITE_DBSTATUS_CACHE_MISS, &miss, &highest, 1);
	*pages = hit + miss;
}

struct asking {
	struct caller who;
	const char *name;
	handler *run;
	const void *in;
	void *out;
	size_t out_size;
};

/* One page, as the loop would run it. The first time warms what the disk has. */
static void ask(const struct asking *a)
{
	int64_t steps, pages, us = 0;
	enum err e = ERR_OK, late = ERR_BUSY;

	for (int tries = 0; tries < 3 && late; tries++) {
		struct call c = { .arena = w.arena,
				  .now = { INT64_C(1747000000000) },
				  .who = &a->who,
				  .tree = w.tree,
				  .rules = &w.rules,
				  .out = a->out };

		memset(a->out, 0, a->out_size);
		c.db = reader_start(w.reader);
		take_cost(c.db, &steps, &pages);
		us = clock_thread_us();
		e = a->run(&c, a->in);
		us = clock_thread_us() - us;
		take_cost(c.db, &steps, &pages);
		late = reader_stop(w.reader);
	}
	if (us > w.us_most)
		printf("%s: %lld us, %lld steps, %lld pages\n", a->name, (long long)us,
		       (long long)steps, (long long)pages);
	w.us_most = most(w.us_most, us);
	w.steps_most = most(w.steps_most, steps);
	w.pages_most = most(w.pages_most, pages);
	CHECK_EQ(ERR_OK, late);
	CHECK_EQ(ERR_OK, e);
	CHECK(steps < STEPS_MOST);
	CHECK(pages < PAGES_MOST);
}

#define ASK(roles_, node_, unit_, run_, in_, out_)                                                 \
	ask(&(struct asking){ { .roles = (roles_), .unit = (unit_), .node = code(node_) },         \
			      #run_,                                                               \
			      run_,                                                                \
			      in_,                                                                 \
			      out_,                                                                \
			      sizeof(*(out_)) })

/* All pages; how many rows, and in *pages how many pages. */
static int walk_recordings(uint32_t roles, const char *node, int64_t unit,
			   struct recording_find_in in, int most_pages)
{
	struct recording_find_out out;
	int n = 0;

	for (int pages = 1;; pages++) {
		ASK(roles, node, unit, recording_find_message.run, &in, &out);
		n += (int)out.recordings.n;
		in.after = out.next;
		if (!out.next.n || pages == most_pages)
			return n;
	}
}

static void recording_find_is_short_in_any_scope_and_filter(void)
{
	struct recording_find_in any = { 0 }, rare = { .kind = MATTER_APPEAL + 1 },
				 small = { .node = TEXT(SMALL) },
				 old = { .till = TEXT("2025-05-01") },
				 deep = { .after = TEXT(
						  "1776000000000.01R00000000000000000500000") },
				 number = { .number = TEXT("M500000") };

	make_world();
	CHECK_EQ(4 * RECORDING_PAGE, walk_recordings(ROLE_ARCHIVIST, NATION, 0, any, 4));
	CHECK_EQ(100, walk_recordings(ROLE_ARCHIVIST, SMALL, 0, any, 9));
	CHECK_EQ(0, walk_recordings(ROLE_ARCHIVIST, NOWHERE, 0, any, 1));
	CHECK_EQ(1, walk_recordings(ROLE_ARCHIVIST, NATION, 0, rare, 1));
	CHECK_EQ(0, walk_recordings(ROLE_ARCHIVIST, FIRST, 0, rare, 1));
	CHECK_EQ(100, walk_recordings(ROLE_ARCHIVIST, NATION, 0, small, 9));
	CHECK_EQ(0, walk_recordings(ROLE_ARCHIVIST, FIRST, 0, small, 1));
	CHECK(walk_recordings(ROLE_SUPERVISOR, NATION, 0, old, 100) > 1000);
	CHECK_EQ(2 * RECORDING_PAGE, walk_recordings(ROLE_ARCHIVIST, NATION, 0, deep, 2));
	CHECK_EQ(2 * RECORDING_PAGE, walk_recordings(ROLE_OFFICIAL, FIRST, 1, any, 2));
	CHECK_EQ(2 * RECORDING_PAGE, walk_recordings(ROLE_OFFICIAL, FIRST, 1, deep, 2));
	CHECK_EQ(0, walk_recordings(ROLE_OFFICIAL, FIRST, 900000, any, 1));
	CHECK_EQ(1, walk_recordings(ROLE_ARCHIVIST, NATION, 0, number, 1));
}

static int walk_matters(const char *node, const char *words, int most_pages)
{
	struct matter_find_in in = { .text = text_of(words) };
	struct matter_find_out out;
	int n = 0;

	for (int pages = 1;; pages++) {
		arena_clear(w.arena);
		ASK(ROLE_SUPERVISOR, node, 0, matter_find_message.run, &in, &out);
		n += (int)out.matters.n;
		in.after = (struct text){ strdup(out.next.at ? out.next.at : ""), out.next.n };
		if (!out.next.n || pages == most_pages)
			return n;
	}
}

static void matter_find_is_short_in_any_scope_and_its_walk_ends(void)
{
	make_world();
	CHECK_EQ(3 * MATTER_PAGE, walk_matters(NATION, "农村", 3));
	CHECK_EQ(50, walk_matters(SMALL, "农村", 20));
	CHECK_EQ(0, walk_matters(NOWHERE, "农村", 20));
	CHECK_EQ(1, walk_matters(NATION, "孤例", 20));
	CHECK_EQ(1, walk_matters(SMALL, "孤例", 20));
	CHECK_EQ(0, walk_matters(FIRST, "农村道路", 20));
	CHECK_EQ(3 * MATTER_PAGE, walk_matters(NATION, "村", 3)); /* by its beginning */
	CHECK_EQ(3 * MATTER_PAGE, walk_matters(NATION, "事", 3));
	CHECK_EQ(0, walk_matters(NATION, "99", 20));          /* what each scope begins with */
	CHECK_EQ(0, walk_matters(NATION, "农村 道路", 2000)); /* each in half of them, never both */
	CHECK_EQ(1, walk_matters(NATION, "M500000", 1) + 1);  /* not the form of a number */
}

static void visit_list_is_short_in_any_scope(void)
{
	struct visit_list_in month = { TEXT("2026-01-01"), 31, TEXT("") };
	struct visit_list_in oldest = { TEXT("2025-04-30"), 31, TEXT("") };
	struct visit_list_in deep = { TEXT("2026-01-01"), 31,
				      TEXT("1768000000000.01V00000000000000000366666") };
	struct visit_list_out out;

	make_world();
	ASK(ROLE_DUTY, NATION, 0, visit_list_message.run, &month, &out);
	CHECK(out.visits.n == VISIT_PAGE && out.next.n);
	ASK(ROLE_DUTY, NATION, 0, visit_list_message.run, &deep, &out);
	CHECK(out.visits.n == VISIT_PAGE && out.next.n);
	ASK(ROLE_OFFICIAL, FIRST, 1, visit_list_message.run, &deep, &out);
	CHECK(out.visits.n == VISIT_PAGE && out.next.n);
	ASK(ROLE_CLERK, SMALL, 0, visit_list_message.run, &oldest, &out);
	CHECK_EQ(100, out.visits.n);
	ASK(ROLE_CLERK, SMALL, 0, visit_list_message.run, &month, &out);
	CHECK(!out.visits.n && !out.next.n);
	ASK(ROLE_DUTY, NOWHERE, 0, visit_list_message.run, &month, &out);
	CHECK(!out.visits.n && !out.next.n);
}

static void events_and_the_audit_are_short(void)
{
	struct event_since_in since[] = { { 0 }, { 500000 }, { 999900 } };
	struct audit_find_in audit[] = { { 0, 500 }, { 500000, 500 }, { 999900, 500 } };
	struct event_since_out events;
	struct audit_find_out entries;

	make_world();
	for (int i = 0; i < 3; i++) {
		ASK(ROLE_CLERK, SMALL, 0, event_since_message.run, &since[i], &events);
		CHECK_EQ(i < 2 ? 500 : 100, events.events.n);
		CHECK_EQ(i < 2, events.more);
		ASK(ROLE_CLERK, FIRST, 0, event_since_message.run, &since[i], &events);
		CHECK(events.events.n == 0 && events.cursor > since[i].cursor);
		ASK(ROLE_AUDITOR, NATION, 0, audit_find_message.run, &audit[i], &entries);
		CHECK_EQ(i < 2 ? 500 : 100, entries.entries.n);
		CHECK_EQ(i < 2 ? audit[i].after + 500 : 0, entries.next);
	}
}

static void quality_and_media_servers_are_short(void)
{
	struct quality_find_in all = { .from = { INT64_C(1746000000000) } };
	struct media_list_in media[] = { { TEXT("") },
					 { TEXT("0.m0500000") },
					 { TEXT("0.m0999990") } };
	struct quality_find_out windows;
	struct media_list_out servers;

	make_world();
	ASK(ROLE_SYSADMIN, NATION, 0, quality_find_message.run, &all, &windows);
	CHECK(windows.windows.n == QUALITY_PAGE && windows.next.n);
	all.after = windows.next;
	ASK(ROLE_SYSADMIN, NOWHERE, 0, quality_find_message.run, &all, &windows);
	CHECK(windows.windows.n == 0 && windows.next.n && !text_equals(all.after, windows.next));
	for (int i = 0; i < 3; i++) {
		ASK(ROLE_SYSADMIN, NATION, 0, media_list_message.run, &media[i], &servers);
		CHECK_EQ(i < 2 ? MEDIA_PAGE : 10, servers.servers.n);
		CHECK_EQ(i<2, servers.next.n> 0);
	}
}

static void targets_and_slots_are_short(void)
{
	struct target_list_in targets = { .after = TEXT("1.500000") };
	struct slot_find_in slots = { .unit = 1, .day = TEXT("2025-05-12"), .days = 31 };
	struct target_list_out units;
	struct slot_find_out found;
	int64_t last = 0;

	make_world();
	ASK(ROLE_OFFICIAL, FIRST, 1, target_list_message.run, &targets, &units);
	CHECK(units.targets.n == TARGET_PAGE && units.next.n);
	CHECK_EQ(500001, ((const struct target_line *)units.targets.items)->unit);
	do {
		ASK(ROLE_CLERK, FIRST, 0, slot_find_message.run, &slots, &found);
		const struct slot_line *line = found.slots.items;
		for (size_t i = 0; i < found.slots.n; i++) {
			CHECK(line[i].from.ms > last);
			last = line[i].from.ms;
		}
		slots.after = found.next;
	} while (found.next.n);
	CHECK(last > INT64_C(1747000000000));
}

/* A million nodes: two thousand a page, and a village alone is not looked for among them. */
static void the_tree_is_walked_from_where_the_caller_is(void)
{
	OWN(tree) t = tree_new();
	struct node n = { code(NATION), TIER_NATION, code(NATION), "n", "", true, { 0 } };
	struct tree_get_in in = { TEXT("") };
	struct tree_get_out out;
	struct tree *kept = w.tree;
	int seen = 0;

	make_world();
	CHECK_EQ(ERR_OK, tree_add(t, &n));
	for (int i = 1; i < 1000000; i++) {
		char digits[13];

		snprintf(digits, sizeof(digits), "1%011d", i);
		n = (struct node){ code(digits), TIER_VILLAGE, code(NATION), "v", "", true, { 0 } };
		CHECK_EQ(ERR_OK, tree_add(t, &n));
	}
	kept = w.tree;
	w.tree = t;
	ASK(ROLE_CLERK, "100000777777", 0, tree_get_message.run, &in, &out);
	CHECK(out.nodes.n == 1 && !out.next.n);
	do {
		arena_clear(w.arena);
		ASK(ROLE_SYSADMIN, NATION, 0, tree_get_message.run, &in, &out);
		seen += (int)out.nodes.n;
		in.after = (struct text){ strdup(out.next.at ? out.next.at : ""), out.next.n };
	} while (out.next.n);
	w.tree = kept;
	CHECK_EQ(1000000, seen);
	printf("bench lists: the most that a page took: %lld steps, %lld pages, %lld us\n",
	       (long long)w.steps_most, (long long)w.pages_most, (long long)w.us_most);
}

static const struct test tests[] = {
	T(recording_find_is_short_in_any_scope_and_filter),
	T(matter_find_is_short_in_any_scope_and_its_walk_ends),
	T(visit_list_is_short_in_any_scope),
	T(events_and_the_audit_are_short),
	T(quality_and_media_servers_are_short),
	T(targets_and_slots_are_short),
	T(the_tree_is_walked_from_where_the_caller_is),
};
RUN_TESTS(tests)
