/* The way of an errand through writer and study lane, and what ends it on the way. */
#include "broker/desk/check.h"
#include "broker/desk/ended.h"
#include "broker/desk/route.h"
#include "broker/service/session/sessions.h"
#include "tests/unit/broker/desk/desk.h"

static struct handle an_auditor(struct hall *h, const char *end)
{
	return connect_as(h, (struct caller){ .roles = ROLE_AUDITOR, .staff = id_of(end) });
}

/* Keepers of all threads of the lane: behind them every study waits. */
struct lane {
	struct keeper *keepers[STUDIES_AT_ONCE];
};

static struct lane lane_busy(struct hall *h)
{
	struct lane l;

	for (int i = 0; i < STUDIES_AT_ONCE; i++) {
		l.keepers[i] = keeper_new();
		CHECK_EQ(ERR_OK, study_post(h->studies, &l.keepers[i]->job, &l.keepers[i]->study));
		keeper_wait(l.keepers[i]);
	}
	return l;
}

static void lane_free(struct lane l)
{
	for (int i = 0; i < STUDIES_AT_ONCE; i++)
		keeper_free(l.keepers[i]);
}

static void a_person_has_one_study_at_a_time(void)
{
	OWN(hall) h = hall_new();
	struct handle first = an_auditor(h, "1"), again = an_auditor(h, "1");
	struct handle other = an_auditor(h, "2");

	ask(h, first, "audit.verify", "{}");
	ask(h, again, "audit.verify", "{}");
	CHECK_EQ(1, count_to(h, again, "\"busy\""));
	ask(h, other, "audit.verify", "{}");
	CHECK_EQ(2, h->desk.errands.posted);
	settle(h);
	CHECK_EQ(1, count_to(h, first, "\"ok\":true"));
	CHECK_EQ(1, count_to(h, other, "\"ok\":true"));
	ask(h, again, "audit.verify", "{}");
	settle(h);
	CHECK_EQ(1, count_to(h, again, "\"ok\":true"));
	CHECK_EQ(0, h->desk.errands.n);
}

static void a_study_ends_with_the_connection_that_waits_for_it(void)
{
	OWN(hall) h = hall_new();
	struct handle gone = an_auditor(h, "1");

	booked(h->house, 1); /* something to verify */
	struct lane busy = lane_busy(h);
	ask(h, gone, "audit.verify", "{}");
	disconnect(h, gone);
	lane_free(busy);
	settle(h);
	CHECK_EQ(ERR_STOPPING, h->last_err);
	CHECK_EQ(0, h->sent_n);
	CHECK_EQ(0, h->desk.errands.n);
}

static void a_study_does_not_end_with_another_connection(void)
{
	OWN(hall) h = hall_new();
	struct handle first = an_auditor(h, "1"), gone = an_auditor(h, "1");

	booked(h->house, 1);
	struct lane busy = lane_busy(h);
	ask(h, first, "audit.verify", "{}");
	disconnect(h, gone);
	lane_free(busy);
	settle(h);
	CHECK_EQ(1, count_to(h, first, "\"ok\":true"));
}

static void how_far_a_study_is_is_told_while_it_runs(void)
{
	OWN(hall) h = hall_new();
	struct handle auditor = an_auditor(h, "1");
	struct lane busy = lane_busy(h);

	ask(h, auditor, "audit.verify", "{}");
	errands_tick(&h->desk);
	errands_tick(&h->desk);
	CHECK_EQ(2, h->progress_n);
	lane_free(busy);
	settle(h);
	errands_tick(&h->desk);
	CHECK_EQ(2, h->progress_n);
}

static void what_was_asked_and_what_was_refused_is_counted(void)
{
	OWN(hall) h = hall_new();
	struct handle clerk = connect_staff(h, "clerk1");

	ask(h, clerk, "session.get", "{}");
	ask(h, clerk, "visit.get", "{\"visit\":\"%s\"}", id_of("1").text);
	ask(h, clerk, "no.such", "{}");
	settle(h);
	CHECK_EQ(3, h->desk.counts.requests);
	CHECK_EQ(2, h->desk.counts.refused);
}

static void checked(struct desk *d, struct handle from, bool well)
{
	struct hall *h = d->lines.link;

	CHECK(fake_has(h, from));
	h->well_n += well;
	h->ill_n += !well;
}

static void a_check_tells_that_the_writer_commits(void)
{
	OWN(hall) h = hall_new();
	struct handle asker = connect_staff(h, "clerk1");

	CHECK(check_start(&h->desk, asker, checked));
	CHECK_EQ(0, h->well_n);
	settle(h);
	CHECK_EQ(1, h->well_n);
	CHECK_EQ(0, h->ill_n);
}

static void at_the_stop_nobody_is_told_of_what_comes_back(void)
{
	OWN(hall) h = hall_new();
	struct handle asker = connect_staff(h, "clerk1");

	CHECK(check_start(&h->desk, asker, checked));
	ask_register(h, connect_server(h, "a"), "a");
	CHECK_EQ(2, h->desk.errands.posted);
	route_drain(&h->desk);
	CHECK_EQ(0, h->desk.errands.posted);
	CHECK_EQ(0, h->well_n + h->ill_n);
	CHECK_EQ(0, h->desk.programs.n);
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
	ended_tick(&h->desk);
	CHECK_EQ(0, h->ended_n);
	struct session_close_in end = { loaded.caller.session };
	CHECK_EQ(ERR_OK, house_write(h->house, "clerk1", session_close_message.run, &end, NULL));
	ended_tick(&h->desk);
	ended_tick(&h->desk);
	CHECK_EQ(1, h->ended_n);
	CHECK(id_equals(loaded.caller.session, h->ended[0]));
}

static const struct test tests[] = {
	T(a_person_has_one_study_at_a_time),
	T(a_study_ends_with_the_connection_that_waits_for_it),
	T(a_study_does_not_end_with_another_connection),
	T(how_far_a_study_is_is_told_while_it_runs),
	T(what_was_asked_and_what_was_refused_is_counted),
	T(a_check_tells_that_the_writer_commits),
	T(at_the_stop_nobody_is_told_of_what_comes_back),
	T(sessions_that_ended_are_told_once),
};
RUN_TESTS(tests)
