/* What a terminal kept while its link was down is taken as the consent of that time allows, for
 * its own visit, for a day. */
#include "broker/common/seal/manifest.h"
#include "broker/common/talk/terminal_messages.h"
#include "tests/unit/broker/service/service.h"

static const struct consent all = { true, true, true };
static const char village[] = "990101101201";

struct scene {
	struct house *house;
	struct id server;
	struct visit_backfill_in in;
	struct visit_backfill_out out;
};

static void as_terminal(struct house *h, const char *node, void *out)
{
	struct caller *who = ARENA_NEW(h->arena, struct caller);

	*who = (struct caller){ .roles = ROLE_TERMINAL, .node = code(node), .room = 1 };
	house_begin(h, NULL, out);
	h->call.who = who;
}

/* A live visit that the terminal has joined, five minutes ago. */
static struct scene scene_new(struct house *h, struct consent answers)
{
	struct visit_join_in in = { .offer = TEXT("v=0") };
	struct visit_join_out out = { 0 };
	struct scene s = { .house = h };

	s.server = a_media_server(h, "a", (struct list){ 0 });
	in.visit = admitted(h, answers);
	as_terminal(h, village, &out);
	CHECK_EQ(ERR_OK, house_finish(h, visit_join_message.run, &in));
	h->now.ms += 5 * MINUTE_MS;
	s.in = (struct visit_backfill_in){ .visit = in.visit,
					   .leg = out.leg,
					   .epoch = 1,
					   .stretch = id_new(h->now),
					   .age_ms = 60000 };
	return s;
}

static enum err bring(struct scene *s)
{
	as_terminal(s->house, village, &s->out);
	return house_finish(s->house, visit_backfill_message.run, &s->in);
}

static const struct leg_backfill_in *asked(struct scene *s)
{
	CHECK_EQ(ERR_OK, bring(s));
	CHECK_EQ(THEN_MEDIA, s->house->call.then.kind);
	CHECK(id_equals(s->server, s->house->call.then.ask.server));
	return s->house->call.then.ask.in;
}

static enum err answered(struct scene *s, enum err err, int64_t next, int64_t part)
{
	struct leg_backfill_out answer = { next, part };
	struct visit_backfill_out before = { 0 };
	struct finished f = { &s->in, &before, err, &answer };

	as_terminal(s->house, village, &s->out);
	return house_finish(s->house, visit_backfilled_message.run, &f);
}

static void a_piece_goes_to_the_visits_media_server(void)
{
	OWN(house) h = house_new();
	struct scene s = scene_new(h, (struct consent){ false, true, true });
	uint8_t packets[20] = { 1 };

	s.in.number = 1;
	s.in.is_last = true;
	s.in.packets = (struct bytes){ packets, sizeof(packets) };
	const struct leg_backfill_in *a = asked(&s);
	CHECK(!a->video && a->audio && a->is_last && a->packets.n == sizeof(packets));
	CHECK_EQ(MANIFEST_LATE_FIRST, a->first_part);
	CHECK(text_is(a->seat, "village") && a->name.n && id_equals(a->stretch, s.in.stretch));
	CHECK_EQ(ERR_OK, answered(&s, ERR_OK, 2, 501));
	CHECK_EQ(2, s.out.next);
	CHECK_EQ(1, house_count("SELECT count(*) FROM part WHERE part = 501 AND state = 0"));
	CHECK_EQ(1, house_count("SELECT count(*) FROM audit WHERE act = 'visit.backfill' AND"
				" role = 'terminal' AND result = 'ok'"));
}

static void the_first_word_and_pieces_between_leave_no_trace(void)
{
	OWN(house) h = house_new();
	struct scene s = scene_new(h, all);

	asked(&s);
	CHECK_EQ(ERR_OK, answered(&s, ERR_OK, 1, 0));
	s.in.number = 7;
	asked(&s);
	CHECK_EQ(ERR_OK, answered(&s, ERR_OK, 8, 501));
	CHECK_EQ(0, house_count("SELECT count(*) FROM part"));
	CHECK_EQ(0, house_count("SELECT count(*) FROM audit WHERE act = 'visit.backfill'"));
}

static void what_the_resident_said_since_stands_above_it(void)
{
	OWN(house) h = house_new();
	struct scene s = scene_new(h, all);
	struct consent_record_in c = { s.in.visit, false, true, true, TEXT(VERSION) };
	struct consent_record_out kept = { 0 };

	CHECK_EQ(ERR_OK, house_write(h, "clerk1", consent_record_message.run, &c, &kept));
	h->now.ms += 30000;
	CHECK_EQ(ERR_FORBIDDEN, bring(&s)); /* 60 s ago it was another consent */
	CHECK_EQ(WHY_BACKFILL_CONSENT_CHANGED, h->call.fault.why);
	s.in.age_ms = 29000;
	CHECK(!asked(&s)->video);
	c.audio = false;
	CHECK_EQ(ERR_OK, house_write(h, "clerk1", consent_record_message.run, &c, &kept));
	CHECK_EQ(ERR_FORBIDDEN, bring(&s));
	CHECK_EQ(WHY_BACKFILL_NOT_CONSENTED, h->call.fault.why);
}

static void a_silenced_seat_stays_silent(void)
{
	OWN(house) h = house_new();
	struct scene s = scene_new(h, all);
	struct visit_mute_in mute = { s.in.visit, s.in.leg, true };

	CHECK_EQ(ERR_OK, house_write(h, "official1", visit_mute_message.run, &mute, NULL));
	const struct leg_backfill_in *a = asked(&s);
	CHECK(a->video && !a->audio);
}

static void the_wrong_room_leg_or_epoch_is_refused(void)
{
	OWN(house) h = house_new();
	struct scene s = scene_new(h, all);

	as_terminal(h, "990101101202", &s.out);
	CHECK_EQ(ERR_FORBIDDEN, house_finish(h, visit_backfill_message.run, &s.in));
	s.in.epoch = 2; /* never was */
	CHECK_EQ(ERR_NOT_FOUND, bring(&s));
	s.in.epoch = 1;
	s.in.leg = id_new(h->now);
	CHECK_EQ(ERR_NOT_FOUND, bring(&s));
	CHECK_EQ(1, house_count("SELECT count(*) FROM audit WHERE act = 'visit.backfill'"));
}

static void for_a_day_after_the_visit_it_is_still_taken(void)
{
	OWN(house) h = house_new();
	struct scene s = scene_new(h, all);
	struct visit_close_in in = {
		s.in.visit, OUTCOME_ANSWERED_ON_SPOT, TEXT("已说明。"), { 0 }
	};
	struct visit_state_out out = { 0 };

	with_minutes(h, s.in.visit);
	CHECK_EQ(ERR_OK, house_write(h, "official1", visit_close_message.run, &in, &out));
	h->now.ms += DAY_MS - 1;
	s.in.age_ms = DAY_MS;
	asked(&s);
	h->now.ms++;
	CHECK_EQ(ERR_TOO_LATE, bring(&s));
}

static void a_media_server_that_is_away_is_told_in_words(void)
{
	OWN(house) h = house_new();
	struct scene s = scene_new(h, all);

	asked(&s);
	CHECK_EQ(ERR_NO_MEDIA_SERVER, answered(&s, ERR_NO_MEDIA_SERVER, 0, 0));
	CHECK_EQ(WHY_BACKFILL_SERVICE_AWAY, h->call.fault.why);
	CHECK_EQ(ERR_MEDIA_REFUSED, answered(&s, ERR_MEDIA_REFUSED, 0, 0));
}

static const struct test tests[] = {
	T(a_piece_goes_to_the_visits_media_server),
	T(the_first_word_and_pieces_between_leave_no_trace),
	T(what_the_resident_said_since_stands_above_it),
	T(a_silenced_seat_stays_silent),
	T(the_wrong_room_leg_or_epoch_is_refused),
	T(for_a_day_after_the_visit_it_is_still_taken),
	T(a_media_server_that_is_away_is_told_in_words),
};
RUN_TESTS(tests)
