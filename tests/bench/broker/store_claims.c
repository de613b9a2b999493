/* Bookings of three resources with a million claims standing: 64 clients through the writer, against
 * plain SQLite in its best shape. The same bookings in both, in turns; the best turn of each counts. */
#include "broker/common/base/ids.h"
#include "broker/store/db.h"
#include "broker/store/writer.h"
#include "tests/bench/broker/plain.h"
#include "tests/lib/broker/resource.h"
#include "tests/lib/test.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#define CLIENTS   64
#define RESOURCES 3000 /* a thousand receivers, receivers' rooms, villages' rooms */
#define STANDING  1000000
#define TURNS     5
#define BOOKINGS  10000 /* a turn */
#define BATCH     100   /* of plain SQLite */
#define SLOT_MS   (40 * MINUTE_MS)

static struct plain_booking bookings[TURNS + 1][BOOKINGS];
static int64_t numbers[RESOURCES];

/* The k-th place: even slots of all resources stand, odd ones are booked. */
static struct span slot(int k)
{
	int64_t from = INT64_C(1778547600000) + k * SLOT_MS;

	return (struct span){ { from }, { from + SLOT_MS } };
}

static struct resource resource_of(int i, char owner[16])
{
	static const enum resource_kind kinds[] = { RESOURCE_RECEIVER, RESOURCE_ROOM,
						    RESOURCE_UPLINK };

	snprintf(owner, 16, "bench%04d", i);
	return (struct resource){ kinds[i % 3], text_of(owner), 0 };
}

static void make_bookings(void)
{
	uint64_t chance = 88172645463325252u;

	for (int i = 0; i < (TURNS + 1) * BOOKINGS; i++) {
		struct plain_booking *b = &bookings[i / BOOKINGS][i % BOOKINGS];

		chance ^= chance << 13, chance ^= chance >> 7, chance ^= chance << 17;
		int receiver = (int)(chance % 1000);

		for (int k = 0; k < 3; k++)
			b->resource[k] = receiver * 3 % RESOURCES + k;
		b->span = slot(2 * (int)(chance / 1000 % (STANDING / RESOURCES)) + 1);
		b->visit = id_new((struct instant){ 1769000000000 + i });
	}
}

/* All claims in one transaction, in the order in which both tables keep them. */
static void fill(struct db *db, struct plain *p)
{
	struct id visit = id_new((struct instant){ 1768000000000 });
	char owner[16];

	CHECK_EQ(ERR_OK, db_start(db));
	plain_start(p);
	for (int i = 0; i < RESOURCES; i++) {
		struct resource r = resource_of(i, owner);

		numbers[i] = resource_number(db, &r);
		for (int k = 0; k <= STANDING / RESOURCES; k++) {
			if (i % 3 == 0 && k % 7 == 0)
				visit = id_new((struct instant){ 1768000000000 + i * 1000 + k });
			CHECK_EQ(ERR_OK, db_run(db, Q_claim_add, "immu", numbers[i],
						slot(2 * k).from, slot(2 * k).till, visit));
			plain_add(p, i, slot(2 * k), visit);
		}
	}
	CHECK_EQ(ERR_OK, db_commit(db));
	plain_commit(p);
}

struct client {
	struct job job;
	const struct plain_booking *booking;
};

/* What visit.book claims: by owner, in lanes, all or none. */
static enum err on_run(struct job *j, struct db *db)
{
	const struct client *c = (const struct client *)j;
	char owner[16];

	for (int k = 0; k < 3; k++) {
		struct resource r = resource_of(c->booking->resource[k], owner);

		TRY(claim_add_lane(db, &r, 1, c->booking->span, c->booking->visit));
	}
	return ERR_OK;
}

struct clients {
	struct client all[CLIENTS];
	struct mailbox *answers;
	int accepted;
};

/* Each client books again as soon as it is answered. Microseconds. */
static int64_t turn(struct clients *c, struct writer *w, const struct plain_booking *from)
{
	int64_t start = clock_monotonic_us();
	int next = 0, answered = 0;
	void *jobs[CLIENTS];

	c->accepted = 0;
	for (; next < CLIENTS; next++) {
		c->all[next] = (struct client){ { on_run, c->answers, ERR_OK }, &from[next] };
		CHECK_EQ(ERR_OK, writer_post(w, &c->all[next].job));
	}
	while (answered < BOOKINGS) {
		int n = mailbox_wait(c->answers, jobs, CLIENTS, -1);

		for (int i = 0; i < n; i++) {
			struct client *done = jobs[i];

			c->accepted += done->job.result == ERR_OK;
			if (next == BOOKINGS)
				continue;
			done->booking = &from[next++];
			CHECK_EQ(ERR_OK, writer_post(w, &done->job));
		}
		answered += n;
	}
	return clock_monotonic_us() - start;
}

static double best(double so_far, double now)
{
	return now > so_far ? now : so_far;
}

static void claims_are_made_nearly_as_fast_as_by_plain_sqlite(void)
{
	static struct clients clients;
	char ours_path[300], plain_path[300];
	struct plain *p = NULL;
	struct writer *w = NULL;
	struct db *db = NULL;
	double ours = 0, theirs = 0;
	int64_t commits = 0, jobs = 0;

	snprintf(ours_path, sizeof ours_path, "%s/ours.db", test_folder());
	snprintf(plain_path, sizeof plain_path, "%s/plain.db", test_folder());
	CHECK_EQ(ERR_OK, db_open_writer(ours_path, &db));
	p = plain_open(plain_path, BATCH);
	make_bookings();
	fill(db, p);
	db_free(db);
	CHECK_EQ(ERR_OK, writer_new(ours_path, NULL, &w));
	clients.answers = mailbox_new(CLIENTS);
	for (int i = 0; i <= TURNS; i++) { /* the first warms up */
		int64_t us = turn(&clients, w, bookings[i]);
		int accepted = 0;
		int64_t plain_us = plain_turn(p, bookings[i], BOOKINGS, &accepted);

		CHECK_EQ(accepted, clients.accepted);
		if (i) {
			ours = best(ours, clients.accepted * 1e6 / (double)us);
			theirs = best(theirs, accepted * 1e6 / (double)plain_us);
		}
	}
	jobs = writer_count(w).jobs;
	commits = writer_count(w).commits;
	printf("bench store_claims %.2f (%.0f bookings/s by %d clients, %.0f a commit; plain "
	       "SQLite %.0f/s, %d a commit; aim >= 0.7)\n",
	       ours / theirs, ours, CLIENTS, (double)jobs / (double)commits, theirs, BATCH);
	writer_free(w);
	mailbox_free(clients.answers);
	plain_free(p);
}

static const struct test tests[] = { T(claims_are_made_nearly_as_fast_as_by_plain_sqlite) };
RUN_TESTS(tests)
