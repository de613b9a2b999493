/* The connections of media servers: whose frames count, who is asked, and who waits how long. */
#include "tests/unit/broker/desk/desk.h"

static bool is_sign_of_life(struct text frame, bool is_answer)
{
	struct desk *d = calloc(1, sizeof(*d));
	struct handle line = { 3, 1 };

	CHECK(d);
	d->programs.n = 1;
	d->programs.list[0] = (struct program){ .peer = line };
	CHECK_EQ(is_answer, programs_take(d, line, frame));
	bool heard = d->programs.list[0].heard_us > 0;
	free(d);
	return heard;
}

static void a_report_is_a_sign_of_life(void)
{
	CHECK(is_sign_of_life(TEXT("{\"jsonrpc\":\"2.0\",\"method\":\"media.report\","
				   "\"params\":{\"visits\":[]}}"),
			      false));
}

/* Its control thread sends them while the thread that carries the calls hangs. */
static void what_comes_without_the_calls_is_none(void)
{
	CHECK(!is_sign_of_life(TEXT("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"leg.backfill\","
				    "\"params\":{}}"),
			       false));
	CHECK(!is_sign_of_life(TEXT("{\"jsonrpc\":\"2.0\",\"id\":2,\"method\":"
				    "\"recording.deliver\",\"params\":{}}"),
			       false));
	CHECK(!is_sign_of_life(TEXT("{\"jsonrpc\":\"2.0\",\"id\":5,\"result\":null}"), true));
	CHECK(!is_sign_of_life(TEXT("nonsense"), false));
}

/* A person whose join waits for the media server. */
static struct handle waits_to_join(struct hall *h, struct id *visit)
{
	struct handle person = connect_staff(h, "official1");

	*visit = admitted(h->house, agreed);
	ask_join(h, person, *visit);
	CHECK_EQ(1, h->desk.errands.n);
	return person;
}

static void an_answer_ends_the_waiting(void)
{
	OWN(hall) h = hall_new();
	struct handle a = a_server(h, "a");
	struct id visit;
	struct handle person = waits_to_join(h, &visit);

	CHECK_EQ(0, count_to(h, person, "v=0 answer"));
	answer(h, a, tag_of(h, a));
	settle(h);
	CHECK_EQ(1, count_to(h, person, "\"answer\":\"v=0 answer\""));
	CHECK_EQ(0, h->desk.errands.n);
	answer(h, a, tag_of(h, a)); /* the same again */
	CHECK_EQ(0, h->desk.errands.posted);
}

static void an_answer_from_another_connection_is_not_taken(void)
{
	OWN(hall) h = hall_new();
	struct handle a = a_server(h, "a");
	struct id visit;

	waits_to_join(h, &visit);
	struct handle b = a_server(h, "b");
	answer(h, b, tag_of(h, a));
	answer(h, connect_server(h, "a"), tag_of(h, a));
	answer(h, a, tag_of(h, a) + 1);
	CHECK_EQ(0, h->desk.errands.posted);
	CHECK_EQ(1, h->desk.errands.n);
	answer(h, a, tag_of(h, a));
	settle(h);
	CHECK_EQ(ERR_OK, h->last_err);
	CHECK_EQ(0, h->desk.errands.n);
}

static void what_the_server_refuses_is_refused(void)
{
	OWN(hall) h = hall_new();
	struct handle a = a_server(h, "a");
	struct id visit;
	struct handle person = waits_to_join(h, &visit);
	char frame[200];

	snprintf(frame, sizeof(frame),
		 "{\"jsonrpc\":\"2.0\",\"id\":%lld,\"error\":"
		 "{\"code\":-32000,\"message\":\"no\"}}",
		 tag_of(h, a));
	CHECK(programs_take(&h->desk, a, text_of(frame)));
	settle(h);
	CHECK_EQ(ERR_MEDIA_REFUSED, h->last_err);
	CHECK_EQ(1, count_to(h, person, "\"media_refused\""));
}

static void a_request_has_its_time(void)
{
	OWN(hall) h = hall_new();
	struct id visit;

	a_server(h, "a");
	int64_t before_us = clock_monotonic_us();
	struct handle person = waits_to_join(h, &visit);
	programs_tick(&h->desk, before_us + PROGRAMS_WAIT_US - 1);
	CHECK_EQ(0, h->desk.errands.posted);
	programs_tick(&h->desk, clock_monotonic_us() + PROGRAMS_WAIT_US);
	settle(h);
	CHECK_EQ(ERR_TIMED_OUT, h->last_err);
	CHECK_EQ(1, count_to(h, person, "\"timed_out\""));
	CHECK_EQ(0, h->desk.errands.n);
}

static void a_newer_connection_fences_the_older_off(void)
{
	OWN(hall) h = hall_new();
	struct handle old = a_server(h, "a");
	struct id server = server_of(h, old);
	struct id visit;
	struct handle person = waits_to_join(h, &visit);
	struct handle new = a_server(h, "a");

	CHECK_EQ(ERR_NO_MEDIA_SERVER, h->last_err);
	CHECK_EQ(1, count_to(h, person, "\"no_media_server\""));
	CHECK_TEXT("replaced", h->why);
	CHECK(handle_equals(old, h->dropped));
	CHECK_EQ(1, h->desk.programs.n);
	CHECK(!programs_find(&h->desk, old) && id_equals(server, server_of(h, new)));
}

/* The older one is closed some time after it was replaced. */
static void the_end_of_the_older_connection_is_no_loss(void)
{
	OWN(hall) h = hall_new();
	struct talk t = a_talk(h, a_server(h, "a"));

	report(h, t.server, t.visit, 0, "");
	struct handle new = a_server(h, "a");
	disconnect(h, t.server);
	CHECK_EQ(0, h->desk.errands.posted);
	CHECK_EQ(0, count_to(h, t.person, "\"method\":\"media.lost\""));
	CHECK(programs_find(&h->desk, new));
	answer(h, t.server, 1); /* what it still had to say */
	report(h, new, t.visit, 0, "");
	CHECK_EQ(2, count_to(h, t.person, "\"visit.report\""));
}

/* To register again is no news to those who wait. */
static void registering_twice_on_one_connection_fails_nobody(void)
{
	OWN(hall) h = hall_new();
	struct handle a = a_server(h, "a");
	struct id visit;

	waits_to_join(h, &visit);
	ask_register(h, a, "a");
	settle(h);
	CHECK(!h->why);
	CHECK_EQ(1, h->desk.programs.n);
	CHECK_EQ(1, h->desk.errands.n);
}

static void a_lost_server_fails_what_waits_for_it_and_nothing_else(void)
{
	OWN(hall) h = hall_new();
	struct handle a = a_server(h, "a");
	struct id visit;
	struct handle person = waits_to_join(h, &visit);

	disconnect(h, a_server(h, "b"));
	settle(h);
	CHECK_EQ(1, h->desk.errands.n);
	disconnect(h, a);
	settle(h);
	CHECK_EQ(1, count_to(h, person, "\"no_media_server\""));
	CHECK_EQ(0, h->desk.errands.n);
	CHECK_EQ(0, h->desk.programs.n);
}

/* Its line was cut between the request and the commit. */
static void who_is_gone_by_the_time_it_is_registered_is_lost_at_once(void)
{
	OWN(hall) h = hall_new();
	struct handle line = connect_server(h, "a");

	ask_register(h, line, "a");
	disconnect(h, line);
	CHECK_EQ(0, h->desk.owed.writes.used);
	settle(h);
	CHECK_EQ(0, h->desk.programs.n);
	CHECK_EQ(1, house_count("SELECT count(*) FROM media_server WHERE connected = 0"));
	CHECK_EQ(0, h->desk.owed.writes.used);
}

static const struct test tests[] = {
	T(a_report_is_a_sign_of_life),
	T(what_comes_without_the_calls_is_none),
	T(an_answer_ends_the_waiting),
	T(an_answer_from_another_connection_is_not_taken),
	T(what_the_server_refuses_is_refused),
	T(a_request_has_its_time),
	T(a_newer_connection_fences_the_older_off),
	T(the_end_of_the_older_connection_is_no_loss),
	T(registering_twice_on_one_connection_fails_nobody),
	T(a_lost_server_fails_what_waits_for_it_and_nothing_else),
	T(who_is_gone_by_the_time_it_is_registered_is_lost_at_once),
};
RUN_TESTS(tests)
