/* visit.book through the whole broker by 64 clients, with a million claims standing, against plain
 * SQLite that writes nothing but three claims a booking, and against the store alone that writes
 * all rows of a booking without a question. In turns; the best turn of each counts. */
#include "broker/core/numbers.h"
#include "broker/service/session/token.h"
#include "broker/store/audit.h"
#include "broker/store/counters.h"
#include "broker/store/db.h"
#include "broker/store/outbox.h"
#include "broker/store/people_rows.h"
#include "broker/store/seat_rows.h"
#include "broker/store/visit_rows.h"
#include "tests/bench/broker/plain.h"
#include "tests/lib/broker/district.h"
#include "tests/lib/broker/process.h"
#include "tests/lib/broker/resource.h"
#include "tests/lib/broker/ws.h"
#include "tests/lib/test.h"

#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#define CLIENTS    DISTRICT_TOWNS
#define CLAIMS     5 /* a visit: unit, its room, the village's room, its line, recording */
#define STANDING   (1000000 / CLAIMS / CLIENTS) /* visits of a unit; on even slots */
#define PLACES     (DISTRICT_SLOTS / 2)         /* odd slots of a unit, to be booked */
#define STEP       3571                         /* prime to PLACES: the order looks like chance */
#define TURNS      2
#define BOOKINGS   6400           /* a turn */
#define ROWS_LATER (100 * DAY_MS) /* where the store alone books */

struct bench {
	struct broker_process broker;
	struct plain *plain;
	struct db *rows; /* the broker's own database */
	struct instant now;
	struct town towns[CLIENTS];
	int64_t resources[CLIENTS][DISTRICT_VILLAGES][CLAIMS];
	struct ws all[CLIENTS];
	char cookies[CLIENTS][80];
	uint8_t recorded[DISTRICT_SLOTS]; /* visits recorded at once */
	int done;                         /* bookings of both sides */
};

/* The best of its turns. */
struct figure {
	double per_s;
	double cpu_us; /* a booking */
};

static struct bench bench;

static void format_number(struct text *t, char room[24], int64_t n)
{
	*t = (struct text){ room, (size_t)snprintf(room, 24, "%lld", (long long)n) };
}

/* The resources of a visit, in the order in which it claims them. */
static void find_resources(struct db *db, const struct town *t, const struct village *v, int lane,
			   int64_t out[CLAIMS])
{
	char unit[24], room[24], village_room[24];
	struct resource all[CLAIMS] = { { .kind = RESOURCE_UNIT },
					{ .kind = RESOURCE_ROOM },
					{ .kind = RESOURCE_ROOM },
					{ RESOURCE_UPLINK, text_of(v->code.digits), 0 },
					{ RESOURCE_RECORD, TEXT(""), lane } };

	format_number(&all[0].owner, unit, t->unit);
	format_number(&all[1].owner, room, t->room);
	format_number(&all[2].owner, village_room, v->room);
	for (int i = 0; i < CLAIMS; i++)
		out[i] = resource_number(db, &all[i]);
}

static void stand_visit(struct db *db, const struct town *t, const struct village *v,
			struct visit *visit)
{
	char number[NUMBER_SIZE];
	struct day d = day_at(visit->slot.from);
	int year, month, day;
	int64_t seq;

	day_split(d, &year, &month, &day);
	CHECK_EQ(ERR_OK,
		 counter_take(db, COUNTER_VISIT, v->code, year * 10000 + month * 100 + day, &seq));
	number_format_visit(v->code, d, (int)seq, number);
	visit->number = text_of(number);
	random_code(visit->query_code, QUERY_CODE_LENGTH);
	visit->matter = v->matter;
	visit->unit = t->unit;
	visit->village = v->code;
	visit->room = t->room;
	visit->village_room = v->room;
	visit->booked_by = t->clerk;
	CHECK_EQ(ERR_OK, visit_add(db, visit));
}

/* The k-th visit that stands in the way of nothing; the same claims on both sides. */
static void stand(struct db *db, int town, int k)
{
	const struct town *t = &bench.towns[town];
	const struct village *v = &t->villages[k % DISTRICT_VILLAGES];
	int place = 2 * (int)((int64_t)k * PLACES / STANDING);
	int64_t *resources = bench.resources[town][k % DISTRICT_VILLAGES];
	struct visit visit = {
		.id = id_new((struct instant){ bench.now.ms - town * STANDING - k }),
		.state = VISIT_SCHEDULED,
		.slot = district_slot(bench.now, place),
		.created = bench.now,
		.outcome = -1,
	};

	find_resources(db, t, v, bench.recorded[place]++, resources);
	stand_visit(db, t, v, &visit);
	for (int i = 0; i < CLAIMS; i++) {
		CHECK_EQ(ERR_OK, db_run(db, Q_claim_add, "immu", resources[i], visit.slot.from,
					visit.slot.till, visit.id));
		plain_add(bench.plain, resources[i], visit.slot, visit.id);
	}
}

/* Signs the clerk in; by HTTP one address may do so 30 times at once only. */
static void sign_in(struct db *db, int town)
{
	char token[TOKEN_TEXT];
	struct session s = { .id = id_new(bench.now),
			     .staff = bench.towns[town].clerk,
			     .created = bench.now,
			     .expires = { bench.now.ms + HOUR_MS } };

	token_new(token);
	CHECK_EQ(ERR_OK, session_add(db, &s, token_digest(text_of(token))));
	snprintf(bench.cookies[town], sizeof(bench.cookies[town]), "xinqiao_session=%s", token);
}

/* In one transaction, while the broker is stopped. */
static void fill(void)
{
	struct db *db = NULL;
	char path[300];

	snprintf(path, sizeof path, "%s/xinqiao.db", bench.broker.folder);
	CHECK_EQ(ERR_OK, db_open_writer(path, &db));
	district_load(db, bench.towns);
	CHECK_EQ(ERR_OK, db_start(db));
	plain_start(bench.plain);
	for (int town = 0; town < CLIENTS; town++) {
		sign_in(db, town);
		for (int k = 0; k < STANDING; k++)
			stand(db, town, k);
	}
	CHECK_EQ(ERR_OK, db_commit(db));
	plain_commit(bench.plain);
	db_free(db);
}

static void open_all(void)
{
	for (int i = 0; i < CLIENTS; i++)
		CHECK(ws_open(&bench.all[i], bench.broker.http, false, bench.cookies[i]));
}

/* The n-th booking of a town. */
static struct span place_of(int n, int town)
{
	int k = (int)(((int64_t)n * STEP + town * 137) % PLACES);

	return district_slot(bench.now, 2 * k + 1);
}

static void ask(int town, int n)
{
	const struct town *t = &bench.towns[town];
	char request[300];
	int length = snprintf(
		request, sizeof(request),
		"{\"jsonrpc\":\"2.0\",\"id\":%d,\"method\":\"visit.book\",\"params\":{\"matter\":\"%s\","
		"\"unit\":%lld,\"from\":%lld,\"key\":\"%d\"}}",
		n + 1, t->villages[n % DISTRICT_VILLAGES].matter.text, (long long)t->unit,
		(long long)place_of(n, town).from.ms, n);

	CHECK(ws_send(&bench.all[town], request, (size_t)length));
}

/* Reads one message. True: the answer to a booking, which has to be a visit; false: an event. */
static bool take(int town)
{
	static const char answer[] = "{\"jsonrpc\":\"2.0\",\"id\":";
	char message[4096];

	CHECK(ws_receive(&bench.all[town], message, sizeof(message)) > 0);
	if (strncmp(message, answer, sizeof(answer) - 1) != 0)
		return false;
	if (!strstr(message, "\"result\":{\"visit\":"))
		puts(message);
	CHECK(strstr(message, "\"result\":{\"visit\":") != NULL);
	return true;
}

/* Each client books again as soon as it is answered, the same number of times. */
static void book_all(int each)
{
	struct pollfd fds[CLIENTS];
	int asked[CLIENTS];
	int left = CLIENTS * each;

	for (int i = 0; i < CLIENTS; i++) {
		fds[i] = (struct pollfd){ .fd = bench.all[i].fd, .events = POLLIN };
		asked[i] = 1;
		ask(i, bench.done);
	}
	while (left) {
		CHECK(poll(fds, CLIENTS, 20000) > 0);
		for (int i = 0; i < CLIENTS; i++) {
			if (!fds[i].revents || !take(i))
				continue;
			left--;
			if (asked[i] < each)
				ask(i, bench.done + asked[i]++);
		}
	}
}

static struct figure figure_of(int64_t us, int64_t cpu_ns)
{
	return (struct figure){ BOOKINGS * 1e6 / (double)us, (double)cpu_ns / 1e3 / BOOKINGS };
}

static struct figure broker_turn(void)
{
	int64_t cpu = process_cpu_ns(bench.broker.pid);
	int64_t start = clock_monotonic_us();

	book_all(BOOKINGS / CLIENTS);
	int64_t us = clock_monotonic_us() - start;
	return figure_of(us, process_cpu_ns(bench.broker.pid) - cpu);
}

static int64_t own_cpu_ns(void)
{
	struct timespec t;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
	return t.tv_sec * INT64_C(1000000000) + t.tv_nsec;
}

/* The same bookings in the same order: the unit, its room, the village's room. */
static struct figure plain_side(void)
{
	static struct plain_booking bookings[BOOKINGS];
	int accepted;

	for (int i = 0; i < BOOKINGS; i++) {
		int town = i % CLIENTS, n = bench.done + i / CLIENTS;

		bookings[i].span = place_of(n, town);
		bookings[i].visit = id_new((struct instant){ bench.now.ms + i });
		for (int k = 0; k < 3; k++)
			bookings[i].resource[k] =
				(int)bench.resources[town][n % DISTRICT_VILLAGES][k];
	}
	int64_t cpu = own_cpu_ns();
	int64_t us = plain_turn(bench.plain, bookings, BOOKINGS, &accepted);
	CHECK_EQ(BOOKINGS, accepted);
	return figure_of(us, own_cpu_ns() - cpu);
}

static void add_rows(struct db *db, const struct visit *v)
{
	struct event e = { .name = TEXT("visit.booked"),
			   .at = v->created,
			   .visit = text_of(v->id.text),
			   .village = text_of(v->village.digits),
			   .unit = v->unit };
	struct audit_entry entry = { .at = v->created,
				     .role = TEXT("clerk"),
				     .staff = v->booked_by,
				     .act = TEXT("visit.book"),
				     .object = text_of(v->id.text),
				     .node = text_of(v->village.digits),
				     .result = TEXT("ok") };

	for (int i = 0; i < 2; i++) {
		struct seat seat = { .id = id_new(v->created),
				     .visit = v->id,
				     .kind = i,
				     .name = TEXT("镇信访办"),
				     .unit = v->unit,
				     .required = true };

		CHECK_EQ(ERR_OK, seat_add(db, &seat));
	}
	CHECK_EQ(ERR_OK, event_add(db, &e));
	CHECK_EQ(ERR_OK, audit_add(db, &entry));
}

/* A visit of a day of its own, after those of the others: claims, visit, seats, event, audit. */
static void add_visit(struct db *db, int i)
{
	int town = i % CLIENTS, n = bench.done + i / CLIENTS;
	const struct town *t = &bench.towns[town];
	struct span slot = place_of(n, town);
	struct visit visit = { .id = id_new(bench.now),
			       .state = VISIT_SCHEDULED,
			       .slot = { { slot.from.ms + ROWS_LATER },
					 { slot.till.ms + ROWS_LATER } },
			       .created = bench.now,
			       .outcome = -1 };

	stand_visit(db, t, &t->villages[n % DISTRICT_VILLAGES], &visit);
	for (int k = 0; k < CLAIMS; k++)
		CHECK_EQ(ERR_OK, db_run(db, Q_claim_add, "immu",
					bench.resources[town][n % DISTRICT_VILLAGES][k],
					visit.slot.from, visit.slot.till, visit.id));
	add_rows(db, &visit);
}

/* As many rows as the broker writes, as many a commit, one thread. */
static struct figure rows_turn(struct db *db)
{
	int64_t cpu = own_cpu_ns(), start = clock_monotonic_us();

	for (int i = 0; i < BOOKINGS; i++) {
		if (i % CLIENTS == 0)
			CHECK_EQ(ERR_OK, db_start(db));
		add_visit(db, i);
		if (i % CLIENTS == CLIENTS - 1)
			CHECK_EQ(ERR_OK, db_commit(db));
	}
	int64_t us = clock_monotonic_us() - start;
	return figure_of(us, own_cpu_ns() - cpu);
}

static void keep_best(struct figure *best, struct figure now)
{
	if (now.per_s > best->per_s)
		*best = now;
}

static void start_all(void)
{
	char demo[300], path[300];

	snprintf(demo, sizeof demo, "%s/demo", test_folder());
	snprintf(path, sizeof path, "%s/plain.db", test_folder());
	district_write(demo);
	broker_process_make(
		&bench.broker, demo,
		"request_burst = 1000000\nrequest_each = 1ms\n[visit]\nlead_max = 60\n");
	broker_process_run(&bench.broker); /* makes the database */
	broker_process_end(&bench.broker);
	bench.now = clock_now();
	bench.plain = plain_open(path, CLIENTS);
	fill();
	snprintf(path, sizeof path, "%s/xinqiao.db", bench.broker.folder);
	broker_process_run(&bench.broker);
	CHECK_EQ(ERR_OK, db_open_writer(path, &bench.rows));
	open_all();
}

static void stop_all(void)
{
	for (int i = 0; i < CLIENTS; i++)
		ws_close(&bench.all[i]);
	db_free(bench.rows);
	broker_process_end(&bench.broker);
	plain_free(bench.plain);
}

static void print(struct figure ours, struct figure plain, struct figure rows)
{
	printf("bench bookings %.2f (%.0f bookings/s by %d clients, %.0f us CPU each; plain SQLite "
	       "with three claims a booking and nothing else %.0f/s, %.0f us; aim >= 0.7)\n",
	       ours.per_s / plain.per_s, ours.per_s, CLIENTS, ours.cpu_us, plain.per_s,
	       plain.cpu_us);
	printf("bench bookings_rows %.2f (the store alone, all rows of a booking, asking nothing: "
	       "%.0f/s, %.0f us CPU each)\n",
	       ours.per_s / rows.per_s, rows.per_s, rows.cpu_us);
}

static void bookings_are_made_by_the_whole_broker(void)
{
	struct figure ours = { 0 }, theirs = { 0 }, alone = { 0 };

	start_all();
	for (int i = 0; i <= TURNS; i++) { /* the first warms up */
		struct figure broker = broker_turn(), plain = plain_side();
		struct figure rows = rows_turn(bench.rows);

		bench.done += BOOKINGS / CLIENTS;
		if (!i)
			continue;
		keep_best(&ours, broker);
		keep_best(&theirs, plain);
		keep_best(&alone, rows);
	}
	stop_all();
	print(ours, theirs, alone);
}

static const struct test tests[] = { T(bookings_are_made_by_the_whole_broker) };
RUN_TESTS(tests)
