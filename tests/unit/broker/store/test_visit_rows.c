/* Rows of visits: booked once, states in order, seats, legs, consent, commitments. */
#include "broker/store/commitment_rows.h"
#include "broker/store/consent_rows.h"
#include "broker/store/leg_rows.h"
#include "broker/store/seat_rows.h"
#include "broker/store/visit_rows.h"
#include "tests/unit/broker/store/visits.h"

static void a_visit_reads_back_as_it_was_booked(void)
{
	OWN(db) db = store_with_matter();
	OWN(arena) a = arena_new();
	struct visit v = a_visit(1, minutes(0, 40)), back;

	v.receiver = id_of("77");
	v.room = 4;
	v.key = TEXT("once");
	CHECK_EQ(ERR_OK, visit_add(db, &v));
	CHECK_EQ(ERR_OK, visit_find(db, v.id, a, &back));
	CHECK(text_equals(v.number, back.number));
	CHECK_TEXT(v.query_code, back.query_code);
	CHECK(id_equals(v.receiver, back.receiver));
	CHECK(!id_is_set(back.server));
	CHECK_EQ(4, back.room);
	CHECK_EQ(0, back.village_room);
	CHECK_EQ(-1, back.outcome);
	CHECK_EQ(v.slot.till.ms, back.slot.till.ms);
	CHECK(text_is(back.key, "once"));
	CHECK_EQ(ERR_OK, visit_find_code(db, text_of(v.query_code), a, &back));
	CHECK(id_equals(v.id, back.id));
	CHECK_EQ(ERR_NOT_FOUND, visit_find(db, id_of("9"), a, &back));
}

static void the_same_key_of_the_same_staff_is_one_booking(void)
{
	OWN(db) db = store_with_matter();
	struct visit v = a_visit(1, minutes(0, 40)), w = a_visit(2, minutes(50, 90));
	struct id found;

	v.key = w.key = TEXT("once");
	CHECK_EQ(ERR_OK, visit_add(db, &v));
	CHECK_EQ(ERR_DUPLICATE, visit_add(db, &w));
	CHECK_EQ(ERR_OK, visit_find_once(db, v.booked_by, v.key, &found));
	CHECK(id_equals(v.id, found));
	w.booked_by = id_of("44");
	CHECK_EQ(ERR_NOT_FOUND, visit_find_once(db, w.booked_by, v.key, &found));
	CHECK_EQ(ERR_OK, visit_add(db, &w));
	/* No key is never the same key. */
	w = a_visit(3, minutes(50, 90));
	CHECK_EQ(ERR_OK, visit_add(db, &w));
	w = a_visit(4, minutes(50, 90));
	CHECK_EQ(ERR_OK, visit_add(db, &w));
}

static void a_state_changes_only_from_where_it_is(void)
{
	OWN(db) db = store_with_matter();
	OWN(arena) a = arena_new();
	struct visit v = a_visit(1, minutes(0, 40));

	CHECK_EQ(ERR_OK, visit_add(db, &v));
	CHECK_EQ(ERR_WRONG_STATE, visit_become(db, v.id, VISIT_SCHEDULED, VISIT_CLOSED));
	CHECK_EQ(ERR_WRONG_STATE, visit_become(db, v.id, VISIT_CONSENTED, VISIT_LIVE));
	CHECK_EQ(ERR_OK, visit_become(db, v.id, VISIT_SCHEDULED, VISIT_CHECKED_IN));
	CHECK_EQ(ERR_WRONG_STATE, visit_become(db, v.id, VISIT_SCHEDULED, VISIT_CHECKED_IN));
	/* Checked in, its slot stands. */
	CHECK_EQ(ERR_WRONG_STATE, visit_set_slot(db, &v));
	CHECK_EQ(ERR_OK, visit_find(db, v.id, a, &v));
	CHECK_EQ(VISIT_CHECKED_IN, v.state);
}

static void a_day_lists_the_visits_of_a_unit_and_a_village_by_start(void)
{
	OWN(db) db = store_with_matter();
	OWN(arena) a = arena_new();
	struct visit late = a_visit(1, minutes(50, 90)), early = a_visit(2, minutes(0, 40));
	struct visit_page page = { .unit = late.unit,
				   .after = minutes(0, 1).from,
				   .till = minutes(0, 51).till,
				   .most = 10 };
	struct list found = { 0 }, matter = { 0 };
	bool more;

	CHECK_EQ(ERR_OK, visit_add(db, &late));
	CHECK_EQ(ERR_OK, visit_add(db, &early));
	CHECK_EQ(ERR_OK, visit_page(db, &page, a, &found, &more));
	CHECK_EQ(2, found.n);
	CHECK(id_equals(early.id, ((const struct visit_line *)found.items)[0].id));
	CHECK(text_is(((const struct visit_line *)found.items)[0].subject, "山林地界"));
	page.scope = late.village; /* both walks have both: each is told once */
	CHECK_EQ(ERR_OK, visit_page(db, &page, a, &found, &more));
	CHECK(found.n == 2 && !more);
	page.unit = 0;
	page.most = 1;
	CHECK_EQ(ERR_OK, visit_page(db, &page, a, &found, &more));
	CHECK(found.n == 1 && more);
	page.after = early.slot.from;
	page.after_id = early.id;
	CHECK_EQ(ERR_OK, visit_page(db, &page, a, &found, &more));
	CHECK(found.n == 1 && !more);
	CHECK(id_equals(late.id, ((const struct visit_line *)found.items)[0].id));
	page.till = late.slot.from;
	CHECK_EQ(ERR_OK, visit_page(db, &page, a, &found, &more));
	CHECK_EQ(0, found.n);
	CHECK_EQ(ERR_OK,
		 visit_list_matter(db, &(struct matter_visits){ .matter = late.matter, .most = 2 },
				   a, &matter, &more));
	CHECK(matter.n == 2 && !more);
}

static void the_visits_of_a_matter_come_the_newest_first_page_by_page(void)
{
	OWN(db) db = store_with_matter();
	OWN(arena) a = arena_new();
	struct visit early = a_visit(1, minutes(0, 40)), late = a_visit(2, minutes(50, 90));
	struct matter_visits page = { .matter = late.matter, .most = 1 };
	struct list found = { 0 };
	bool more;

	CHECK_EQ(ERR_OK, visit_add(db, &early));
	CHECK_EQ(ERR_OK, visit_add(db, &late));
	CHECK_EQ(ERR_OK, visit_list_matter(db, &page, a, &found, &more));
	CHECK(found.n == 1 && more);
	page.before = ((const struct visit_line *)found.items)->id;
	CHECK(id_equals(late.id, page.before));
	CHECK_EQ(ERR_OK, visit_list_matter(db, &page, a, &found, &more));
	CHECK(found.n == 1 && !more);
	CHECK(id_equals(early.id, ((const struct visit_line *)found.items)->id));
}

static void a_live_visit_is_found_by_its_server_and_a_late_one_by_its_end(void)
{
	OWN(db) db = store_with_matter();
	OWN(arena) a = arena_new();
	struct visit v = a_visit(1, minutes(0, 40)), late = a_visit(2, minutes(50, 90));
	struct list live = { 0 }, expected = { 0 };

	v.state = VISIT_LIVE;
	CHECK_EQ(ERR_OK, visit_add(db, &v));
	CHECK_EQ(ERR_OK, visit_add(db, &late));
	CHECK_EQ(ERR_OK, visit_set_server(db, v.id, id_of("5")));
	CHECK_EQ(ERR_OK, visit_list_live(db, id_of("5"), a, &live));
	CHECK_EQ(1, live.n);
	CHECK_EQ(ERR_OK, visit_list_live(db, id_of("6"), a, &live));
	CHECK_EQ(0, live.n);
	CHECK_EQ(ERR_OK, visit_list_expected(db, minutes(0, 90).till, 10, a, &expected));
	CHECK_EQ(0, expected.n);
	CHECK_EQ(ERR_OK, visit_list_expected(db, minutes(0, 91).till, 10, a, &expected));
	CHECK_EQ(1, expected.n);
	CHECK(id_equals(late.id, *(const struct id *)expected.items));
}

static void a_closed_visit_keeps_outcome_and_reply(void)
{
	OWN(db) db = store_with_matter();
	OWN(arena) a = arena_new();
	struct visit v = a_visit(1, minutes(0, 40)), back;

	CHECK_EQ(ERR_OK, visit_add(db, &v));
	CHECK_EQ(ERR_OK, visit_set_live(db, v.id, NOW));
	v.closed = (struct instant){ NOW.ms + MINUTE_MS };
	v.outcome = OUTCOME_TRANSFERRED;
	v.reply = TEXT("转办。\n第二行");
	CHECK_EQ(ERR_OK, visit_set_closed(db, &v));
	CHECK_EQ(ERR_OK, visit_find(db, v.id, a, &back));
	CHECK_EQ(NOW.ms, back.zero.ms);
	CHECK_EQ(v.closed.ms, back.closed.ms);
	CHECK_EQ(OUTCOME_TRANSFERRED, back.outcome);
	CHECK(text_equals(v.reply, back.reply));
}

static void the_newest_consent_counts(void)
{
	OWN(db) db = store_with_matter();
	OWN(arena) a = arena_new();
	struct visit v = a_visit(1, minutes(0, 40));
	struct consent_row c = { v.id, { true, true, false }, TEXT("2026-1"), NOW, id_of("1") };

	CHECK_EQ(ERR_OK, visit_add(db, &v));
	CHECK_EQ(ERR_NOT_FOUND, consent_find(db, v.id, a, &c));
	CHECK_EQ(ERR_OK, consent_add(db, &c));
	c.answers = (struct consent){ true, false, true };
	c.version = TEXT("2026-2");
	CHECK_EQ(ERR_OK, consent_add(db, &c));

	struct consent_row back = { 0 };

	CHECK_EQ(ERR_OK, consent_find(db, v.id, a, &back));
	CHECK(back.answers.video && !back.answers.audio && back.answers.share);
	CHECK(text_is(back.version, "2026-2"));
	CHECK(id_equals(v.id, back.visit));
	c.visit = id_of("9");
	CHECK_EQ(ERR_NOT_FOUND, consent_add(db, &c));
}

static void commitments_keep_their_order_and_need_a_unit(void)
{
	OWN(db) db = store_with_matter();
	OWN(arena) a = arena_new();
	struct visit v = a_visit(1, minutes(0, 40));
	struct commitment c = { v.unit, TEXT(""), TEXT("到场查看"), TEXT("2026-06-01") };
	struct list found = { 0 };

	CHECK_EQ(ERR_OK, visit_add(db, &v));
	CHECK_EQ(ERR_OK, commitment_add(db, v.id, 2, &c));
	c.act = TEXT("书面答复");
	CHECK_EQ(ERR_OK, commitment_add(db, v.id, 1, &c));
	CHECK_EQ(ERR_DUPLICATE, commitment_add(db, v.id, 1, &c));
	c.unit += 100;
	CHECK_EQ(ERR_NOT_FOUND, commitment_add(db, v.id, 3, &c));
	CHECK_EQ(ERR_OK, commitment_list(db, v.id, a, &found));
	CHECK_EQ(2, found.n);
	CHECK(text_is(((const struct commitment *)found.items)[0].act, "书面答复"));
	CHECK(text_is(((const struct commitment *)found.items)[0].unit_name, "青榆区信访办"));
}

static struct seat a_seat(struct db *db, const struct visit *v, const char *end)
{
	struct seat s = { .id = id_of(end),
			  .visit = v->id,
			  .kind = SEAT_RECEIVER,
			  .name = TEXT("青榆区信访办"),
			  .unit = v->unit,
			  .required = true };

	CHECK_EQ(ERR_OK, seat_add(db, &s));
	return s;
}

static void a_seat_has_one_leg_and_a_newer_epoch_fences_the_older(void)
{
	OWN(db) db = store_with_matter();
	OWN(arena) a = arena_new();
	struct visit v = a_visit(1, minutes(0, 40));
	struct list seats = { 0 };

	CHECK_EQ(ERR_OK, visit_add(db, &v));
	struct seat s = a_seat(db, &v, "31");
	struct leg l = { id_of("41"), v.id,  s.id,  1,   id_of("2"),
			 TEXT("甲"),  false, false, NOW, SEAT_VILLAGE },
		   again = l;
	CHECK_EQ(ERR_OK, leg_add(db, &l));
	again.id = id_of("42");
	CHECK_EQ(ERR_DUPLICATE, leg_add(db, &again));
	CHECK_EQ(ERR_OK, leg_set_open(db, l.id, 1, 0));
	l.epoch = 2;
	CHECK_EQ(ERR_OK, leg_renew(db, &l));
	CHECK_EQ(ERR_STALE_EPOCH, leg_set_open(db, l.id, 1, 0));
	CHECK_EQ(ERR_OK, leg_set_open(db, l.id, 2, 1));
	CHECK_EQ(ERR_STALE_EPOCH, leg_close(db, l.id, 1));
	CHECK_EQ(ERR_OK, seat_list(db, v.id, a, &seats));
	CHECK_EQ(1, seats.n);
	CHECK(((const struct seat *)seats.items)[0].connected);
	CHECK_EQ(ERR_OK, leg_find_seat(db, s.id, a, &again));
	CHECK_EQ(2, again.epoch);
	CHECK(again.open);
	CHECK_EQ(ERR_OK, leg_close_visit(db, v.id));
	CHECK_EQ(ERR_OK, leg_list(db, v.id, a, &seats));
	CHECK(!((const struct leg *)seats.items)[0].open);
	CHECK_EQ(SEAT_RECEIVER, ((const struct leg *)seats.items)[0].kind);
}

static const struct test tests[] = {
	T(a_visit_reads_back_as_it_was_booked),
	T(the_same_key_of_the_same_staff_is_one_booking),
	T(a_state_changes_only_from_where_it_is),
	T(a_day_lists_the_visits_of_a_unit_and_a_village_by_start),
	T(the_visits_of_a_matter_come_the_newest_first_page_by_page),
	T(a_live_visit_is_found_by_its_server_and_a_late_one_by_its_end),
	T(a_closed_visit_keeps_outcome_and_reply),
	T(the_newest_consent_counts),
	T(commitments_keep_their_order_and_need_a_unit),
	T(a_seat_has_one_leg_and_a_newer_epoch_fences_the_older),
};
RUN_TESTS(tests)
