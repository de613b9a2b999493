/* Legs on a stage see and hear each other. */
#include "tests/unit/media/engine/world.h"

static void two_legs_see_and_hear_each_other(void)
{
	world_init(&world);
	world_enter(&world, 0);
	world_enter(&world, 1);
	for (int i = 0; i < 50; i++)
		world_talk(&world, 2, 3);
	for (int i = 0; i < 2; i++) {
		const struct sim_heard *video = world_heard(&world, i, 0, SIM_VIDEO);
		const struct sim_heard *audio = world_heard(&world, i, 0, SIM_AUDIO);

		CHECK_EQ(100, audio->packets);
		CHECK_EQ(150, video->packets);
		CHECK(video->started_by_key && !video->backwards && !video->repeated);
		CHECK_EQ(WORLD_PORT + 1 - i, video->from);
		CHECK_EQ(WORLD_PORT + 1 - i, audio->from);
		CHECK(video->has_mid && audio->has_mid);
		CHECK_EQ(0, world.clients[i].counts.forged);
	}
	world_clear(&world);
}

static const struct test tests[] = {
	T(two_legs_see_and_hear_each_other),
};
RUN_TESTS(tests)
