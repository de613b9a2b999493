/* A terminal sees and takes the resident's seat in the visits of its own room, and nothing else. */
#include "broker/common/talk/terminal_messages.h"
#include "tests/unit/broker/service/service.h"

static const struct consent all = { true, true, true };

static void as_terminal(struct house *h, const char *node, int64_t room, void *out)
{
	struct caller *who = ARENA_NEW(h->arena, struct caller);

	*who = (struct caller){ .roles = ROLE_TERMINAL, .node = code(node), .room = room };
	house_begin(h, NULL, out);
	h->call.who = who;
}

static enum err look(struct house *h, const char *node, int64_t room,
		     struct terminal_visit_out *out)
{
	*out = (struct terminal_visit_out){ 0 };
	as_terminal(h, node, room, out);
	h->call.db = reader_start(h->reader);
	enum err e = terminal_visit_message.run(&h->call, NULL);
	CHECK_EQ(ERR_OK, reader_stop(h->reader));
	return e;
}

static enum err join(struct house *h, const char *node, struct id visit, struct visit_join_out *out)
{
	struct visit_join_in in = { visit, TEXT("v=0") };

	*out = (struct visit_join_out){ 0 };
	as_terminal(h, node, 1, out);
	return house_finish(h, visit_join_message.run, &in);
}

static enum err joined(struct house *h, const char *node, struct id visit,
		       struct visit_join_out *out)
{
	struct visit_join_in in = { visit, TEXT("v=0") };
	struct visit_join_out before = *out;
	struct leg_open_out answer = { TEXT("v=0 answer"), 0, 5 };
	struct finished f = { &in, &before, ERR_OK, &answer };

	as_terminal(h, node, 1, out);
	return house_finish(h, visit_joined_message.run, &f);
}

static void it_sees_who_is_here_and_waits(void)
{
	OWN(house) h = house_new();
	struct visit_in in = { booked(h, 1).visit };
	struct visit_check_in_out notice = { 0 };
	struct terminal_visit_out out;

	CHECK_EQ(ERR_OK, look(h, "990101101201", 1, &out));
	CHECK(text_is(out.room_name, "鹿尾村接访室"));
	CHECK(!id_is_set(out.visit)); /* only booked */
	CHECK_EQ(ERR_OK, house_write(h, "clerk1", visit_check_in_message.run, &in, &notice));
	CHECK_EQ(ERR_OK, look(h, "990101101201", 1, &out));
	CHECK(id_equals(out.visit, in.visit));
	CHECK(text_is(out.state, "checked_in"));
	CHECK_EQ(slot_at(1).ms, out.from.ms);
}

static void it_sees_the_visits_of_its_own_room_only(void)
{
	OWN(house) h = house_new();
	struct terminal_visit_out out;
	struct id visit = admitted(h, all);

	CHECK_EQ(ERR_OK, look(h, "990101101201", 1, &out));
	CHECK(id_equals(out.visit, visit));
	CHECK(text_is(out.state, "live"));
	CHECK_EQ(ERR_OK, look(h, "990101101202", 1, &out));
	CHECK(!id_is_set(out.visit));
	CHECK_EQ(ERR_OK, look(h, "990101000000", 1, &out)); /* of who receives */
	CHECK(!id_is_set(out.visit));
}

static void a_room_that_is_not_there_is_named(void)
{
	OWN(house) h = house_new();
	struct terminal_visit_out out;

	CHECK_EQ(ERR_NOT_FOUND, look(h, "990101101201", 2, &out));
	CHECK_EQ(WHY_ROOM_UNKNOWN, h->call.fault.why);
	CHECK_EQ(ERR_NOT_FOUND, look(h, "990101101201", 0, &out));
	CHECK_EQ(ERR_NOT_FOUND, look(h, "990000000000", 1, &out));
}

static void it_takes_the_residents_seat_and_comes_back_to_it(void)
{
	OWN(house) h = house_new();
	struct visit_join_out first, again;
	struct visit_leave_in leave;

	a_media_server(h, "a", (struct list){ 0 });
	struct id visit = admitted(h, all);
	CHECK_EQ(ERR_OK, join(h, "990101101201", visit, &first));
	CHECK_EQ(ERR_OK, joined(h, "990101101201", visit, &first));
	CHECK_EQ(ERR_OK, join(h, "990101101201", visit, &again));
	CHECK(id_equals(first.leg, again.leg));
	CHECK_EQ(2, again.epoch);
	CHECK_EQ(ERR_OK, joined(h, "990101101201", visit, &again));
	CHECK_EQ(1, house_count("SELECT count(*) FROM leg AS l JOIN seat AS s ON s.id = l.seat"
				" WHERE s.kind = 0 AND l.open = 1 AND l.staff = ''"));
	leave = (struct visit_leave_in){ visit, again.leg, 1 };
	as_terminal(h, "990101101201", 1, NULL);
	CHECK_EQ(ERR_STALE_EPOCH, house_finish(h, visit_leave_message.run, &leave));
	leave.epoch = 2;
	as_terminal(h, "990101101201", 1, NULL);
	CHECK_EQ(ERR_OK, house_finish(h, visit_leave_message.run, &leave));
	CHECK_EQ(0, house_count("SELECT count(*) FROM leg WHERE open = 1"));
}

static void another_room_is_refused_and_audited(void)
{
	OWN(house) h = house_new();
	struct visit_join_out out;

	a_media_server(h, "a", (struct list){ 0 });
	struct id visit = admitted(h, all);
	CHECK_EQ(ERR_FORBIDDEN, join(h, "990101101202", visit, &out));
	CHECK_EQ(ERR_FORBIDDEN, join(h, "990101000000", visit, &out));
	CHECK_EQ(2, house_count("SELECT count(*) FROM audit WHERE act = 'visit.join' AND"
				" role = 'terminal' AND result = 'forbidden'"));
	CHECK_EQ(1, house_count("SELECT count(*) FROM audit WHERE result = 'forbidden' AND"
				" node = '990101101202'"));
	CHECK_EQ(0, house_count("SELECT count(*) FROM leg"));
}

static void it_leaves_a_seat_that_a_person_uses(void)
{
	OWN(house) h = house_new();
	struct visit_join_out clerk = { 0 }, out;
	struct visit_join_in in = { .offer = TEXT("v=0") };
	struct leg_open_out answer = { TEXT("v=0 answer"), 0, 5 };

	a_media_server(h, "a", (struct list){ 0 });
	in.visit = admitted(h, all);
	CHECK_EQ(ERR_OK, house_write(h, "clerk1", visit_join_message.run, &in, &clerk));
	struct visit_join_out before = clerk;
	struct finished f = { &in, &before, ERR_OK, &answer };
	CHECK_EQ(ERR_OK, house_write(h, "clerk1", visit_joined_message.run, &f, &clerk));
	CHECK_EQ(ERR_SLOT_TAKEN, join(h, "990101101201", in.visit, &out));
	struct visit_leave_in leave = { in.visit, clerk.leg, clerk.epoch };
	CHECK_EQ(ERR_OK, house_write(h, "clerk1", visit_leave_message.run, &leave, NULL));
	CHECK_EQ(ERR_OK, join(h, "990101101201", in.visit, &out));
	CHECK(id_equals(clerk.leg, out.leg));
}

static const struct test tests[] = {
	T(it_sees_who_is_here_and_waits),       T(it_sees_the_visits_of_its_own_room_only),
	T(a_room_that_is_not_there_is_named),   T(it_takes_the_residents_seat_and_comes_back_to_it),
	T(another_room_is_refused_and_audited), T(it_leaves_a_seat_that_a_person_uses),
};
RUN_TESTS(tests)
