/* Who hears an event, and its text. */
#include "broker/wire/event.h"
#include "tests/unit/broker/store/store.h"

static struct tree *a_tree(void)
{
	struct tree_fault faults[8];
	struct tree *t = NULL;
	int n;

	CHECK_EQ(ERR_OK, tree_parse_csv(text_of(small_tree), &t, faults, 8, &n));
	return t;
}

static const struct wire_event booked = { .cursor = 12,
					  .name = { "visit.booked", 12 },
					  .at = { 5 },
					  .village = { "990101101201", 12 },
					  .unit = 3,
					  .terminal = { "990101101201-1", 14 } };

static bool may_see(uint32_t roles, const char *node, int64_t unit, const struct wire_event *e)
{
	OWN(tree) t = a_tree();
	struct caller who = { .roles = roles, .node = code(node), .unit = unit };

	return gate_may_see(t, &who, e);
}

static void clerks_hear_of_their_own_subtree(void)
{
	CHECK(may_see(ROLE_CLERK, "990101101201", 0, &booked));
	CHECK(may_see(ROLE_CLERK, "990101101000", 0, &booked));
	CHECK(may_see(ROLE_DUTY, "990101000000", 0, &booked));
	struct wire_event town = booked;
	town.village = TEXT("990101101000");
	CHECK(!may_see(ROLE_CLERK, "990101101201", 0, &town));
}

static void units_hear_of_their_own_visits(void)
{
	CHECK(may_see(ROLE_OFFICIAL, "990000000000", 3, &booked));
	CHECK(may_see(ROLE_RECORDER, "990000000000", 3, &booked));
	CHECK(!may_see(ROLE_OFFICIAL, "990000000000", 4, &booked));
	CHECK(!may_see(ROLE_OFFICIAL, "990000000000", 0, &booked));
}

static bool stands_in(const char *node, int64_t room, const struct wire_event *e)
{
	OWN(tree) t = a_tree();
	struct caller who = { .roles = ROLE_TERMINAL, .node = code(node), .room = room };

	return gate_may_see(t, &who, e);
}

static void terminals_hear_of_visits_in_their_own_room(void)
{
	struct wire_event filed = booked;

	filed.name = TEXT("recording.filed");
	CHECK(stands_in("990101101201", 1, &booked));
	CHECK(!stands_in("990101101201", 2, &booked));
	CHECK(!stands_in("990101101202", 1, &booked));
	CHECK(!stands_in("990101101201", 1, &filed));
}

static void a_kiosk_of_a_district_does_not_hear_its_villages(void)
{
	struct wire_event nowhere = booked;

	nowhere.terminal = TEXT("");
	for (int room = 0; room < 3; room++)
		CHECK(!stands_in("990101000000", room, &booked) &&
		      !stands_in("990101101201", room, &nowhere));
}

static void others_hear_nothing(void)
{
	CHECK(!may_see(ROLE_PUBLIC, "000000000000", 3, &booked));
	CHECK(!may_see(ROLE_AUDITOR, "000000000000", 3, &booked));
	CHECK(!may_see(ROLE_SYSADMIN, "000000000000", 3, &booked));
	CHECK(!may_see(ROLE_MEDIA, "000000000000", 3, &booked));
}

static void archivists_hear_of_recordings_only(void)
{
	struct wire_event filed = booked;

	filed.name = TEXT("recording.filed");
	CHECK(!may_see(ROLE_ARCHIVIST, "990000000000", 0, &booked));
	CHECK(may_see(ROLE_ARCHIVIST, "990000000000", 0, &filed));
}

static void a_place_that_is_gone_is_in_nobodys_scope(void)
{
	struct wire_event e = booked;

	e.village = TEXT("123456789012");
	CHECK(!may_see(ROLE_CLERK, "990101101201", 0, &e));
	e.village = TEXT("12");
	CHECK(!may_see(ROLE_CLERK, "990101101201", 0, &e));
}

static void its_text_is_a_notification(void)
{
	OWN(arena) a = arena_new();
	struct buffer out;

	buffer_init(&out, a);
	event_format(&booked, &out);
	CHECK_TEXT("{\"jsonrpc\":\"2.0\",\"method\":\"event\",\"params\":{\"cursor\":12,"
		   "\"name\":\"visit.booked\",\"at\":5,\"village\":\"990101101201\",\"unit\":3,"
		   "\"data\":{}}}",
		   out.at);
}

static const struct test tests[] = {
	T(clerks_hear_of_their_own_subtree),
	T(units_hear_of_their_own_visits),
	T(terminals_hear_of_visits_in_their_own_room),
	T(a_kiosk_of_a_district_does_not_hear_its_villages),
	T(others_hear_nothing),
	T(archivists_hear_of_recordings_only),
	T(a_place_that_is_gone_is_in_nobodys_scope),
	T(its_text_is_a_notification),
};
RUN_TESTS(tests)
