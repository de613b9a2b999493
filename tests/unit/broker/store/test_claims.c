/* Claims of a resource never overlap. */
#include "broker/store/claims.h"
#include "broker/store/connection.h"
#include "tests/lib/broker/resource.h"
#include "tests/unit/broker/store/store.h"

static const struct resource room = { RESOURCE_ROOM, TEXT("7"), 0 };

static enum err claim(struct db *db, const struct resource *r, struct span s, const char *visit)
{
	return claim_add_lane(db, r, 1, s, id_of(visit));
}

static void claims_may_touch_but_not_overlap(void)
{
	OWN(db) db = fresh_store();

	CHECK_EQ(ERR_OK, claim(db, &room, minutes(0, 40), "1"));
	CHECK_EQ(ERR_SLOT_TAKEN, claim(db, &room, minutes(39, 80), "2"));
	CHECK_EQ(ERR_SLOT_TAKEN, claim(db, &room, minutes(-10, 1), "2"));
	CHECK_EQ(ERR_SLOT_TAKEN, claim(db, &room, minutes(-10, 90), "2"));
	CHECK_EQ(ERR_SLOT_TAKEN, claim(db, &room, minutes(10, 20), "2"));
	CHECK_EQ(ERR_SLOT_TAKEN, claim(db, &room, minutes(0, 40), "2"));
	CHECK_EQ(ERR_OK, claim(db, &room, minutes(40, 80), "2"));
	CHECK_EQ(ERR_OK, claim(db, &room, minutes(-40, 0), "3"));
}

static void the_table_itself_refuses_an_overlap(void)
{
	OWN(db) db = fresh_store();
	int64_t number = resource_number(db, &room);
	struct span s = minutes(0, 40), late = minutes(10, 90), empty = minutes(50, 50);

	CHECK_EQ(ERR_OK, db_run(db, Q_claim_add, "immu", number, s.from, s.till, id_of("1")));
	CHECK_EQ(ERR_SLOT_TAKEN,
		 db_run(db, Q_claim_add, "immu", number, late.from, late.till, id_of("2")));
	CHECK_EQ(ERR_BAD_INPUT,
		 db_run(db, Q_claim_add, "immu", number, empty.from, empty.till, id_of("2")));
}

static void a_claim_cannot_be_moved_or_replaced(void)
{
	OWN(db) db = fresh_store();

	CHECK_EQ(ERR_OK, claim(db, &room, minutes(0, 40), "1"));
	CHECK(sqlite3_exec(db->sqlite, "UPDATE claim SET ends = ends + 1", NULL, NULL, NULL));
	CHECK(sqlite3_exec(db->sqlite,
			   "INSERT OR REPLACE INTO claim SELECT resource, starts, ends, 'x'"
			   " FROM claim",
			   NULL, NULL, NULL));
}

static void another_resource_is_another_matter(void)
{
	OWN(db) db = fresh_store();
	struct resource one = { RESOURCE_RECEIVER, TEXT("a"), 0 };
	struct resource two = { RESOURCE_RECEIVER, TEXT("b"), 0 };

	CHECK_EQ(0, resource_find(db, &one));
	CHECK_EQ(ERR_OK, claim(db, &one, minutes(0, 40), "1"));
	CHECK_EQ(ERR_OK, claim(db, &two, minutes(0, 40), "1"));
	CHECK(resource_find(db, &one) && resource_find(db, &two));
	CHECK(resource_find(db, &one) != resource_find(db, &two));
}

static void lanes_are_taken_one_after_the_other(void)
{
	OWN(db) db = fresh_store();
	struct resource r = { RESOURCE_RECORD, TEXT(""), 0 };

	CHECK_EQ(ERR_OK, claim_add_lane(db, &r, 2, minutes(0, 40), id_of("1")));
	CHECK_EQ(ERR_OK, claim_add_lane(db, &r, 2, minutes(20, 60), id_of("2")));
	CHECK_EQ(ERR_SLOT_TAKEN, claim_add_lane(db, &r, 2, minutes(30, 50), id_of("3")));
	CHECK_EQ(ERR_OK, claim_add_lane(db, &r, 2, minutes(40, 50), id_of("3")));
}

static void a_lane_given_back_is_the_next_one_taken(void)
{
	OWN(db) db = fresh_store();
	struct resource r = { RESOURCE_RECORD, TEXT(""), 0 };

	for (int i = 1; i <= 3; i++) {
		char end[4];

		snprintf(end, sizeof(end), "%d", i);
		CHECK_EQ(ERR_OK, claim_add_lane(db, &r, 3, minutes(0, 40), id_of(end)));
	}
	CHECK_EQ(ERR_OK, claim_remove(db, id_of("2")));
	CHECK_EQ(ERR_SLOT_TAKEN, claim_add_lane(db, &r, 1, minutes(0, 40), id_of("4")));
	CHECK_EQ(ERR_OK, claim_add_lane(db, &r, 3, minutes(0, 40), id_of("4")));
	CHECK_EQ(ERR_SLOT_TAKEN, claim_add_lane(db, &r, 3, minutes(0, 40), id_of("5")));
}

static void a_removed_visit_frees_what_it_held(void)
{
	OWN(db) db = fresh_store();

	CHECK_EQ(ERR_OK, claim(db, &room, minutes(0, 40), "1"));
	CHECK_EQ(ERR_OK, claim(db, &room, minutes(50, 90), "2"));
	CHECK_EQ(ERR_OK, claim_remove(db, id_of("1")));
	CHECK_EQ(ERR_OK, claim(db, &room, minutes(5, 45), "3"));
	CHECK_EQ(ERR_SLOT_TAKEN, claim(db, &room, minutes(50, 90), "3"));
}

static void a_list_has_what_touches_the_span(void)
{
	OWN(db) db = fresh_store();
	struct span found[4];
	struct spans all = { found, 4, 0 }, two = { found, 2, 0 };
	struct id none = { "" };

	CHECK_EQ(ERR_OK, claim(db, &room, minutes(0, 40), "1"));
	CHECK_EQ(ERR_OK, claim(db, &room, minutes(50, 90), "2"));
	CHECK_EQ(ERR_OK, claim(db, &room, minutes(100, 140), "3"));
	CHECK_EQ(ERR_OK, claim_list(db, resource_find(db, &room), minutes(60, 100), none, &all));
	CHECK_EQ(1, all.n);
	CHECK_EQ(minutes(50, 90).from.ms, found[0].from.ms);
	CHECK_EQ(ERR_OK, claim_list(db, resource_find(db, &room), minutes(40, 101), none, &all));
	CHECK_EQ(2, all.n);
	CHECK_EQ(ERR_OK, claim_list(db, resource_find(db, &room), minutes(-100, 500), none, &two));
	CHECK_EQ(2, two.n);
	CHECK_EQ(ERR_OK, claim_list(db, resource_find(db, &room), minutes(40, 50), none, &all));
	CHECK_EQ(0, all.n);
	CHECK_EQ(ERR_OK,
		 claim_list(db, resource_find(db, &room), minutes(40, 101), id_of("2"), &all));
	CHECK_EQ(1, all.n);
	CHECK_EQ(minutes(100, 140).from.ms, found[0].from.ms);
}

static const struct test tests[] = {
	T(claims_may_touch_but_not_overlap),    T(the_table_itself_refuses_an_overlap),
	T(a_claim_cannot_be_moved_or_replaced), T(another_resource_is_another_matter),
	T(lanes_are_taken_one_after_the_other), T(a_lane_given_back_is_the_next_one_taken),
	T(a_removed_visit_frees_what_it_held),  T(a_list_has_what_touches_the_span),
};
RUN_TESTS(tests)
