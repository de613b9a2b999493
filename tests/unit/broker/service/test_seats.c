/* How many sit in a visit at once, and whose place is kept. */
#include "tests/unit/broker/service/service.h"

#define BESIDE 4 /* of five slots one is the other side's */

static const struct consent all = { true, true, true };

static struct caller *of_the_unit(struct house *h, int number)
{
	struct caller *who = ARENA_NEW(h->arena, struct caller);

	*who = house_staff_of(h, "official1");
	if (number)
		who->staff = id_new((struct instant){ h->now.ms + number });
	return who;
}

static void get_up(struct house *h, struct id visit, const struct visit_join_out *seat)
{
	struct leg_gone_in in = { visit, seat->leg, seat->epoch };

	CHECK_EQ(ERR_OK, house_write(h, NULL, leg_gone_message.run, &in, NULL));
}

/* A visit that is full but for the resident. */
static struct id a_full_visit(struct house *h, struct visit_join_out legs[BESIDE])
{
	struct id visit = admitted(h, all);
	struct visit_join_out receiver;

	a_media_server(h, "a", (struct list){ 0 });
	CHECK_EQ(ERR_OK, house_join(h, of_the_unit(h, 0), visit, &receiver));
	for (int i = 0; i < BESIDE; i++)
		CHECK_EQ(ERR_OK, house_join(h, of_the_unit(h, i + 1), visit, &legs[i]));
	return visit;
}

static void whoever_leaves_gives_the_place_to_the_next(void)
{
	OWN(house) h = house_new();
	struct visit_join_out legs[BESIDE], next;
	struct id visit = a_full_visit(h, legs);

	CHECK_EQ(ERR_TOO_MANY, house_join(h, of_the_unit(h, 10), visit, &next));
	for (int i = 0; i < BESIDE; i++)
		get_up(h, visit, &legs[i]);
	for (int i = 0; i < BESIDE; i++)
		CHECK_EQ(ERR_OK, house_join(h, of_the_unit(h, 11 + i), visit, &next));
	CHECK_EQ(ERR_TOO_MANY, house_join(h, of_the_unit(h, 20), visit, &next));
}

static void the_residents_place_is_kept(void)
{
	OWN(house) h = house_new();
	struct visit_join_out legs[BESIDE], resident;
	struct id visit = a_full_visit(h, legs);
	struct caller clerk = house_staff_of(h, "clerk1");

	CHECK_EQ(ERR_OK, house_join(h, &clerk, visit, &resident));
}

static void who_left_comes_back_only_while_there_is_a_place(void)
{
	OWN(house) h = house_new();
	struct visit_join_out legs[BESIDE], next;
	struct id visit = a_full_visit(h, legs);
	struct caller *first = of_the_unit(h, 1), *other = of_the_unit(h, 10);

	first->staff = ((struct caller *)h->call.who)->staff; /* who sat down last */
	CHECK_EQ(ERR_OK, house_join(h, first, visit, &next)); /* from another page */
	CHECK_EQ(2, next.epoch);
	get_up(h, visit, &next);
	CHECK_EQ(ERR_OK, house_join(h, other, visit, &next));
	CHECK_EQ(ERR_TOO_MANY, house_join(h, first, visit, &legs[0]));
	get_up(h, visit, &next);
	CHECK_EQ(ERR_OK, house_join(h, first, visit, &legs[0]));
}

/* The link keeps no more legs than so many. */
static void those_who_sit_there_are_named_before_those_who_left(void)
{
	OWN(house) h = house_new();
	struct visit_join_out legs[BESIDE], next;
	struct id visit = a_full_visit(h, legs);
	struct visit_seats_in in = { visit };
	struct visit_seats_out seats = { 0 };

	get_up(h, visit, &legs[0]);
	CHECK_EQ(ERR_OK, house_join(h, of_the_unit(h, 10), visit, &next));
	CHECK_EQ(ERR_OK, house_read(h, NULL, visit_seats_message.run, &in, &seats));
	CHECK_EQ(2 + BESIDE, seats.legs.n);
	CHECK(id_equals(legs[0].leg, ((const struct visit_seat_row *)seats.legs.items)[5].leg));
}

/* A report that crossed the close finds no visit to make a stage of. */
static void a_closed_visit_names_nobody(void)
{
	OWN(house) h = house_new();
	struct visit_join_out legs[BESIDE];
	struct id visit = a_full_visit(h, legs);
	struct visit_close_in end = { visit, OUTCOME_NOT_HELD, TEXT("线路中断。"), { 0 } };
	struct visit_state_out state = { 0 };
	struct visit_seats_in in = { visit };
	struct visit_seats_out seats = { 0 };

	CHECK_EQ(ERR_OK, house_write(h, "official1", visit_close_message.run, &end, &state));
	CHECK_EQ(ERR_WRONG_STATE, house_read(h, NULL, visit_seats_message.run, &in, &seats));
	CHECK(!seats.legs.n && !id_is_set(seats.server));
}

static const struct test tests[] = {
	T(whoever_leaves_gives_the_place_to_the_next),          T(the_residents_place_is_kept),
	T(who_left_comes_back_only_while_there_is_a_place),     T(a_closed_visit_names_nobody),
	T(those_who_sit_there_are_named_before_those_who_left),
};
RUN_TESTS(tests)
