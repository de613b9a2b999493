/* Visits are booked with everything they need, or not at all; moved, cancelled, swept, listed. */
#include "broker/core/numbers.h"
#include "broker/service/matter/matters.h"
#include "tests/unit/broker/service/service.h"

#define CLAIMS "SELECT count(*) FROM claim"

static enum err book_second(struct house *h, int slot, struct visit_book_out *out)
{
	struct visit_book_in in = { h->matters[1], h->town, slot_at(slot), TEXT("") };

	return house_write(h, "clerk2", visit_book_message.run, &in, out);
}

static void a_booking_claims_everything_it_needs(void)
{
	OWN(house) h = house_new();
	struct visit_book_out out = booked(h, 1);

	/* The unit, both rooms, the uplink, a lane of recording. */
	CHECK_EQ(5, house_count(CLAIMS));
	CHECK(text_starts(out.number, "VS-"));
	CHECK_EQ(QUERY_CODE_LENGTH, out.query_code.n);
	CHECK_EQ(slot_at(1).ms, out.from.ms);
	CHECK_EQ(slot_at(1).ms + 40 * MINUTE_MS, out.till.ms);
	CHECK(text_is(out.unit_name, "青榆区信访办"));
	CHECK(text_is(out.target_name, "青榆区"));
	CHECK(text_is(out.room_name, "鹿尾村接访室"));
	CHECK_EQ(2, house_count("SELECT count(*) FROM seat"));
	CHECK_EQ(SEAT_VILLAGE, house_count("SELECT kind FROM seat ORDER BY id LIMIT 1"));
	CHECK_EQ(1, house_count("SELECT count(*) FROM event WHERE name = 'visit.booked'"
				" AND visit IS NOT NULL"));
}

static void a_booking_that_lacks_one_thing_claims_nothing(void)
{
	OWN(house) h = house_new();
	struct visit_book_out out = { 0 };

	h->rules.room.record_lanes = 1;
	booked(h, 1);
	CHECK_EQ(ERR_SLOT_TAKEN, book_second(h, 1, &out));
	CHECK_EQ(WHY_TAKEN_RECORDING, h->call.fault.why);
	CHECK_EQ(3, h->call.instead.n);
	CHECK_EQ(5, house_count(CLAIMS));
	CHECK_EQ(1, house_count("SELECT count(*) FROM visit"));
	CHECK_EQ(ERR_OK, book_second(h, 2, &out));
	CHECK_EQ(10, house_count(CLAIMS));
}

static void a_slot_is_not_booked_twice(void)
{
	OWN(house) h = house_new();
	struct visit_book_in in = { h->matters[0], h->district, slot_at(1), TEXT("") };
	struct visit_book_out out = { 0 };

	booked(h, 1);
	CHECK_EQ(ERR_SLOT_TAKEN, house_write(h, "clerk1", visit_book_message.run, &in, &out));
	CHECK(!id_is_set(out.visit));
}

static void the_same_key_by_the_same_staff_is_the_same_booking(void)
{
	OWN(house) h = house_new();
	struct visit_book_in in = { h->matters[0], h->district, slot_at(1), TEXT("once") };
	struct visit_book_in other = { h->matters[1], h->town, slot_at(1), TEXT("once") };
	struct visit_book_out first = { 0 }, again = { 0 }, third = { 0 };

	CHECK_EQ(ERR_OK, house_write(h, "clerk1", visit_book_message.run, &in, &first));
	CHECK_EQ(ERR_OK, house_write(h, "clerk1", visit_book_message.run, &in, &again));
	CHECK(id_equals(first.visit, again.visit));
	CHECK(text_equals(first.query_code, again.query_code));
	CHECK(text_equals(first.room_name, again.room_name));
	CHECK_EQ(1, house_count("SELECT count(*) FROM visit"));
	CHECK_EQ(ERR_OK, house_write(h, "clerk2", visit_book_message.run, &other, &third));
	CHECK(!id_equals(first.visit, third.visit));
}

static struct visit_book_in first_visit(struct house *h, int slot, const char *key)
{
	return (struct visit_book_in){
		.unit = h->district,
		.from = slot_at(slot),
		.key = text_of(key),
		.new_matter = { TEXT("何春分"), TEXT("10012345679"), TEXT("鹿尾村2组"),
				TEXT("路灯不亮"), TEXT("请修好。"), MATTER_APPEAL, TEXT("") },
	};
}

#define MATTERS "SELECT count(*) FROM matter"

static void a_new_matter_is_made_with_its_booking_and_once(void)
{
	OWN(house) h = house_new();
	struct visit_book_in in = first_visit(h, 1, "once");
	struct visit_book_out out = { 0 }, again = { 0 };

	CHECK_EQ(ERR_OK, house_write(h, "clerk1", visit_book_message.run, &in, &out));
	CHECK_EQ(ERR_OK, house_write(h, "clerk1", visit_book_message.run, &in, &again));
	CHECK_EQ(3, house_count(MATTERS));
	CHECK(id_equals(out.visit, again.visit) && id_equals(out.matter, again.matter));
	CHECK(text_starts(out.matter_number, "MT-990101101201-2026-"));
	CHECK_EQ(1,
		 house_count("SELECT count(*) FROM visit AS v JOIN matter AS m ON m.id = v.matter"
			     " WHERE m.subject = '路灯不亮'"));
	CHECK_EQ(0, house_count(MATTERS " WHERE instr(name, '何春分')"));
}

static void a_booking_that_fails_leaves_no_matter(void)
{
	OWN(house) h = house_new();
	struct visit_book_in in = first_visit(h, 1, "once");
	struct visit_book_out out = { 0 };
	int64_t audited = house_count("SELECT count(*) FROM audit");

	booked(h, 1);
	CHECK_EQ(ERR_SLOT_TAKEN, house_write(h, "clerk1", visit_book_message.run, &in, &out));
	CHECK_EQ(3, h->call.instead.n);
	CHECK_EQ(2, house_count(MATTERS));
	CHECK_EQ(audited + 1, house_count("SELECT count(*) FROM audit"));
	in.from = slot_at(2); /* the same form once more */
	CHECK_EQ(ERR_OK, house_write(h, "clerk1", visit_book_message.run, &in, &out));
	CHECK_EQ(3, house_count(MATTERS));
}

static void a_booking_is_of_one_matter_and_says_what_lacks(void)
{
	OWN(house) h = house_new();
	struct visit_book_in in = first_visit(h, 1, "");
	struct visit_book_out out = { 0 };

	in.matter = h->matters[0];
	CHECK_EQ(ERR_BAD_INPUT, house_write(h, "clerk1", visit_book_message.run, &in, &out));
	in.matter = (struct id){ "" };
	in.new_matter.address = TEXT(" \xe3\x80\x80");
	CHECK_EQ(ERR_BAD_INPUT, house_write(h, "clerk1", visit_book_message.run, &in, &out));
	CHECK_TEXT("new_matter.address", h->call.fault.field);
	in.new_matter = (struct matter_new){ 0 };
	CHECK_EQ(ERR_BAD_INPUT, house_write(h, "clerk1", visit_book_message.run, &in, &out));
	CHECK_EQ(2, house_count(MATTERS));
}

static void the_wrong_level_is_told_where_to_go(void)
{
	OWN(house) h = house_new();
	struct visit_book_in in = { h->matters[0], h->city, slot_at(1), TEXT("") };
	struct visit_book_out out = { 0 };

	CHECK_EQ(ERR_NOT_ALLOWED_TARGET,
		 house_write(h, "clerk1", visit_book_message.run, &in, &out));
	CHECK_EQ(WHY_JOINT_FIRST_OF_TWO, h->call.fault.why);
	CHECK(text_is(h->call.fault.arguments[1].text, "鹿鸣溪镇"));
	CHECK_EQ(0, house_count(CLAIMS));
}

static void the_lead_time_is_kept(void)
{
	OWN(house) h = house_new();
	struct visit_book_in in = { h->matters[0], h->district, slot_at(0), TEXT("") };
	struct visit_book_out out = { 0 };

	CHECK_EQ(ERR_TOO_LATE, house_write(h, "clerk1", visit_book_message.run, &in, &out));
	in.from = slot_at(1);
	h->rules.times.lead_min_days = 1;
	CHECK_EQ(ERR_TOO_LATE, house_write(h, "clerk1", visit_book_message.run, &in, &out));
	in.from.ms += 59 * DAY_MS;
	CHECK_EQ(ERR_TOO_EARLY, house_write(h, "clerk1", visit_book_message.run, &in, &out));
}

static void a_matter_of_another_village_is_refused_and_audited(void)
{
	OWN(house) h = house_new();
	struct visit_book_in in = { h->matters[0], h->district, slot_at(1), TEXT("") };
	struct visit_book_out out = { 0 };

	CHECK_EQ(ERR_FORBIDDEN, house_write(h, "clerk2", visit_book_message.run, &in, &out));
	CHECK_EQ(0, house_count("SELECT count(*) FROM visit"));
	CHECK_EQ(1, house_count("SELECT count(*) FROM audit WHERE act = 'visit.book'"
				" AND result = 'forbidden'"));
}

static void a_moved_visit_frees_its_old_slot(void)
{
	OWN(house) h = house_new();
	struct visit_move_in in = { booked(h, 1).visit, slot_at(2) };
	struct visit_move_out out = { 0 };

	CHECK_EQ(ERR_OK, house_write(h, "clerk1", visit_move_message.run, &in, &out));
	CHECK_EQ(slot_at(2).ms, out.from.ms);
	CHECK_EQ(slot_at(2).ms, visit_of(h, in.visit)->slot.from.ms);
	CHECK_EQ(5, house_count(CLAIMS));
	CHECK_EQ(1, house_count("SELECT count(*) FROM event WHERE name = 'visit.moved'"));
	booked(h, 1);
}

static void a_visit_that_cannot_be_moved_stays_where_it_is(void)
{
	OWN(house) h = house_new();
	struct visit_move_in in = { booked(h, 1).visit, slot_at(2) };
	struct visit_move_out out = { 0 };

	booked(h, 2);
	CHECK_EQ(ERR_SLOT_TAKEN, house_write(h, "clerk1", visit_move_message.run, &in, &out));
	CHECK_EQ(10, house_count(CLAIMS));
	CHECK_EQ(slot_at(1).ms, visit_of(h, in.visit)->slot.from.ms);
	CHECK_EQ(5, house_count("SELECT count(*) FROM claim WHERE starts = 1778550600000"));
	CHECK_EQ(ERR_FORBIDDEN, house_write(h, "clerk2", visit_move_message.run, &in, &out));
}

static void a_cancelled_visit_frees_its_slot(void)
{
	OWN(house) h = house_new();
	struct visit_cancel_in in = { booked(h, 1).visit, TEXT("来访人不来了") };
	struct visit_state_out out = { 0 };

	CHECK_EQ(ERR_OK, house_write(h, "clerk1", visit_cancel_message.run, &in, &out));
	CHECK(text_is(out.state, "cancelled"));
	CHECK_EQ(0, house_count(CLAIMS));
	CHECK(text_is(visit_of(h, in.visit)->cancel_reason, "来访人不来了"));
	CHECK_EQ(ERR_WRONG_STATE, house_write(h, "clerk1", visit_cancel_message.run, &in, &out));
	CHECK_EQ(WHY_VISIT_CANCELLED, h->call.fault.why);
	booked(h, 1);
}

static void the_office_says_why_it_cancels(void)
{
	OWN(house) h = house_new();
	struct visit_cancel_in in = { booked(h, 1).visit, TEXT(" ") };
	struct visit_state_out out = { 0 };

	CHECK_EQ(ERR_BAD_INPUT, house_write(h, "official1", visit_cancel_message.run, &in, &out));
	CHECK_TEXT("reason", h->call.fault.field);
	CHECK_EQ(ERR_FORBIDDEN, house_write(h, "town1", visit_cancel_message.run, &in, &out));
	in.reason = TEXT("会议冲突");
	CHECK_EQ(ERR_OK, house_write(h, "official1", visit_cancel_message.run, &in, &out));
}

/* For a resident, who owes nobody one; also where the member is left out. */
static void the_desk_cancels_without_a_reason(void)
{
	OWN(house) h = house_new();
	struct visit_cancel_in empty = { booked(h, 1).visit, TEXT("") };
	struct visit_cancel_in absent = { booked(h, 2).visit, { 0 } };
	struct visit_state_out out = { 0 };

	CHECK_EQ(ERR_FORBIDDEN, house_write(h, "clerk2", visit_cancel_message.run, &empty, &out));
	CHECK_EQ(ERR_OK, house_write(h, "clerk1", visit_cancel_message.run, &empty, &out));
	CHECK(text_is(out.state, "cancelled"));
	CHECK_EQ(ERR_BAD_INPUT,
		 house_write(h, "official1", visit_cancel_message.run, &absent, &out));
	CHECK_EQ(ERR_OK, house_write(h, "clerk1", visit_cancel_message.run, &absent, &out));
	CHECK(!visit_of(h, absent.visit)->cancel_reason.n);
}

static void who_did_not_come_frees_what_was_held(void)
{
	OWN(house) h = house_new();
	struct id visit = booked(h, 1).visit;
	struct visit_sweep_out out = { 0 };

	h->now.ms = slot_at(1).ms + 40 * MINUTE_MS + h->rules.times.check_in_late_ms;
	CHECK_EQ(ERR_OK, house_write(h, NULL, visit_sweep_message.run, NULL, &out));
	CHECK_EQ(0, out.no_shows);
	h->now.ms++;
	CHECK_EQ(ERR_OK, house_write(h, NULL, visit_sweep_message.run, NULL, &out));
	CHECK_EQ(1, out.no_shows);
	CHECK_EQ(VISIT_NO_SHOW, visit_of(h, visit)->state);
	CHECK_EQ(0, house_count(CLAIMS));
}

static void each_side_lists_its_own_visits_in_order(void)
{
	OWN(house) h = house_new();
	struct visit_list_in in = { TEXT("2026-05-12"), 0 };
	struct visit_list_out clerk = { 0 }, other = { 0 }, official = { 0 };

	booked(h, 2);
	struct id early = booked(h, 1).visit;
	CHECK_EQ(ERR_OK, house_read(h, "clerk1", visit_list_message.run, &in, &clerk));
	CHECK_EQ(ERR_OK, house_read(h, "clerk2", visit_list_message.run, &in, &other));
	CHECK_EQ(ERR_OK, house_read(h, "official1", visit_list_message.run, &in, &official));
	CHECK_EQ(2, clerk.visits.n);
	CHECK_EQ(0, other.visits.n);
	CHECK_EQ(2, official.visits.n);
	const struct visit_summary *first = clerk.visits.items;
	CHECK(id_equals(first->visit, early));
	CHECK(text_is(first->petitioner_name, "林谷雨"));
	CHECK(text_is(first->village_name, "鹿尾村"));
}

/* The unit and the nodes of the house have one, its rooms have none. */
static void places_go_out_with_their_english_name_where_there_is_one(void)
{
	OWN(house) h = house_new();
	struct visit_book_out out = booked(h, 1);
	struct visit_in in = { out.visit };
	struct visit_get_out got = { 0 };

	CHECK(text_is(out.unit_name_en, "District Office"));
	CHECK(text_is(out.target_name_en, "District") && !out.room_name_en.n);
	CHECK_EQ(ERR_OK, house_read(h, "clerk1", visit_get_message.run, &in, &got));
	CHECK(text_is(got.summary.unit_name_en, "District Office"));
	CHECK(text_is(got.summary.village_name_en, "Village"));
	const struct visit_seat *seats = got.seats.items;
	CHECK_EQ(2, got.seats.n);
	CHECK(text_is(seats[0].name_en, "Village") && text_is(seats[1].name_en, "District Office"));
}

/* For a visit that is moved; the word of the slot that begins at this instant; empty: none does. */
static struct text why_for(struct house *h, struct id visit, const char *day, struct instant from)
{
	struct slot_find_in in = { .matter = h->matters[0],
				   .unit = h->district,
				   .day = text_of(day),
				   .days = 7,
				   .visit = visit };
	struct slot_find_out out = { 0 };

	CHECK_EQ(ERR_OK, house_read(h, "clerk1", slot_find_message.run, &in, &out));
	const struct slot_line *lines = out.slots.items;
	for (size_t i = 0; i < out.slots.n; i++)
		if (lines[i].from.ms == from.ms) {
			CHECK_EQ(text_is(lines[i].why, "free"), lines[i].free);
			return lines[i].why;
		}
	return TEXT("");
}

static struct text why_at(struct house *h, const char *day, struct instant from)
{
	return why_for(h, (struct id){ "" }, day, from);
}

/* Paper that is printed again says what the first one said. */
static void a_visit_names_the_room_that_its_booking_named(void)
{
	OWN(house) h = house_new();
	struct visit_book_out out = booked(h, 1);
	struct visit_in in = { out.visit };
	struct visit_get_out got = { 0 };

	CHECK_EQ(ERR_OK, house_read(h, "clerk1", visit_get_message.run, &in, &got));
	CHECK(text_equals(got.room_name, out.room_name));
	CHECK(got.room_name.n && text_equals(got.room_name_en, out.room_name_en));
	CHECK(text_equals(got.summary.unit_name, out.unit_name));
	CHECK(text_equals(got.query_code, out.query_code));
}

static void a_visit_that_moves_is_not_in_its_own_way(void)
{
	OWN(house) h = house_new();
	struct id visit = booked(h, 1).visit;
	struct slot_find_in other = {
		.unit = h->district, .day = TEXT("2026-05-12"), .days = 1, .visit = visit
	};
	struct slot_find_out out = { 0 };

	CHECK(text_is(why_for(h, visit, "2026-05-12", slot_at(1)), "own"));
	CHECK(text_is(why_for(h, visit, "2026-05-12", slot_at(2)), "free"));
	CHECK(text_is(why_at(h, "2026-05-12", slot_at(1)), "taken"));
	CHECK_EQ(ERR_FORBIDDEN, house_read(h, "clerk2", slot_find_message.run, &other, &out));
}

/* "Fully booked" is said of what is fully booked, and of nothing else. */
static void a_slot_that_cannot_be_booked_says_why(void)
{
	OWN(house) h = house_new();

	booked(h, 1);
	CHECK(text_is(why_at(h, "2026-05-12", slot_at(1)), "taken"));
	CHECK(text_is(why_at(h, "2026-05-12", slot_at(2)), "free"));
	h->now.ms = slot_at(2).ms + 1;
	CHECK(text_is(why_at(h, "2026-05-12", slot_at(1)), "past"));
	CHECK(text_is(why_at(h, "2026-05-12", slot_at(2)), "past"));
	h->now = NOW;
	h->rules.times.lead_min_days = 1;
	CHECK(text_is(why_at(h, "2026-05-12", slot_at(2)), "soon"));
	h->rules.times.lead_min_days = 0;
	h->rules.times.lead_max_days = 1;
	h->now.ms -= 8 * DAY_MS;
	CHECK(text_is(why_at(h, "2026-05-12", slot_at(2)), "beyond"));
}

static const struct test tests[] = {
	T(a_booking_claims_everything_it_needs),
	T(a_visit_names_the_room_that_its_booking_named),
	T(a_visit_that_moves_is_not_in_its_own_way),
	T(a_booking_that_lacks_one_thing_claims_nothing),
	T(a_slot_is_not_booked_twice),
	T(the_same_key_by_the_same_staff_is_the_same_booking),
	T(a_new_matter_is_made_with_its_booking_and_once),
	T(a_booking_that_fails_leaves_no_matter),
	T(a_booking_is_of_one_matter_and_says_what_lacks),
	T(the_wrong_level_is_told_where_to_go),
	T(the_lead_time_is_kept),
	T(a_matter_of_another_village_is_refused_and_audited),
	T(a_moved_visit_frees_its_old_slot),
	T(a_visit_that_cannot_be_moved_stays_where_it_is),
	T(a_cancelled_visit_frees_its_slot),
	T(the_office_says_why_it_cancels),
	T(the_desk_cancels_without_a_reason),
	T(a_slot_that_cannot_be_booked_says_why),
	T(who_did_not_come_frees_what_was_held),
	T(each_side_lists_its_own_visits_in_order),
	T(places_go_out_with_their_english_name_where_there_is_one),
};
RUN_TESTS(tests)
