/* When a missing packet is asked for: not while it may only be late, again by the round trip, and
 * not when it would come too late. */
#include "media/engine/loss.h"

#include "tests/lib/test.h"

static struct loss loss;

static void begin(bool is_apart)
{
	loss_clear(&loss);
	loss = (struct loss){ .is_apart = is_apart };
}

/* Number 5 is missing at 0 and comes at `at`; how often it was asked for. */
static int late_by(int64_t at, bool again)
{
	uint16_t seqs[LOSS_MISSING_MAX];
	size_t asked = 0;

	loss_add(&loss, 5, 6, 0);
	for (int64_t now = 0; now < at; now += 1000)
		asked += loss_tick(&loss, now, seqs, LOSS_MISSING_MAX);
	CHECK_EQ(at < LOSS_LATE_US, loss_remove(&loss, 5, at, again));
	return (int)asked;
}

static void the_time_of_reordering_is_learned(void)
{
	begin(false);
	CHECK_EQ(0, late_by(9000, false));
	loss.round_trip_us = 80000;
	CHECK_EQ(1, late_by(40000, false));
	CHECK_EQ(0, late_by(40000, false));
	CHECK_EQ(45000, loss.reorder_us);
	/* An answer takes a round trip: this was one. */
	CHECK_EQ(1, late_by(130000, false));
	CHECK(loss.reorder_us < 45000 && loss.reorder_us > 40000);
}

static void with_rtx_what_comes_by_itself_was_late(void)
{
	begin(true);
	CHECK_EQ(1, late_by(60000, true));
	CHECK_EQ(0, loss.reorder_us);
	CHECK(late_by(60000, false) > 0);
	CHECK_EQ(67500, loss.reorder_us);
	late_by(400000, false);
	CHECK_EQ(LOSS_REORDER_MAX, loss.reorder_us);
}

static void the_time_of_reordering_falls_again(void)
{
	begin(true);
	late_by(80000, false);
	for (int i = 0; i < 200; i++)
		late_by(150000, true);
	CHECK(loss.reorder_us < LOSS_REORDER_US + 1000);
}

static void the_round_trip_is_learned_from_an_answer(void)
{
	begin(true);
	late_by(LOSS_REORDER_US + 15000, true);
	CHECK_EQ(15000, loss.round_trip_us);
	for (int i = 0; i < 60; i++)
		late_by(LOSS_REORDER_US + 35000, true);
	CHECK(loss.round_trip_us > 30000 && loss.round_trip_us <= 35000);
}

static void requests_are_repeated_by_the_round_trip(void)
{
	begin(false);
	CHECK_EQ(9, late_by(499000, true));
	begin(false);
	loss.round_trip_us = 200000;
	CHECK_EQ(2, late_by(499000, false));
}

static void two_round_trips_are_waited_for(void)
{
	uint16_t seqs[LOSS_MISSING_MAX];

	begin(false);
	loss.round_trip_us = 300000;
	loss_add(&loss, 5, 6, 0);
	CHECK_EQ(1, loss_tick(&loss, 699999, seqs, LOSS_MISSING_MAX));
	CHECK_EQ(700000, loss_due_us(&loss));
	CHECK_EQ(0, loss_tick(&loss, 700000, seqs, LOSS_MISSING_MAX));
	CHECK_EQ(1, loss.lost);
	loss.round_trip_us = 5000000;
	loss_add(&loss, 6, 7, 0);
	loss_tick(&loss, LOSS_LATE_MAX, seqs, LOSS_MISSING_MAX);
	CHECK_EQ(2, loss.lost);
}

static const struct test tests[] = {
	T(the_time_of_reordering_is_learned),       T(with_rtx_what_comes_by_itself_was_late),
	T(the_time_of_reordering_falls_again),      T(the_round_trip_is_learned_from_an_answer),
	T(requests_are_repeated_by_the_round_trip), T(two_round_trips_are_waited_for),
};
RUN_TESTS(tests)
