/* An ICE restart is a join with a higher epoch: the same leg, new names, new keys, other ways. */
#include "tests/unit/media/engine/world.h"

static const struct sim_options plain = { .video = SDP_VP8 };
static struct sim_client old;

static struct addr elsewhere(uint64_t stream)
{
	struct addr a = world_addr(50000);

	a.stream = stream;
	return a;
}

/* Client 1 joins again with this epoch from another address; what it was stands in `old`. */
static void restart(uint32_t epoch, uint64_t stream)
{
	struct sim_options again = plain;

	again.addr = elsewhere(stream);
	old = world.clients[1];
	CHECK_EQ(ERR_OK, world_join(&world, 1, &again, epoch));
}

static void enter_two(void)
{
	world_init(&world);
	world_enter(&world, 0);
	world_enter(&world, 1);
	for (int i = 0; i < 5; i++)
		world_talk(&world, 2, 1);
}

static void a_restart_has_names_and_keys_of_its_own(void)
{
	enter_two();
	restart(2, 0);
	CHECK(strcmp(old.peer.ufrag, world.clients[1].peer.ufrag) != 0);
	CHECK(strcmp(old.peer.password, world.clients[1].peer.password) != 0);
	world_connect(&world, 1);
	uint32_t before = world_heard(&world, 0, 0, SIM_VIDEO)->packets;
	for (int i = 0; i < 5; i++)
		world_talk(&world, 2, 1);
	CHECK_EQ(before + 5, world_heard(&world, 0, 0, SIM_VIDEO)->packets);
	CHECK_EQ(0, world.clients[1].counts.forged);
	sim_clear(&old);
	world_clear(&world);
}

static void the_old_names_and_keys_are_worth_nothing(void)
{
	enter_two();
	restart(2, 0);
	world_connect(&world, 1);
	struct engine_counts before = engine_counts(world.engine);
	int answered = old.counts.checks_answered;
	struct sim_client now = world.clients[1];
	world.clients[1] = old;
	sim_check(&world.clients[1], true);
	sim_send_video(&world.clients[1], 1);
	world_carry(&world);
	CHECK_EQ(answered, world.clients[1].counts.checks_answered);
	struct engine_counts after = engine_counts(world.engine);
	CHECK_EQ(before.forged + before.unknown + 2, after.forged + after.unknown);
	sim_clear(&world.clients[1]);
	world.clients[1] = now;
	world_clear(&world);
}

static void a_restart_may_change_from_udp_to_tcp_and_back(void)
{
	struct leg_report r;

	enter_two();
	for (uint32_t epoch = 2; epoch < 6; epoch++) {
		uint32_t before = world_heard(&world, 0, 0, SIM_VIDEO)->packets;

		restart(epoch, epoch % 2 ? 0 : epoch * 4096);
		world_connect(&world, 1);
		for (int i = 0; i < 30; i++) /* key frames come once a second */
			world_talk(&world, 2, 1);
		CHECK_EQ(1, world_report(&world, 1, &r));
		CHECK(r.epoch == epoch && r.state == LEG_LIVE && r.place == 1);
		CHECK_EQ(before + 30, world_heard(&world, 0, 0, SIM_VIDEO)->packets);
		CHECK(world_heard(&world, 1, 0, SIM_VIDEO)->packets > 0);
		sim_clear(&old);
	}
	CHECK_EQ(0, world_heard(&world, 0, 0, SIM_VIDEO)->backwards);
	CHECK_EQ(0, world_heard(&world, 0, 0, SIM_VIDEO)->repeated);
	world_clear(&world);
}

static const struct test tests[] = {
	T(a_restart_has_names_and_keys_of_its_own),
	T(the_old_names_and_keys_are_worth_nothing),
	T(a_restart_may_change_from_udp_to_tcp_and_back),
};
RUN_TESTS(tests)
