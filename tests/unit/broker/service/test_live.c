/* From the door to the close: check in, consent, admit, join, leave, close. */
#include "broker/core/joins.h"
#include "broker/service/house/upkeep.h"
#include "tests/unit/broker/service/service.h"

static const struct consent all = { true, true, true };
static const struct consent none = { false, false, false };

static enum err join(struct house *h, const char *who, struct id visit, struct visit_join_out *out)
{
	struct visit_join_in in = { visit, TEXT("v=0") };

	*out = (struct visit_join_out){ 0 };
	return house_write(h, who, visit_join_message.run, &in, out);
}

/* The media server answers. */
static enum err joined(struct house *h, const char *who, struct id visit,
		       struct visit_join_out *out)
{
	struct visit_join_in in = { visit, TEXT("v=0") };
	struct visit_join_out before = *out;
	struct leg_open_out answer = { TEXT("v=0 answer"), 1, 5 };
	struct finished f = { &in, &before, ERR_OK, &answer };

	*out = (struct visit_join_out){ 0 };
	return house_write(h, who, visit_joined_message.run, &f, out);
}

static enum err close_visit(struct house *h, struct id visit, struct visit_state_out *out)
{
	struct visit_commitment promise = { h->town, TEXT("恢复机耕路"), TEXT("2026-06-01") };
	struct visit_close_in in = {
		visit, OUTCOME_ASSIGNED_WITH_DEADLINE, TEXT("一周内修复。"), { &promise, 1 }
	};

	with_minutes(h, visit);
	return house_write(h, "official1", visit_close_message.run, &in, out);
}

static void checking_in_may_be_repeated(void)
{
	OWN(house) h = house_new();
	struct visit_in in = { booked(h, 1).visit };
	struct visit_check_in_out first = { 0 }, again = { 0 };

	CHECK_EQ(ERR_OK, house_write(h, "clerk1", visit_check_in_message.run, &in, &first));
	h->now.ms += HOUR_MS * 5; /* also after the time for it */
	CHECK_EQ(ERR_OK, house_write(h, "clerk1", visit_check_in_message.run, &in, &again));
	CHECK(text_is(again.version, VERSION));
	CHECK(text_equals(first.notice, again.notice));
	CHECK_EQ(1, house_count("SELECT count(*) FROM event WHERE name = 'visit.checked_in'"));
}

/* Also after the answers: what was heard can be heard again. */
static void the_notice_can_be_read_again_at_any_time(void)
{
	OWN(house) h = house_new();
	struct visit_in in = { consented(h, (struct consent){ true, true, true }) };
	struct visit_get_out got = { 0 };
	struct notice_get_out out = { 0 };

	CHECK_EQ(ERR_OK, house_read(h, "clerk1", notice_get_message.run, &in, &out));
	CHECK_EQ(ERR_OK, house_read(h, "clerk1", visit_get_message.run, &in, &got));
	CHECK(text_equals(out.notice, h->rules.notice) && out.notice.n);
	CHECK(text_equals(out.version, got.consent.version));
}

static void checking_in_has_its_time(void)
{
	OWN(house) h = house_new();
	struct visit_in in = { booked(h, 2).visit };
	struct visit_check_in_out out = { 0 };

	CHECK_EQ(ERR_TOO_EARLY, house_write(h, "clerk1", visit_check_in_message.run, &in, &out));
	CHECK_EQ(WHY_CHECK_IN_TOO_EARLY, h->call.fault.why);
	h->now.ms = slot_at(2).ms + 40 * MINUTE_MS + h->rules.times.check_in_late_ms;
	CHECK_EQ(ERR_TOO_LATE, house_write(h, "clerk1", visit_check_in_message.run, &in, &out));
	h->now.ms--;
	CHECK_EQ(ERR_FORBIDDEN, house_write(h, "clerk2", visit_check_in_message.run, &in, &out));
	CHECK_EQ(ERR_OK, house_write(h, "clerk1", visit_check_in_message.run, &in, &out));
}

/* The wrong line of the list: until the resident has answered after the notice. */
static void a_check_in_is_undone_until_the_notice_was_confirmed(void)
{
	OWN(house) h = house_new();
	struct visit_in in = { booked(h, 1).visit };
	struct visit_check_in_out notice = { 0 };
	struct visit_state_out state = { 0 };
	struct consent_record_in c = { in.visit, false, false, false, TEXT(VERSION) };
	struct consent_record_out kept = { 0 };

	CHECK_EQ(ERR_WRONG_STATE,
		 house_write(h, "clerk1", visit_undo_check_in_message.run, &in, &state));
	CHECK_EQ(ERR_OK, house_write(h, "clerk1", visit_check_in_message.run, &in, &notice));
	CHECK_EQ(ERR_FORBIDDEN,
		 house_write(h, "clerk2", visit_undo_check_in_message.run, &in, &state));
	CHECK_EQ(ERR_OK, house_write(h, "clerk1", visit_undo_check_in_message.run, &in, &state));
	CHECK(text_is(state.state, "scheduled"));
	CHECK_EQ(1, house_count("SELECT count(*) FROM visit WHERE checked_in IS NULL"));
	CHECK_EQ(1, house_count("SELECT count(*) FROM audit WHERE act = 'visit.undo_check_in'"
				" AND result = 'ok'"));
	CHECK_EQ(1, house_count("SELECT count(*) FROM event WHERE name = 'visit.check_in_undone'"));
	CHECK_EQ(ERR_OK, house_write(h, "clerk1", visit_check_in_message.run, &in, &notice));
	CHECK_EQ(ERR_OK, house_write(h, "clerk1", consent_record_message.run, &c, &kept));
	CHECK_EQ(ERR_WRONG_STATE,
		 house_write(h, "clerk1", visit_undo_check_in_message.run, &in, &state));
}

static void consent_names_the_notice_that_was_heard(void)
{
	OWN(house) h = house_new();
	struct visit_in in = { booked(h, 1).visit };
	struct visit_check_in_out notice = { 0 };
	struct consent_record_in c = { in.visit, true, true, true, TEXT("2020-1") };
	struct consent_record_out out = { 0 };

	c.version = TEXT(VERSION);
	CHECK_EQ(ERR_WRONG_STATE, house_write(h, "clerk1", consent_record_message.run, &c, &out));
	CHECK_EQ(WHY_VISIT_SCHEDULED, h->call.fault.why);
	CHECK_EQ(ERR_OK, house_write(h, "clerk1", visit_check_in_message.run, &in, &notice));
	c.version = TEXT("2020-1");
	CHECK_EQ(ERR_BAD_INPUT, house_write(h, "clerk1", consent_record_message.run, &c, &out));
	CHECK_EQ(VISIT_CHECKED_IN, visit_of(h, in.visit)->state);
}

static void only_the_unit_admits_and_only_who_waits(void)
{
	OWN(house) h = house_new();
	struct visit_in in = { consented(h, all) };
	struct visit_state_out out = { 0 };

	CHECK_EQ(ERR_FORBIDDEN, house_write(h, "town1", visit_admit_message.run, &in, &out));
	CHECK_EQ(1, house_count("SELECT count(*) FROM audit WHERE act = 'visit.admit'"
				" AND result = 'forbidden'"));
	h->now.ms += 1000;
	CHECK_EQ(ERR_OK, house_write(h, "official1", visit_admit_message.run, &in, &out));
	CHECK_EQ(h->now.ms, visit_of(h, in.visit)->zero.ms);
	CHECK_EQ(ERR_WRONG_STATE, house_write(h, "official1", visit_admit_message.run, &in, &out));
}

static void nobody_joins_before_the_visit_is_live(void)
{
	OWN(house) h = house_new();
	struct id visit = consented(h, all);
	struct visit_join_out out;

	a_media_server(h, "a", (struct list){ 0 });
	CHECK_EQ(ERR_WRONG_STATE, join(h, "clerk1", visit, &out));
	CHECK_EQ(WHY_VISIT_CONSENTED, h->call.fault.why);
}

static void joining_opens_the_stage_before_the_leg(void)
{
	OWN(house) h = house_new();
	struct id visit = admitted(h, all);
	struct id server = a_media_server(h, "a", (struct list){ 0 });
	struct visit_join_out out;

	CHECK_EQ(ERR_OK, join(h, "clerk1", visit, &out));
	const struct stage_open_in *stage = told(h, "stage.open");
	CHECK(stage && stage->record && stage->video && stage->audio);
	CHECK(id_is_set(stage->recording));
	CHECK_EQ(h->now.ms, stage->zero.ms);
	CHECK_EQ(THEN_MEDIA, h->call.then.kind);
	CHECK(id_equals(server, h->call.then.ask.server));
	const struct leg_open_in *leg = h->call.then.ask.in;
	CHECK(text_is(leg->seat, "village"));
	CHECK(text_is(leg->name, "鹿尾村"));
	CHECK_EQ(ERR_OK, joined(h, "clerk1", visit, &out));
	CHECK(text_is(out.answer, "v=0 answer"));
	CHECK(out.recording);
	CHECK_EQ(1, house_count("SELECT count(*) FROM leg WHERE open = 1 AND place = 1"));
}

static void a_refused_consent_is_never_recorded(void)
{
	OWN(house) h = house_new();
	struct id visit = admitted(h, none);
	struct visit_in in = { visit };
	struct visit_get_out seen = { 0 };
	struct visit_join_out out;

	a_media_server(h, "a", (struct list){ 0 });
	CHECK_EQ(ERR_OK, join(h, "clerk1", visit, &out));
	const struct stage_open_in *stage = told(h, "stage.open");
	CHECK(stage && !stage->record && !stage->video && !stage->audio);
	CHECK(!id_is_set(stage->recording));
	CHECK(!out.recording);
	CHECK_EQ(0, house_count("SELECT count(*) FROM recording"));
	CHECK_EQ(ERR_OK, house_read(h, "official1", visit_get_message.run, &in, &seen));
	CHECK(text_is(seen.recording, "refused"));
}

static void only_what_is_consented_to_is_recorded(void)
{
	OWN(house) h = house_new();
	struct id visit = admitted(h, (struct consent){ false, true, false });
	struct visit_join_out out;

	a_media_server(h, "a", (struct list){ 0 });
	CHECK_EQ(ERR_OK, join(h, "official1", visit, &out));
	const struct stage_open_in *stage = told(h, "stage.open");
	CHECK(stage && stage->record && !stage->video && stage->audio);
	CHECK_EQ(1, house_count("SELECT count(*) FROM recording WHERE video = 0 AND audio = 1"));
}

static void a_running_recording_can_only_be_withdrawn(void)
{
	OWN(house) h = house_new();
	struct id visit = admitted(h, (struct consent){ false, true, false });
	struct consent_record_in c = { visit, true, true, false, TEXT(VERSION) };
	struct consent_record_out kept = { 0 };
	struct visit_join_out out;

	a_media_server(h, "a", (struct list){ 0 });
	CHECK_EQ(ERR_OK, join(h, "official1", visit, &out));
	CHECK_EQ(ERR_WRONG_STATE, house_write(h, "clerk1", consent_record_message.run, &c, &kept));
	c.video = c.audio = false;
	CHECK_EQ(ERR_OK, house_write(h, "clerk1", consent_record_message.run, &c, &kept));
	const struct stage_record_in *told_now = told(h, "stage.record");
	CHECK(told_now && !told_now->record && !told_now->audio);
	CHECK_EQ(ERR_OK, join(h, "clerk1", visit, &out));
	CHECK(!((const struct stage_open_in *)told(h, "stage.open"))->record);
}

static void joining_again_keeps_the_leg_and_raises_the_epoch(void)
{
	OWN(house) h = house_new();
	struct id visit = admitted(h, all);
	struct visit_join_out first, again, late;

	a_media_server(h, "a", (struct list){ 0 });
	CHECK_EQ(ERR_OK, join(h, "clerk1", visit, &first));
	late = first;
	CHECK_EQ(ERR_OK, joined(h, "clerk1", visit, &first));
	CHECK_EQ(ERR_OK, join(h, "clerk1", visit, &again));
	CHECK(id_equals(first.leg, again.leg));
	CHECK_EQ(1, first.epoch);
	CHECK_EQ(2, again.epoch);
	CHECK_EQ(ERR_STALE_EPOCH, joined(h, "clerk1", visit, &late));
	CHECK_EQ(ERR_OK, joined(h, "clerk1", visit, &again));
}

static void a_seat_that_joins_without_end_is_told_when_it_may_again(void)
{
	OWN(house) h = house_new();
	struct id visit = admitted(h, all);
	struct visit_join_out out;

	a_media_server(h, "a", (struct list){ 0 });
	for (int i = 1; i <= JOINS_BURST; i++) {
		CHECK_EQ(ERR_OK, join(h, "clerk1", visit, &out));
		CHECK_EQ(i, out.epoch);
	}
	CHECK_EQ(ERR_TOO_MANY, join(h, "clerk1", visit, &out));
	CHECK_EQ(1, h->call.instead.n);
	struct instant from = ((const struct span *)h->call.instead.items)->from;
	CHECK(from.ms > h->now.ms && from.ms <= h->now.ms + JOINS_EACH_MS);
	CHECK_EQ(ERR_OK, join(h, "official1", visit, &out)); /* another seat */
	h->now = from;
	CHECK_EQ(ERR_OK, join(h, "clerk1", visit, &out));
	CHECK_EQ(JOINS_BURST + 1, out.epoch); /* what was refused left nothing */
}

static void a_colleague_and_the_recorder_sit_beside(void)
{
	OWN(house) h = house_new();
	struct id visit = admitted(h, all);
	struct visit_join_out one, two, three;
	struct visit_seats_in in = { visit };
	struct visit_seats_out seats = { 0 };

	a_media_server(h, "a", (struct list){ 0 });
	CHECK_EQ(ERR_OK, join(h, "recorder1", visit, &one));
	CHECK_EQ(ERR_OK, joined(h, "recorder1", visit, &one));
	h->now.ms += 1000;
	CHECK_EQ(ERR_OK, join(h, "official1", visit, &two));
	CHECK_EQ(ERR_OK, joined(h, "official1", visit, &two));
	h->now.ms += 1000;
	CHECK_EQ(ERR_OK, join(h, "official2", visit, &three));
	CHECK(one.epoch == 1 && two.epoch == 1 && three.epoch == 1);
	CHECK_EQ(ERR_OK, house_read(h, NULL, visit_seats_message.run, &in, &seats));
	CHECK_EQ(3, seats.legs.n);
	const struct visit_seat_row *rows = seats.legs.items;
	CHECK(text_is(rows[0].name, "吴霜降"));
	CHECK(text_is(rows[1].name, "主任甲"));
	CHECK(text_is(rows[2].name, "主任乙"));
	CHECK(!id_equals(rows[0].seat, rows[1].seat) && !id_equals(rows[0].seat, rows[2].seat) &&
	      !id_equals(rows[1].seat, rows[2].seat));
	h->rules.room.stage_slots = 3;
	CHECK_EQ(ERR_OK, join(h, "official2", visit, &three));
	CHECK_EQ(2, three.epoch);
}

static void without_a_media_server_it_says_what_to_do(void)
{
	OWN(house) h = house_new();
	struct id visit = admitted(h, all);
	struct visit_join_out out;

	CHECK_EQ(ERR_NO_MEDIA_SERVER, join(h, "clerk1", visit, &out));
	CHECK_EQ(WHY_SERVICE_AWAY, h->call.fault.why);
	CHECK_EQ(0, house_count("SELECT count(*) FROM leg"));
}

static void another_village_is_refused_with_an_audit_entry(void)
{
	OWN(house) h = house_new();
	struct id visit = admitted(h, all);
	struct visit_in in = { visit };
	struct visit_get_out seen = { 0 };
	struct visit_join_out out;

	a_media_server(h, "a", (struct list){ 0 });
	CHECK_EQ(ERR_FORBIDDEN, join(h, "clerk2", visit, &out));
	CHECK_EQ(1, house_count("SELECT count(*) FROM audit WHERE act = 'visit.join'"
				" AND result = 'forbidden'"));
	CHECK_EQ(ERR_FORBIDDEN, house_read(h, "clerk2", visit_get_message.run, &in, &seen));
	CHECK_TEXT("visit.get", h->call.refusal.act);
	CHECK_EQ(0, house_count("SELECT count(*) FROM leg"));
}

static void leaving_ends_ones_own_leg_only(void)
{
	OWN(house) h = house_new();
	struct id visit = admitted(h, all);
	struct visit_join_out out;

	a_media_server(h, "a", (struct list){ 0 });
	CHECK_EQ(ERR_OK, join(h, "clerk1", visit, &out));
	CHECK_EQ(ERR_OK, joined(h, "clerk1", visit, &out));
	struct visit_leave_in in = { visit, out.leg, out.epoch };
	CHECK_EQ(ERR_STALE_EPOCH, house_write(h, "official1", visit_leave_message.run, &in, NULL));
	CHECK_EQ(ERR_OK, house_write(h, "clerk1", visit_leave_message.run, &in, NULL));
	CHECK(told(h, "leg.close"));
	CHECK_EQ(0, house_count("SELECT count(*) FROM leg WHERE open = 1"));
	CHECK_EQ(ERR_OK, house_write(h, "clerk1", visit_leave_message.run, &in, NULL));
	CHECK(!told(h, "leg.close"));
}

static void only_who_sits_there_says_that_the_camera_is_off(void)
{
	OWN(house) h = house_new();
	a_media_server(h, "a", (struct list){ 0 });
	struct id visit = admitted(h, all);
	struct visit_join_out near;
	CHECK_EQ(ERR_OK, join(h, "clerk1", visit, &near));
	CHECK_EQ(ERR_OK, joined(h, "clerk1", visit, &near));
	struct visit_camera_in in = { visit, near.leg, near.epoch, true };
	CHECK_EQ(ERR_STALE_EPOCH, house_write(h, "official1", visit_camera_message.run, &in, NULL));
	CHECK_EQ(ERR_OK, house_write(h, "clerk1", visit_camera_message.run, &in, NULL));
	CHECK(((const struct leg_camera_in *)told(h, "leg.camera"))->off);
}

static void whoever_receives_mutes_a_seat_and_it_stays_so(void)
{
	OWN(house) h = house_new();
	a_media_server(h, "a", (struct list){ 0 });
	struct id visit = admitted(h, all);
	struct visit_join_out near;
	struct visit_mute_in in = { visit, { "" }, true };

	CHECK_EQ(ERR_OK, join(h, "clerk1", visit, &near));
	in.leg = near.leg;
	CHECK_EQ(ERR_FORBIDDEN, house_write(h, "clerk1", visit_mute_message.run, &in, NULL));
	CHECK_EQ(ERR_OK, house_write(h, "official1", visit_mute_message.run, &in, NULL));
	CHECK(((const struct leg_mute_in *)told(h, "leg.mute"))->muted);
	CHECK_EQ(ERR_OK, house_write(h, "official1", visit_mute_message.run, &in, NULL));
	CHECK_EQ(1, house_count("SELECT count(*) FROM audit WHERE act = 'visit.mute'"
				" AND result = 'ok'"));
	CHECK_EQ(1, house_count("SELECT count(*) FROM audit, leg WHERE act = 'visit.mute'"
				" AND object = leg.visit || ' village ' || leg.seat || ' muted'"));
	CHECK_EQ(ERR_OK, join(h, "clerk1", visit, &near));
	CHECK(((const struct leg_open_in *)h->call.then.ask.in)->muted);
	in.muted = false;
	CHECK_EQ(ERR_OK, house_write(h, "official1", visit_mute_message.run, &in, NULL));
	CHECK_EQ(1, house_count("SELECT count(*) FROM audit WHERE object GLOB '* unmuted'"));
	CHECK_EQ(ERR_OK, join(h, "clerk1", visit, &near));
	CHECK(!((const struct leg_open_in *)h->call.then.ask.in)->muted);
	in.leg = id_new((struct instant){ 1 });
	CHECK_EQ(ERR_NOT_FOUND, house_write(h, "official1", visit_mute_message.run, &in, NULL));
}

static void a_leg_given_up_does_not_end_the_newer_one(void)
{
	OWN(house) h = house_new();
	struct id visit = admitted(h, all);
	struct visit_join_out out;

	a_media_server(h, "a", (struct list){ 0 });
	for (int i = 0; i < 2; i++) {
		CHECK_EQ(ERR_OK, join(h, "clerk1", visit, &out));
		CHECK_EQ(ERR_OK, joined(h, "clerk1", visit, &out));
	}
	struct leg_gone_in in = { visit, out.leg, 1 };
	CHECK_EQ(ERR_OK, house_write(h, NULL, leg_gone_message.run, &in, NULL));
	CHECK_EQ(1, house_count("SELECT count(*) FROM leg WHERE open = 1"));
	in.epoch = 2;
	CHECK_EQ(ERR_OK, house_write(h, NULL, leg_gone_message.run, &in, NULL));
	CHECK_EQ(0, house_count("SELECT count(*) FROM leg WHERE open = 1"));
}

static void closing_ends_everything_and_keeps_what_was_said(void)
{
	OWN(house) h = house_new();
	struct id visit = admitted(h, all);
	struct visit_in in = { visit };
	struct visit_get_out seen = { 0 };
	struct visit_state_out state = { 0 };
	struct visit_join_out out;

	a_media_server(h, "a", (struct list){ 0 });
	CHECK_EQ(ERR_OK, join(h, "clerk1", visit, &out));
	CHECK_EQ(ERR_OK, joined(h, "clerk1", visit, &out));
	CHECK_EQ(ERR_OK, close_visit(h, visit, &state));
	CHECK(text_is(state.state, "closed"));
	CHECK(told(h, "stage.close"));
	CHECK_EQ(0, house_count("SELECT count(*) FROM claim"));
	CHECK_EQ(0, house_count("SELECT count(*) FROM leg WHERE open = 1"));
	CHECK_EQ(ERR_OK, house_read(h, "clerk1", visit_get_message.run, &in, &seen));
	CHECK(text_is(seen.recording, "finalising"));
	CHECK(text_is(seen.outcome, "assigned_with_deadline"));
	CHECK(text_is(seen.minutes.text, "来访人反映机耕路被挖断。"));
	CHECK_EQ(1, seen.commitments.n);
	CHECK_EQ(ERR_WRONG_STATE, join(h, "clerk1", visit, &out));
	CHECK_EQ(ERR_WRONG_STATE, joined(h, "clerk1", visit, &out));
}

static void no_visit_closes_without_reply_promise_and_minutes(void)
{
	OWN(house) h = house_new();
	struct id visit = admitted(h, all);
	struct visit_commitment past = { h->town, TEXT("恢复机耕路"), TEXT("2026-05-11") };
	struct visit_close_in in = { visit, OUTCOME_ASSIGNED_WITH_DEADLINE, TEXT(" "), { 0 } };
	struct visit_state_out out = { 0 };

	CHECK_EQ(ERR_BAD_INPUT, house_write(h, "official1", visit_close_message.run, &in, &out));
	CHECK_TEXT("reply", h->call.fault.field);
	in.reply = TEXT("一周内修复。");
	CHECK_EQ(ERR_BAD_INPUT, house_write(h, "official1", visit_close_message.run, &in, &out));
	CHECK_TEXT("commitments", h->call.fault.field);
	in.commitments = (struct list){ &past, 1 };
	CHECK_EQ(ERR_BAD_INPUT, house_write(h, "official1", visit_close_message.run, &in, &out));
	past.due = TEXT("2026-05-12");
	CHECK_EQ(ERR_BAD_INPUT, house_write(h, "official1", visit_close_message.run, &in, &out));
	CHECK_TEXT("minutes", h->call.fault.field);
	CHECK_EQ(0, house_count("SELECT count(*) FROM commitment"));
	CHECK_EQ(VISIT_LIVE, visit_of(h, visit)->state);
}

/* The disk was full, or the media server never came back: nobody waits for it for ever. */
static void a_recording_that_never_began_is_told_as_broken(void)
{
	OWN(house) h = house_new();
	struct id visit = admitted(h, all);
	struct visit_state_out state = { 0 };
	struct store_upkeep first = { UPKEEP_RECORDINGS, 0 }, next = { 0 };
	struct visit_join_out out;

	a_media_server(h, "a", (struct list){ 0 });
	CHECK_EQ(ERR_OK, join(h, "clerk1", visit, &out));
	CHECK_EQ(ERR_OK, close_visit(h, visit, &state));
	CHECK_EQ(ERR_OK, house_write(h, NULL, store_upkeep_message.run, &first, &next));
	CHECK_EQ(1, house_count("SELECT count(*) FROM recording WHERE state = 1"));
	h->now.ms += HOUR_MS + 1;
	CHECK_EQ(ERR_OK, house_write(h, NULL, store_upkeep_message.run, &first, &next));
	CHECK_EQ(1, house_count("SELECT count(*) FROM recording WHERE state = 3"));
}

static const struct test tests[] = {
	T(checking_in_may_be_repeated),
	T(checking_in_has_its_time),
	T(the_notice_can_be_read_again_at_any_time),
	T(a_check_in_is_undone_until_the_notice_was_confirmed),
	T(consent_names_the_notice_that_was_heard),
	T(only_the_unit_admits_and_only_who_waits),
	T(nobody_joins_before_the_visit_is_live),
	T(joining_opens_the_stage_before_the_leg),
	T(a_refused_consent_is_never_recorded),
	T(only_what_is_consented_to_is_recorded),
	T(a_running_recording_can_only_be_withdrawn),
	T(joining_again_keeps_the_leg_and_raises_the_epoch),
	T(a_seat_that_joins_without_end_is_told_when_it_may_again),
	T(a_colleague_and_the_recorder_sit_beside),
	T(without_a_media_server_it_says_what_to_do),
	T(another_village_is_refused_with_an_audit_entry),
	T(leaving_ends_ones_own_leg_only),
	T(only_who_sits_there_says_that_the_camera_is_off),
	T(whoever_receives_mutes_a_seat_and_it_stays_so),
	T(a_leg_given_up_does_not_end_the_newer_one),
	T(closing_ends_everything_and_keeps_what_was_said),
	T(no_visit_closes_without_reply_promise_and_minutes),
	T(a_recording_that_never_began_is_told_as_broken),
};
RUN_TESTS(tests)
