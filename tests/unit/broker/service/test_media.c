/* Media servers come, go and come back; visits stay. */
#include "broker/service/recording/recordings.h"
#include "broker/store/media_rows.h"
#include "tests/unit/broker/service/service.h"

static const struct consent all = { true, true, true };

static enum err join(struct house *h, const char *who, struct id visit)
{
	struct visit_join_in in = { visit, TEXT("v=0") };
	struct visit_join_out out = { 0 };

	return house_write(h, who, visit_join_message.run, &in, &out);
}

static void lose(struct house *h, struct id server)
{
	struct media_gone_in in = gone_now(h, server);

	CHECK_EQ(ERR_OK, house_write(h, NULL, media_gone_message.run, &in, NULL));
}

static void the_certificate_says_who_a_media_server_is(void)
{
	OWN(house) h = house_new();
	struct media_register_in in = { TEXT("b"), TEXT("990101000000"), 10, TEXT(""), TEXT(""),
					{ 0 } };
	struct media_register_out out = { 0 };
	struct caller who = { .roles = ROLE_MEDIA, .name = "media:a" };

	house_begin(h, NULL, &out);
	h->call.who = &who;
	CHECK_EQ(ERR_FORBIDDEN, house_finish(h, media_register_message.run, &in));
	CHECK_EQ(0, house_count("SELECT count(*) FROM media_server"));
}

static void the_least_loaded_server_gets_the_visit(void)
{
	OWN(house) h = house_new();
	struct id a = a_media_server(h, "a", (struct list){ 0 });
	struct id visit = admitted(h, all);
	struct id other;

	CHECK_EQ(ERR_OK, join(h, "clerk1", visit));
	CHECK(id_equals(a, visit_of(h, visit)->server));
	other = a_media_server(h, "b", (struct list){ 0 });
	CHECK_EQ(ERR_OK, join(h, "official1", visit));
	CHECK(id_equals(a, visit_of(h, visit)->server));
	CHECK(!id_equals(a, other));
}

static void a_draining_server_gets_no_new_visit(void)
{
	OWN(house) h = house_new();
	struct media_drain_in in = { a_media_server(h, "a", (struct list){ 0 }), true };
	struct media_list_out out = { 0 };
	struct id visit = admitted(h, all);

	CHECK_EQ(ERR_OK, house_write(h, "official1", media_drain_message.run, &in, NULL));
	CHECK_EQ(ERR_NO_MEDIA_SERVER, join(h, "clerk1", visit));
	CHECK_EQ(ERR_OK, house_read(h, "official1", media_list_message.run,
				    &(struct media_list_in){ 0 }, &out));
	CHECK_EQ(1, out.servers.n);
	const struct media_line *line = out.servers.items;
	CHECK(line->connected && line->draining && !line->load && line->node_name.n);
	/* It stays so when it comes again. */
	a_media_server(h, "a", (struct list){ 0 });
	CHECK_EQ(ERR_NO_MEDIA_SERVER, join(h, "clerk1", visit));
	in.draining = false;
	CHECK_EQ(ERR_OK, house_write(h, "official1", media_drain_message.run, &in, NULL));
	CHECK_EQ(ERR_OK, join(h, "clerk1", visit));
	CHECK_EQ(2, house_count("SELECT count(*) FROM audit WHERE act = 'media.drain'"));
	in.server = id_new((struct instant){ 1 });
	CHECK_EQ(ERR_NOT_FOUND, house_write(h, "official1", media_drain_message.run, &in, NULL));
}

static void a_visit_that_moved_goes_on_with_the_next_part(void)
{
	OWN(house) h = house_new();
	struct id a = a_media_server(h, "a", (struct list){ 0 });
	struct id visit = admitted(h, all);
	const struct stage_open_in *opened;

	CHECK_EQ(ERR_OK, join(h, "clerk1", visit));
	opened = told(h, "stage.open");
	CHECK_EQ(1, opened->first_part);

	struct recording_started_in started = { visit, opened->recording, 1, h->now };

	CHECK_EQ(ERR_OK, house_write(h, "media:a", recording_started_message.run, &started, NULL));
	CHECK_EQ(ERR_OK, join(h, "clerk1", visit));
	CHECK_EQ(1, ((const struct stage_open_in *)told(h, "stage.open"))->first_part);
	lose(h, a);
	a_media_server(h, "b", (struct list){ 0 });
	CHECK_EQ(ERR_OK, join(h, "clerk1", visit));
	opened = told(h, "stage.open");
	CHECK_EQ(2, opened->first_part);
	CHECK(id_equals(started.recording, opened->recording));
}

static void a_lost_server_keeps_its_visits_and_says_so(void)
{
	OWN(house) h = house_new();
	struct id a = a_media_server(h, "a", (struct list){ 0 });
	struct id visit = admitted(h, all);

	CHECK_EQ(ERR_OK, join(h, "clerk1", visit));
	lose(h, a);
	CHECK_EQ(VISIT_LIVE, visit_of(h, visit)->state);
	CHECK(id_equals(a, visit_of(h, visit)->server));
	CHECK_EQ(1, house_count("SELECT count(*) FROM event WHERE name = 'media.lost'"
				" AND visit IS NOT NULL"));
	CHECK_EQ(ERR_NO_MEDIA_SERVER, join(h, "clerk1", visit));
}

/* The store took neither before it was back, and what is owed comes last. */
static void a_loss_told_late_takes_no_server_that_is_back(void)
{
	OWN(house) h = house_new();
	struct id a = a_media_server(h, "a", (struct list){ 0 });
	struct id visit = admitted(h, all);
	struct media_stage stage = { visit };

	CHECK_EQ(ERR_OK, join(h, "clerk1", visit));
	CHECK_EQ(SQLITE_OK, behind("UPDATE leg SET open = 1, place = 0"));
	struct media_gone_in owed = gone_now(h, a);
	h->now.ms += 1000;
	a_media_server(h, "a", (struct list){ &stage, 1 });
	h->now.ms += 1000;
	CHECK_EQ(ERR_OK, house_write(h, NULL, media_gone_message.run, &owed, NULL));
	CHECK_EQ(1, house_count("SELECT count(*) FROM media_server WHERE connected = 1"));
	CHECK_EQ(1, house_count("SELECT count(*) FROM leg WHERE open = 1"));
	CHECK_EQ(0, house_count("SELECT count(*) FROM event WHERE name = 'media.lost'"));
	CHECK_EQ(ERR_OK, join(h, "official1", visit));
	/* The connection it has now is another one. */
	lose(h, a);
	CHECK_EQ(0, house_count("SELECT count(*) FROM media_server WHERE connected = 1"));
}

/* It was started anew, and is back before the store could take that it was gone. */
static void who_sat_on_a_server_that_forgot_them_is_shown_as_gone(void)
{
	OWN(house) h = house_new();
	struct id visit;
	struct media_stage stage;

	a_media_server(h, "a", (struct list){ 0 });
	visit = admitted(h, all);
	stage = (struct media_stage){ visit };
	CHECK_EQ(ERR_OK, join(h, "clerk1", visit));
	CHECK_EQ(SQLITE_OK, behind("UPDATE leg SET open = 1, place = 0"));
	a_media_server(h, "a", (struct list){ &stage, 1 });
	CHECK_EQ(1, house_count("SELECT count(*) FROM leg WHERE open = 1"));
	CHECK_EQ(0, house_count("SELECT count(*) FROM event WHERE name = 'media.lost'"));
	for (int i = 0; i < 2; i++) {
		a_media_server(h, "a", (struct list){ 0 });
		CHECK(told(h, "stage.open"));
		CHECK_EQ(0, house_count("SELECT count(*) FROM leg WHERE open = 1"));
		CHECK_EQ(1, house_count("SELECT count(*) FROM event WHERE name = 'media.lost'"
					" AND visit IS NOT NULL"));
	}
}

static void a_server_that_is_back_opens_what_it_has_forgotten(void)
{
	OWN(house) h = house_new();
	struct id a = a_media_server(h, "a", (struct list){ 0 });
	struct id visit = admitted(h, all);
	struct media_stage stage = { visit };

	CHECK_EQ(ERR_OK, join(h, "clerk1", visit));
	struct id recording = ((const struct stage_open_in *)told(h, "stage.open"))->recording;
	lose(h, a);
	CHECK(id_equals(a, a_media_server(h, "a", (struct list){ 0 })));
	const struct stage_open_in *open = told(h, "stage.open");
	CHECK(open && id_equals(visit, open->visit));
	CHECK(id_equals(recording, open->recording));
	a_media_server(h, "a", (struct list){ &stage, 1 });
	CHECK(!told(h, "stage.open") && !told(h, "stage.close"));
}

/* The word was lost with the connection. */
static void a_server_that_is_back_hears_of_a_withdrawn_consent(void)
{
	OWN(house) h = house_new();
	struct id a = a_media_server(h, "a", (struct list){ 0 });
	struct id visit = admitted(h, all);
	struct media_stage stage = { visit };
	struct consent_record_in c = { visit, false, false, false, TEXT(VERSION) };
	struct consent_record_out kept = { 0 };

	CHECK_EQ(ERR_OK, join(h, "clerk1", visit));
	lose(h, a);
	CHECK_EQ(ERR_OK, house_write(h, "clerk1", consent_record_message.run, &c, &kept));
	a_media_server(h, "a", (struct list){ &stage, 1 });
	const struct stage_record_in *record = told(h, "stage.record");
	CHECK(record && !record->record && !record->video && !record->audio);
}

static void a_server_that_is_back_closes_what_has_ended(void)
{
	OWN(house) h = house_new();
	struct id a = a_media_server(h, "a", (struct list){ 0 });
	struct id visit = admitted(h, all);
	struct media_stage stage = { visit };
	struct visit_close_in end = { visit, OUTCOME_NOT_HELD, TEXT("线路中断。"), { 0 } };
	struct visit_state_out out = { 0 };

	CHECK_EQ(ERR_OK, join(h, "clerk1", visit));
	lose(h, a);
	CHECK_EQ(ERR_OK, house_write(h, "official1", visit_close_message.run, &end, &out));
	a_media_server(h, "a", (struct list){ &stage, 1 });
	const struct stage_close_in *close = told(h, "stage.close");
	CHECK(close && id_equals(visit, close->visit));
	CHECK(!told(h, "stage.open"));
}

static void visits_of_a_dead_server_are_placed_anew(void)
{
	OWN(house) h = house_new();
	struct id a = a_media_server(h, "a", (struct list){ 0 });
	struct id visit = admitted(h, all);
	struct media_stage stage = { visit };

	CHECK_EQ(ERR_OK, join(h, "clerk1", visit));
	lose(h, a);
	struct id b = a_media_server(h, "b", (struct list){ 0 });
	CHECK(told(h, "stage.open"));
	CHECK(id_equals(b, visit_of(h, visit)->server));
	a_media_server(h, "a", (struct list){ &stage, 1 });
	CHECK(told(h, "stage.close"));
}

/* After a restart of the broker nobody is registered, but the calls go on. */
static void a_running_call_is_not_taken_from_its_server(void)
{
	OWN(house) h = house_new();
	struct id a = a_media_server(h, "a", (struct list){ 0 });
	struct id visit = admitted(h, all);

	CHECK_EQ(ERR_OK, join(h, "clerk1", visit));
	CHECK_EQ(SQLITE_OK, behind("UPDATE leg SET open = 1, place = 0"));
	CHECK_EQ(SQLITE_OK, behind("UPDATE media_server SET connected = 0"));
	a_media_server(h, "b", (struct list){ 0 });
	CHECK(id_equals(a, visit_of(h, visit)->server));
	CHECK(!told(h, "stage.open"));
}

static enum err restart(struct call *c, const void *in)
{
	(void)in;
	return media_set_all_gone(c->db, c->now);
}

/* The broker was started again, and the server of the visit is back later than another one. */
static void a_join_waits_for_the_server_on_which_others_talk(void)
{
	OWN(house) h = house_new();
	struct id a = a_media_server(h, "a", (struct list){ 0 });
	struct id visit = admitted(h, all);

	CHECK_EQ(ERR_OK, join(h, "clerk1", visit));
	CHECK_EQ(SQLITE_OK, behind("UPDATE leg SET open = 1, place = 0"));
	h->now.ms += HOUR_MS;
	CHECK_EQ(ERR_OK, house_write(h, NULL, restart, NULL, NULL));
	struct id b = a_media_server(h, "b", (struct list){ 0 });
	CHECK_EQ(ERR_NO_MEDIA_SERVER, join(h, "official1", visit));
	CHECK(id_equals(a, visit_of(h, visit)->server));
	h->now.ms += 10000; /* it does not come */
	CHECK_EQ(ERR_OK, join(h, "official1", visit));
	CHECK(id_equals(b, visit_of(h, visit)->server));
}

static void a_join_moves_the_visit_of_a_dead_server(void)
{
	OWN(house) h = house_new();
	struct id a = a_media_server(h, "a", (struct list){ 0 });
	struct id b = a_media_server(h, "b", (struct list){ 0 });
	struct id visit = admitted(h, all);

	CHECK_EQ(ERR_OK, join(h, "clerk1", visit));
	struct id first = visit_of(h, visit)->server;
	struct id other = id_equals(first, a) ? b : a;
	lose(h, first);
	CHECK_EQ(ERR_OK, join(h, "clerk1", visit));
	CHECK(id_equals(other, visit_of(h, visit)->server));
	CHECK(id_equals(other, h->call.then.ask.server));
}

static const struct test tests[] = {
	T(the_certificate_says_who_a_media_server_is),
	T(the_least_loaded_server_gets_the_visit),
	T(a_draining_server_gets_no_new_visit),
	T(a_visit_that_moved_goes_on_with_the_next_part),
	T(a_lost_server_keeps_its_visits_and_says_so),
	T(a_loss_told_late_takes_no_server_that_is_back),
	T(who_sat_on_a_server_that_forgot_them_is_shown_as_gone),
	T(a_server_that_is_back_opens_what_it_has_forgotten),
	T(a_server_that_is_back_hears_of_a_withdrawn_consent),
	T(a_server_that_is_back_closes_what_has_ended),
	T(visits_of_a_dead_server_are_placed_anew),
	T(a_running_call_is_not_taken_from_its_server),
	T(a_join_waits_for_the_server_on_which_others_talk),
	T(a_join_moves_the_visit_of_a_dead_server),
};
RUN_TESTS(tests)
