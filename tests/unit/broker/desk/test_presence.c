/* Who hears of a live visit, whose reports count, and when somebody is told that it goes wrong. */
#include "tests/unit/broker/desk/desk.h"

#define FOREIGN_MAX 16 /* visits of others in one report, then the store is not asked any more */

static struct stage *stage_of(struct hall *h, struct talk *t)
{
	return stage_find(&h->desk.presence, t->visit);
}

static int64_t heard_of(struct hall *h, struct talk *t)
{
	return stage_of(h, t)->heard_us;
}

static void who_joined_hears_of_the_visit(void)
{
	OWN(hall) h = hall_new();
	struct talk t = a_talk(h, a_server(h, "a"));
	struct handle other = connect_staff(h, "clerk1");

	report(h, t.server, t.visit, 40, "");
	CHECK_EQ(1, count_to(h, t.person, "\"visit.report\""));
	CHECK_EQ(1, count_to(h, t.person, t.visit.text));
	CHECK_EQ(1, count_to(h, t.person, "\"recording\":true,\"durable_age_ms\":40,"));
	CHECK_EQ(0, count_to(h, other, "visit.report"));
}

static void legs_are_told_with_the_names_behind_them(void)
{
	OWN(hall) h = hall_new();
	struct talk t = a_talk(h, a_server(h, "a"));
	char leg[600];

	format_leg(leg, t.leg, "live", 0);
	report(h, t.server, t.visit, 0, leg);
	CHECK_EQ(1, count_to(h, t.person, "\"name\":\"主任甲\",\"state\":\"live\""));
	format_leg(leg, id_of("9"), "live", 0);
	report(h, t.server, t.visit, 0, leg);
	CHECK_EQ(1, count_to(h, t.person, "\"seat\":\"\",\"name\":\"\",\"state\":\"live\""));
}

static void a_connection_that_is_gone_falls_out_of_the_list(void)
{
	OWN(hall) h = hall_new();
	struct talk t = a_talk(h, a_server(h, "a"));

	disconnect(h, t.person);
	CHECK_EQ(1, stage_of(h, &t)->looking_n);
	report(h, t.server, t.visit, 0, "");
	CHECK_EQ(0, stage_of(h, &t)->looking_n);
	CHECK_EQ(0, h->sent_n);
}

static void who_looks_at_a_live_visit_hears_of_it(void)
{
	OWN(hall) h = hall_new();
	struct talk t = a_talk(h, a_server(h, "a"));
	struct handle clerk = connect_staff(h, "clerk1");

	ask(h, clerk, "visit.get", "{\"visit\":\"%s\"}", t.visit.text);
	CHECK_EQ(ERR_OK, h->last_err);
	CHECK_EQ(2, stage_of(h, &t)->looking_n);
	CHECK(stage_of(h, &t)->looking[0].joined && !stage_of(h, &t)->looking[1].joined);
	report(h, t.server, t.visit, 0, "");
	CHECK_EQ(1, count_to(h, clerk, "\"visit.report\""));
}

static void a_visit_that_waits_has_nothing_to_hear_of(void)
{
	OWN(hall) h = hall_new();
	struct id visit = consented(h->house, agreed);

	ask(h, connect_staff(h, "clerk1"), "visit.get", "{\"visit\":\"%s\"}", visit.text);
	CHECK_EQ(ERR_OK, h->last_err);
	CHECK_EQ(0, h->desk.presence.n);
}

static void who_may_not_join_hears_nothing(void)
{
	OWN(hall) h = hall_new();
	struct talk t = a_talk(h, a_server(h, "a"));

	ask_join(h, connect_staff(h, "clerk2"), t.visit);
	CHECK_EQ(ERR_FORBIDDEN, h->last_err);
	CHECK_EQ(1, stage_of(h, &t)->looking_n);
}

static void who_left_goes_on_hearing_but_has_not_joined_any_more(void)
{
	OWN(hall) h = hall_new();
	struct talk t = a_talk(h, a_server(h, "a"));

	ask(h, t.person, "visit.leave", "{\"visit\":\"%s\",\"leg\":\"%s\",\"epoch\":1}",
	    t.visit.text, t.leg.text);
	settle(h);
	CHECK_EQ(ERR_OK, h->last_err);
	CHECK_EQ(1, count_to(h, t.server, "\"leg.close\""));
	CHECK_EQ(1, stage_of(h, &t)->looking_n);
	CHECK(!stage_of(h, &t)->looking[0].joined);
	report(h, t.server, t.visit, 0, "");
	CHECK_EQ(1, count_to(h, t.person, "\"visit.report\""));
}

static void a_visit_of_another_server_teaches_nothing(void)
{
	OWN(hall) h = hall_new();
	struct talk t = a_talk(h, a_server(h, "a"));
	struct handle b = a_server(h, "b");

	report(h, b, t.visit, 9000, "");
	CHECK_EQ(0, h->desk.presence.stale);
	report(h, t.server, t.visit, 0, "");
	report(h, b, t.visit, 9000, "");
	CHECK_EQ(1, count_to(h, t.person, "\"visit.report\""));
	CHECK_EQ(0, h->desk.presence.stale);
	CHECK(handle_equals(t.server, stage_of(h, &t)->media));
}

static void a_server_that_has_not_registered_teaches_nothing(void)
{
	OWN(hall) h = hall_new();
	struct talk t = a_talk(h, a_server(h, "a"));

	report(h, connect_server(h, "a"), t.visit, 9000, "");
	CHECK_EQ(0, count_to(h, t.person, "\"visit.report\""));
	CHECK_EQ(0, h->desk.presence.stale);
}

/* So many visits that are none, and behind them one of its own. */
static void report_behind(struct hall *h, struct talk *t, int foreign)
{
	struct buffer b;

	buffer_init(&b, h->house->arena);
	for (int i = 0; i <= foreign; i++) {
		char end[12];

		snprintf(end, sizeof(end), "%03d", i);
		buffer_addf(&b,
			    "%s{\"visit\":\"%s\",\"recording\":true,\"durable_age_ms\":0,"
			    "\"part\":1,\"legs\":[]}",
			    i ? "," : "", i < foreign ? id_of(end).text : t->visit.text);
	}
	report_all(h, t->server, "{\"visits\":[%s]}", b.at);
}

static void after_many_foreign_visits_no_more_is_asked(void)
{
	OWN(hall) h = hall_new();
	struct talk t = a_talk(h, a_server(h, "a"));

	report_behind(h, &t, FOREIGN_MAX);
	CHECK_EQ(0, count_to(h, t.person, "\"visit.report\""));
	report_behind(h, &t, FOREIGN_MAX - 1);
	CHECK_EQ(1, count_to(h, t.person, "\"visit.report\""));
	report_behind(h, &t, 3 * FOREIGN_MAX); /* what is known needs no asking */
	CHECK_EQ(2, count_to(h, t.person, "\"visit.report\""));
	CHECK_EQ(1, h->desk.presence.n);
}

static void a_byte_that_is_too_old_is_stale_until_there_is_a_new_one(void)
{
	OWN(hall) h = hall_new();
	struct talk t = a_talk(h, a_server(h, "a"));

	report(h, t.server, t.visit, PRESENCE_STALE_MS, "");
	CHECK_EQ(0, h->desk.presence.stale);
	report(h, t.server, t.visit, PRESENCE_STALE_MS + 1, "");
	report(h, t.server, t.visit, PRESENCE_STALE_MS + 500, "");
	CHECK_EQ(1, h->desk.presence.stale);
	report(h, t.server, t.visit, 0, "");
	CHECK_EQ(0, h->desk.presence.stale);
}

static void silence_makes_it_older(void)
{
	OWN(hall) h = hall_new();
	struct talk t = a_talk(h, a_server(h, "a"));

	report(h, t.server, t.visit, 1000, "");
	presence_tick(&h->desk, heard_of(h, &t) + (PRESENCE_STALE_MS - 1000) * 1000);
	CHECK_EQ(0, h->desk.presence.stale);
	presence_tick(&h->desk, heard_of(h, &t) + (PRESENCE_STALE_MS - 999) * 1000);
	CHECK_EQ(1, h->desk.presence.stale);
	report(h, t.server, t.visit, 1000, "");
	CHECK_EQ(0, h->desk.presence.stale);
}

/* Nobody records: there is no byte to wait for. */
static void what_is_not_recorded_is_never_stale(void)
{
	OWN(hall) h = hall_new();
	struct talk t = a_talk(h, a_server(h, "a"));

	report_all(h, t.server,
		   "{\"visits\":[{\"visit\":\"%s\",\"recording\":false,"
		   "\"durable_age_ms\":90000,\"part\":1,\"legs\":[]}]}",
		   t.visit.text);
	presence_tick(&h->desk, heard_of(h, &t) + 9000000);
	CHECK_EQ(1, count_to(h, t.person, "\"recording\":false"));
	CHECK_EQ(0, h->desk.presence.stale);
}

static void a_stage_goes_with_silence_once_nobody_looks(void)
{
	OWN(hall) h = hall_new();
	struct talk t = a_talk(h, a_server(h, "a"));

	report(h, t.server, t.visit, 0, "");
	presence_tick(&h->desk, heard_of(h, &t) + 11 * SECOND_MS * 1000);
	CHECK_EQ(1, h->desk.presence.n);
	CHECK_EQ(1, h->desk.presence.stale);
	disconnect(h, t.person);
	report(h, t.server, t.visit, 0, "");
	presence_tick(&h->desk, heard_of(h, &t) + 9 * SECOND_MS * 1000);
	CHECK_EQ(1, h->desk.presence.n);
	presence_tick(&h->desk, heard_of(h, &t) + 11 * SECOND_MS * 1000);
	CHECK_EQ(0, h->desk.presence.n);
	CHECK_EQ(0, h->desk.presence.stale);
}

static void a_closed_visit_has_no_stage(void)
{
	OWN(hall) h = hall_new();
	struct talk t = a_talk(h, a_server(h, "a"));
	struct visit_close_in end = { t.visit, OUTCOME_NOT_HELD, TEXT("线路中断。"), { 0 } };
	struct visit_state_out state = { 0 };

	report(h, t.server, t.visit, 9000, "");
	events_send(&h->desk);
	CHECK_EQ(1, h->desk.presence.n);
	CHECK_EQ(ERR_OK, house_write(h->house, "official1", visit_close_message.run, &end, &state));
	events_send(&h->desk);
	CHECK_EQ(0, h->desk.presence.n);
	CHECK_EQ(0, h->desk.presence.stale);
	forget_sent(h);
	report(h, t.server, t.visit, 0, ""); /* it crossed the close */
	CHECK_EQ(0, h->desk.presence.n);
	CHECK_EQ(0, h->sent_n);
}

static void people_are_told_at_once_that_their_server_is_lost(void)
{
	OWN(hall) h = hall_new();
	struct talk t = a_talk(h, a_server(h, "a"));
	struct handle b = a_server(h, "b");

	report(h, t.server, t.visit, 0, "");
	disconnect(h, b);
	CHECK_EQ(0, count_to(h, t.person, "\"method\":\"media.lost\""));
	disconnect(h, t.server);
	desk_lose(&h->desk, t.server);
	CHECK_EQ(1, count_to(h, t.person, "\"method\":\"media.lost\""));
	CHECK_EQ(1, count_to(h, t.person, "\"name\":\"media.lost\""));
	settle(h);
	CHECK_EQ(2, count_to(h, t.person, "\"name\":\"media.lost\"")); /* the store's, for all */
	CHECK_EQ(0, house_count("SELECT count(*) FROM media_server WHERE connected = 1"));
}

static void a_silent_server_is_dropped_where_there_is_another(void)
{
	OWN(hall) h = hall_new();
	struct talk t = a_talk(h, a_server(h, "a"));

	report(h, t.server, t.visit, 0, "");
	int64_t heard_us = programs_find(&h->desk, t.server)->heard_us;
	presence_tick(&h->desk, heard_us + PRESENCE_DEAD_MS * 1000);
	CHECK(!h->why);
	a_server(h, "b"); /* it has no visit, so it need not say anything */
	presence_tick(&h->desk, heard_us + PRESENCE_DEAD_MS * 1000 - 1);
	CHECK(!h->why);
	presence_tick(&h->desk, heard_us + PRESENCE_DEAD_MS * 1000);
	CHECK_TEXT("silent", h->why);
	CHECK(handle_equals(t.server, h->dropped));
}

static void a_leg_that_is_gone_is_told_to_the_store_once(void)
{
	OWN(hall) h = hall_new();
	struct talk t = a_talk(h, a_server(h, "a"));
	char leg[600];

	CHECK_EQ(1, house_count("SELECT count(*) FROM leg WHERE open = 1"));
	format_leg(leg, t.leg, "gone", 0);
	report(h, t.server, t.visit, 0, leg);
	CHECK_EQ(1, h->desk.errands.posted);
	settle(h);
	CHECK_EQ(0, house_count("SELECT count(*) FROM leg WHERE open = 1"));
	report(h, t.server, t.visit, 0, leg);
	CHECK_EQ(0, h->desk.errands.posted);
	CHECK_EQ(2, count_to(h, t.person, "\"legs\":[]"));
}

static void a_window_is_kept_once(void)
{
	OWN(hall) h = hall_new();
	struct talk t = a_talk(h, a_server(h, "a"));
	char leg[600];

	format_leg(leg, t.leg, "live", 1);
	report(h, t.server, t.visit, 0, leg);
	report(h, t.server, t.visit, 0, leg);
	settle(h);
	CHECK_EQ(1, house_count("SELECT count(*) FROM quality"));
	CHECK_EQ(1, h->desk.histograms.round_trip.counts[3]);
	format_leg(leg, t.leg, "live", 2);
	report(h, t.server, t.visit, 0, leg);
	settle(h);
	CHECK_EQ(2, house_count("SELECT count(*) FROM quality"));
	CHECK_EQ(2, h->desk.histograms.round_trip.counts[3]);
}

static const struct test tests[] = {
	T(who_joined_hears_of_the_visit),
	T(legs_are_told_with_the_names_behind_them),
	T(a_connection_that_is_gone_falls_out_of_the_list),
	T(who_looks_at_a_live_visit_hears_of_it),
	T(a_visit_that_waits_has_nothing_to_hear_of),
	T(who_may_not_join_hears_nothing),
	T(who_left_goes_on_hearing_but_has_not_joined_any_more),
	T(a_visit_of_another_server_teaches_nothing),
	T(a_server_that_has_not_registered_teaches_nothing),
	T(after_many_foreign_visits_no_more_is_asked),
	T(a_byte_that_is_too_old_is_stale_until_there_is_a_new_one),
	T(silence_makes_it_older),
	T(what_is_not_recorded_is_never_stale),
	T(a_stage_goes_with_silence_once_nobody_looks),
	T(a_closed_visit_has_no_stage),
	T(people_are_told_at_once_that_their_server_is_lost),
	T(a_silent_server_is_dropped_where_there_is_another),
	T(a_leg_that_is_gone_is_told_to_the_store_once),
	T(a_window_is_kept_once),
};
RUN_TESTS(tests)
