/* An hour in a moment: timers run, memory does not grow, the stream goes on. */
#include "tests/unit/media/engine/world.h"

#include <malloc.h>

static size_t heap_bytes(void)
{
	return mallinfo2().uordblks;
}

static void enter_two(void)
{
	world_init(&world);
	world_enter(&world, 0);
	world_enter(&world, 1);
	world_talk(&world, 2, 1);
}

/* One frame each 100 ms, checks each 2 s. */
static void talk_seconds(int seconds)
{
	for (int i = 0; i < 10 * seconds; i++) {
		if (i % 20 == 0) {
			sim_check(&world.clients[0], true);
			sim_check(&world.clients[1], true);
		}
		if (i % 50 == 0)
			sim_send_reports(&world.clients[0], (uint64_t)world.now_us);
		world_talk(&world, 2, 1);
		world_pass(&world, 60000);
	}
}

static void an_hour_of_talk_does_not_grow(void)
{
	struct leg_report r;

	enter_two();
	talk_seconds(10);
	size_t before = heap_bytes();
	talk_seconds(3600);
	/* The sanitizers' heap is not counted: both are 0 there. */
	CHECK(heap_bytes() <= before + 4096);
	for (int i = 0; i < 2; i++) {
		const struct sim_heard *h = world_heard(&world, i, 0, SIM_VIDEO);

		CHECK_EQ(36101, h->packets);
		CHECK_EQ(0, h->backwards);
		CHECK_EQ(1, world_report(&world, i, &r));
		CHECK_EQ(LEG_LIVE, r.state);
		CHECK_EQ(0, r.lost);
	}
	world_clear(&world);
}

static void an_idle_engine_is_seldom_woken(void)
{
	int ticks = 0;

	world_init(&world);
	for (int64_t till = world.now_us + INT64_C(3600000000); world.now_us < till; ticks++) {
		int64_t due = engine_next_tick(world.engine);

		world.now_us = due > world.now_us ? due : world.now_us + 1000;
		engine_tick(world.engine, world.now_us, &world.out);
	}
	CHECK(ticks <= 3602);
	CHECK_EQ(0, engine_counts(world.engine).out);
	world_clear(&world);
}

/* Pages that are loaded again six hundred times leave nothing behind. */
static void joining_again_and_again_does_not_grow(void)
{
	static const struct sim_options plain = { .video = SDP_VP8 };
	size_t before = 0;

	enter_two();
	for (uint32_t epoch = 2; epoch < 600; epoch++) {
		sim_clear(&world.clients[1]);
		CHECK_EQ(ERR_OK, world_join(&world, 1, &plain, epoch));
		world_connect(&world, 1);
		world_talk(&world, 2, 1);
		if (epoch == 300) /* the libraries' own caches are full */
			before = heap_bytes();
	}
	/* What malloc keeps for the next is counted too: up to 7 kB more or less. */
	CHECK(heap_bytes() <= before + 20480);
	CHECK_EQ(0, world_heard(&world, 0, 0, SIM_VIDEO)->backwards);
	CHECK_EQ(0, sim_missing(&world.clients[0], 0));
	world_clear(&world);
}

static const struct test tests[] = {
	T(an_hour_of_talk_does_not_grow),
	T(an_idle_engine_is_seldom_woken),
	T(joining_again_and_again_does_not_grow),
};
RUN_TESTS(tests)
