/* The broker's own upkeep in small jobs: few rows each, a backlog ends after several, and whoever
 * writes in between waits for one of them at most. */
#include "broker/service/house/upkeep.h"
#include "broker/store/booking_draft_rows.h"
#include "broker/store/outbox.h"
#include "broker/store/quality_rows.h"
#include "broker/store/sheet_rows.h"
#include "tests/unit/broker/service/service.h"

#define NUMBERS(most)                                                                              \
	"WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < " most ") "

/* Rows of long ago, more than two jobs take. */
struct backlog {
	enum upkeep_step step;
	int most; /* rows of one job */
	const char *fill;
	const char *count;
};

static const struct backlog backlogs[] = {
	{ UPKEEP_SESSIONS, SESSION_PRUNE_MAX,
	  NUMBERS("1100") "INSERT INTO session (id, token, staff, created, expires)"
			  " SELECT 'S' || i, randomblob(32), (SELECT id FROM staff LIMIT 1), 1, 2 FROM n",
	  "SELECT count(*) FROM session WHERE expires = 2" },
	{ UPKEEP_EVENTS, OUTBOX_PRUNE_MAX,
	  NUMBERS("4100") "INSERT INTO event (at, name, data) SELECT 1, 'visit.booked', '{}' FROM n;"
			  "INSERT INTO event (at, name, data) VALUES (1778547600000, 'visit.booked', '{}')",
	  "SELECT count(*) FROM event WHERE at = 1" },
	{ UPKEEP_QUALITY, QUALITY_PRUNE_MAX,
	  NUMBERS("4100") "INSERT INTO quality SELECT 'V', i, 'L', 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,"
			  " 0, 0, 0 FROM n",
	  "SELECT count(*) FROM quality" },
	{ UPKEEP_SHEETS, SHEET_PRUNE_MAX,
	  NUMBERS("10100") "INSERT INTO sheet SELECT 'V' || i, 1, 1, '', '', -1, 1, 'S', 'w', 1, 0"
			   " FROM n",
	  "SELECT count(*) FROM sheet" },
	{ UPKEEP_DRAFTS, BOOKING_DRAFT_PRUNE_MAX,
	  NUMBERS("10100") "INSERT INTO booking_draft SELECT 'S' || i, 'k', 1, NULL, 1, 'w', 1 FROM n",
	  "SELECT count(*) FROM booking_draft" },
};
#define BACKLOGS (sizeof(backlogs) / sizeof(backlogs[0]))

static void fill(const struct backlog *b)
{
	char path[512];
	sqlite3 *s;

	snprintf(path, sizeof(path), "%s/store.db", test_folder());
	CHECK_EQ(SQLITE_OK, sqlite3_open(path, &s));
	CHECK_EQ(SQLITE_OK, sqlite3_exec(s, b->fill, NULL, NULL, NULL));
	CHECK_EQ(SQLITE_OK, sqlite3_close(s));
	CHECK(house_count(b->count) > 2 * b->most);
}

static void run(struct house *h, struct store_upkeep *step)
{
	struct store_upkeep next = { 0 };

	CHECK_EQ(ERR_OK, house_write(h, NULL, store_upkeep_message.run, step, &next));
	*step = next;
}

static void a_backlog_goes_in_several_jobs_of_bounded_rows(void)
{
	for (size_t i = 0; i < BACKLOGS; i++) {
		const struct backlog *b = &backlogs[i];
		OWN(house) h = house_new();
		struct store_upkeep step = { .step = b->step };
		int64_t before, jobs = 0;

		fill(b);
		for (; step.step == b->step; jobs++) {
			before = house_count(b->count);
			run(h, &step);
			CHECK(before - house_count(b->count) <= b->most);
		}
		CHECK_EQ(0, house_count(b->count));
		CHECK_EQ(3, jobs);
	}
}

/* The next job is asked for only after the one before it, so a write that came meanwhile is first. */
static void a_write_between_two_jobs_is_taken(void)
{
	OWN(house) h = house_new();
	struct store_upkeep step = { .step = UPKEEP_EVENTS };

	fill(&backlogs[1]);
	run(h, &step);
	CHECK(step.step == UPKEEP_EVENTS && house_count(backlogs[1].count) > backlogs[1].most);
	CHECK(id_is_set(booked(h, 1).visit));
	CHECK_EQ(2, house_count("SELECT count(*) FROM event WHERE at > 1"));
	while (step.step == UPKEEP_EVENTS)
		run(h, &step);
	CHECK_EQ(0, house_count(backlogs[1].count));
	CHECK_EQ(2, house_count("SELECT count(*) FROM event WHERE at > 1"));
}

/* A round with nothing to do is one job a step, and ends. */
static void a_round_ends(void)
{
	OWN(house) h = house_new();
	struct store_upkeep step = { .step = UPKEEP_RECORDINGS };
	int jobs = 0;

	for (; step.step != UPKEEP_DONE; jobs++)
		run(h, &step);
	CHECK_EQ(UPKEEP_DONE, jobs);
	run(h, &step);
	CHECK_EQ(UPKEEP_DONE, step.step);
}

static const struct test tests[] = {
	T(a_backlog_goes_in_several_jobs_of_bounded_rows),
	T(a_write_between_two_jobs_is_taken),
	T(a_round_ends),
};
RUN_TESTS(tests)
