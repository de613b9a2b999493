/* What the desk reads for itself, when the answer does not come at once: another database than SQLite
 * takes its time, and the loop goes on meanwhile. */
#include "broker/desk/desk.h"
#include "broker/desk/route.h"
#include "broker/desk/stage.h"
#include "broker/service/session/sessions.h"
#include "tests/unit/broker/service/service.h"

#define HELD_MAX 40

static const struct handle line = { 3, 1 };

/* A desk in the house; answers to its own reads are held until they are let go. */
struct hall {
	struct desk desk; /* first: found from an errand */
	struct house *house;
	struct outbox outbox;
	struct studies *studies;
	struct archive *archive;
	struct wire wire;
	struct errand *held[HELD_MAX];
	int held_n;
	bool fails;       /* what is let go was not read */
	char events[400]; /* cursors in the order in which they were sent, each with a space */
	int ended_n;
};

static void hold(struct errand *e, enum exchange_step step)
{
	struct hall *h = (struct hall *)e->desk;
	const struct message *m = exchange_message(e->exchange);

	if (m->roles || m->kind != MESSAGE_READ || step != EXCHANGE_REPLY) {
		route_step(e, step);
		return;
	}
	CHECK(h->held_n < HELD_MAX);
	h->held[h->held_n++] = e;
}

/* As a pool's thread would do it: in order, and by the way that all answers come. */
static void let_go(struct hall *h)
{
	struct errand *held[HELD_MAX];
	int n = h->held_n;

	memcpy(held, h->held, sizeof(held));
	h->held_n = 0;
	for (int i = 0; i < n; i++) {
		enum exchange_step step = EXCHANGE_REPLY;

		if (h->fails)
			step = exchange_deny(held[i]->exchange, ERR_BUSY, WHY_NONE);
		route_step(held[i], step);
	}
	desk_take_done(&h->desk);
}

static bool has_line(void *link, struct handle at)
{
	(void)link;
	return at.index == line.index && at.epoch == line.epoch;
}

static bool send_frame(void *link, struct handle to, struct text frame)
{
	(void)frame;
	return has_line(link, to);
}

static int64_t send_all(void *link, struct text frame,
			bool (*may)(const struct caller *who, const void *with), const void *with)
{
	struct hall *h = link;
	long long cursor;
	size_t n = strlen(h->events);

	(void)may;
	(void)with;
	CHECK_EQ(1, sscanf(strstr(frame.at, "\"cursor\":"), "\"cursor\":%lld", &cursor));
	snprintf(h->events + n, sizeof(h->events) - n, "%lld ", cursor);
	return 1;
}

static void drop(void *link, struct handle at, const char *why)
{
	(void)link;
	(void)at;
	(void)why;
}

static void end_sessions(void *link, const struct id *sessions, size_t n)
{
	(void)sessions;
	((struct hall *)link)->ended_n += (int)n;
}

static struct hall *hall_new(void)
{
	struct hall *h = calloc(1, sizeof(*h));
	struct desk_lines lines = { h, has_line, send_frame, send_all, drop, end_sessions };
	char path[512], folder[512];

	CHECK(h);
	h->house = house_new();
	writer_free(h->house->writer); /* it knew no outbox */
	snprintf(path, sizeof(path), "%s/store.db", test_folder());
	CHECK_EQ(ERR_OK, writer_new(path, &h->outbox, &h->house->writer));
	CHECK_EQ(ERR_OK, studies_new(path, &h->studies));
	snprintf(folder, sizeof(folder), "%s/archive", test_folder());
	CHECK_EQ(ERR_OK, archive_new(folder, "", &h->archive));
	h->wire = (struct wire){ .reader = h->house->reader,
				 .tree = h->house->tree,
				 .rules = &h->house->rules };
	struct desk_parts parts = { &h->wire, h->house->writer, h->studies, &h->outbox,
				    h->archive };
	CHECK_EQ(ERR_OK, desk_init(&h->desk, &parts, &lines));
	h->desk.errands.go = hold;
	return h;
}

static void hall_free(struct hall *h)
{
	if (!h)
		return;
	desk_clear(&h->desk);
	studies_free(h->studies);
	archive_free(h->archive);
	house_free(h->house);
	free(h);
}
OWNABLE(hall)

/* The cursors from one to another, as the fake writes them down. */
static const char *cursors(struct hall *h, int64_t from, int64_t till)
{
	struct buffer b;

	buffer_init(&b, h->house->arena);
	for (int64_t i = from; i <= till; i++)
		buffer_addf(&b, "%lld ", (long long)i);
	return buffer_text(&b).at;
}

static void events_go_out_in_order_and_once(void)
{
	OWN(hall) h = hall_new();
	int64_t first = h->desk.events.sent + 1;

	booked(h->house, 1);
	int64_t last = atomic_load(&h->outbox.newest);
	CHECK(last >= first);
	events_send(&h->desk);
	events_send(&h->desk);
	CHECK_EQ(1, h->held_n);
	CHECK_TEXT("", h->events);
	booked(h->house, 2); /* too late for the first answer */
	events_send(&h->desk);
	let_go(h);
	CHECK_TEXT(cursors(h, first, last), h->events);
	CHECK_EQ(1, h->held_n);
	let_go(h);
	CHECK_TEXT(cursors(h, first, atomic_load(&h->outbox.newest)), h->events);
	CHECK_EQ(0, h->held_n);
	CHECK_EQ(0, h->desk.errands.n);
}

static void events_that_could_not_be_read_are_asked_for_by_the_next_tick(void)
{
	OWN(hall) h = hall_new();
	int64_t first = h->desk.events.sent + 1;

	booked(h->house, 1);
	events_send(&h->desk);
	h->fails = true;
	let_go(h);
	CHECK_EQ(0, h->held_n); /* not at once again, as fast as it fails */
	events_tick(&h->desk);
	CHECK_EQ(1, h->held_n);
	h->fails = false;
	let_go(h);
	CHECK_TEXT(cursors(h, first, atomic_load(&h->outbox.newest)), h->events);
}

static void sessions_that_ended_are_told_once(void)
{
	OWN(hall) h = hall_new();
	struct session_open_in open = { .staff = house_staff_of(h->house, "clerk1").staff };
	struct session_open_out session = { 0 };
	struct session_load_out loaded = { 0 };
	struct session_load_in load;

	CHECK_EQ(ERR_OK, house_write(h->house, NULL, session_open_message.run, &open, &session));
	load.token = text_of(session.token);
	CHECK_EQ(ERR_OK, house_read(h->house, NULL, session_load_message.run, &load, &loaded));
	struct session_close_in end = { loaded.caller.session };
	CHECK_EQ(ERR_OK, house_write(h->house, NULL, session_close_message.run, &end, NULL));
	ended_tick(&h->desk);
	ended_tick(&h->desk);
	CHECK_EQ(1, h->held_n);
	CHECK_EQ(0, h->ended_n);
	let_go(h);
	CHECK_EQ(1, h->ended_n);
	ended_tick(&h->desk);
	let_go(h);
	CHECK_EQ(1, h->ended_n);
}

static void replied(struct errand *e)
{
	CHECK_EQ(ERR_OK, exchange_err(e->exchange));
}

static void report(struct hall *h, struct id visit)
{
	static const struct caller media = { .roles = ROLE_MEDIA };
	struct errand *e = errand_new(&h->desk, &media, TEXT("10.0.0.2"), replied);

	CHECK(e);
	e->from = line;
	errand_take(e, arena_format(h->house->arena,
				    "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"media.report\","
				    "\"params\":{\"visits\":[{\"visit\":\"%s\",\"recording\":true,"
				    "\"durable_age_ms\":7,\"part\":1,\"legs\":[]}]}}",
				    visit.text));
}

/* A live visit on a server, which has the line. */
static struct id a_live_visit(struct hall *h)
{
	struct house *s = h->house;
	struct caller official = house_staff_of(s, "official1");
	struct id server = a_media_server(s, "a", (struct list){ NULL, 0 });
	struct id visit = admitted(s, (struct consent){ true, true, true });
	struct visit_join_out out;

	CHECK_EQ(ERR_OK, house_join(s, &official, visit, &out));
	h->desk.programs.list[h->desk.programs.n++] =
		(struct program){ .server = server, .peer = line };
	events_init(&h->desk); /* nothing is to be sent */
	return visit;
}

static void the_next_report_finds_whose_the_visit_is(void)
{
	OWN(hall) h = hall_new();
	struct id visit = a_live_visit(h);

	report(h, visit);
	CHECK_EQ(1, h->held_n);
	CHECK(!stage_find(&h->desk.presence, visit));
	let_go(h);
	struct stage *s = stage_find(&h->desk.presence, visit);
	CHECK(s && s->legs_n == 1);
	CHECK_EQ(0, s->durable_age_ms);
	presence_tick(&h->desk, clock_monotonic_us());
	CHECK(stage_find(&h->desk.presence, visit) == s);
	report(h, visit);
	CHECK_EQ(7, s->durable_age_ms);
	CHECK_EQ(0, h->held_n);
	CHECK_EQ(0, h->desk.programs.list[0].asks);
}

static void what_could_not_be_read_makes_no_visit_foreign(void)
{
	OWN(hall) h = hall_new();
	struct id visit = a_live_visit(h);

	report(h, visit);
	h->fails = true;
	let_go(h);
	CHECK_EQ(0, h->desk.programs.list[0].asks);
	CHECK_EQ(0, h->desk.programs.list[0].foreign);
	h->fails = false;
	report(h, visit);
	let_go(h);
	CHECK(stage_find(&h->desk.presence, visit));
}

static void an_answer_after_the_line_is_lost_teaches_nothing(void)
{
	OWN(hall) h = hall_new();
	struct id visit = a_live_visit(h);
	struct media_gone_in gone;

	report(h, visit);
	CHECK(programs_remove(&h->desk, line, &gone));
	let_go(h);
	CHECK(!stage_find(&h->desk.presence, visit));
	CHECK_EQ(0, h->desk.errands.n);
}

static void so_many_are_asked_about_at_once(void)
{
	OWN(hall) h = hall_new();

	a_live_visit(h);
	for (int i = 0; i < 30; i++)
		report(h, id_new(NOW));
	CHECK_EQ(16, h->held_n);
	let_go(h);
	CHECK_EQ(0, h->desk.programs.list[0].asks);
	CHECK_EQ(16, h->desk.programs.list[0].foreign);
	report(h, id_new(NOW));
	CHECK_EQ(0, h->desk.programs.list[0].foreign); /* said, and counted anew */
	CHECK_EQ(0, h->held_n);
}

static void what_is_read_for_the_desk_itself_is_no_request(void)
{
	OWN(hall) h = hall_new();

	booked(h->house, 1);
	events_send(&h->desk);
	ended_tick(&h->desk);
	let_go(h);
	CHECK(h->events[0]);
	CHECK_EQ(0, h->desk.counts.requests);
}

static const struct test tests[] = {
	T(events_go_out_in_order_and_once),
	T(events_that_could_not_be_read_are_asked_for_by_the_next_tick),
	T(sessions_that_ended_are_told_once),
	T(the_next_report_finds_whose_the_visit_is),
	T(what_could_not_be_read_makes_no_visit_foreign),
	T(an_answer_after_the_line_is_lost_teaches_nothing),
	T(so_many_are_asked_about_at_once),
	T(what_is_read_for_the_desk_itself_is_no_request),
};
RUN_TESTS(tests)
