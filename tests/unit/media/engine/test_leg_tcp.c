/* A leg with a UDP and a TCP path: UDP is kept while it lives, TCP carries on when it does not. */
#include "media/engine/leg.h"
#include "tests/unit/media/engine/world.h"

#define S INT64_C(1000000)

static struct addr stream(uint64_t number)
{
	struct addr a = world_addr(40000);

	a.stream = number;
	return a;
}

static void check_from(int i, struct addr a)
{
	world.clients[i].options.addr = a;
	world.clients[i].counts.checks_answered = 0;
	sim_check(&world.clients[i], true);
	world_carry(&world);
}

/* Does what client 0 says come to client 1 at this address? */
static bool is_heard_at(struct addr a)
{
	uint32_t before = world_heard(&world, 1, 0, SIM_VIDEO)->packets;

	world.clients[1].options.addr = a;
	sim_send_video(&world.clients[0], 1);
	world_carry(&world);
	return world_heard(&world, 1, 0, SIM_VIDEO)->packets > before;
}

static void enter_two(void)
{
	world_init(&world);
	world_enter(&world, 0);
	world_enter(&world, 1);
	world_talk(&world, 2, 1);
}

static void every_stream_is_an_address_of_its_own(void)
{
	enter_two();
	uint64_t unknown = engine_counts(world.engine).unknown;
	check_from(1, stream(4097));
	world.clients[1].options.addr = stream(8193);
	sim_send_audio(&world.clients[1]);
	world_carry(&world);
	CHECK_EQ(unknown + 1, engine_counts(world.engine).unknown);
	world.clients[1].options.addr = stream(4097);
	sim_send_audio(&world.clients[1]);
	world_carry(&world);
	CHECK_EQ(unknown + 1, engine_counts(world.engine).unknown);
	world_clear(&world);
}

static void udp_is_preferred_while_it_lives(void)
{
	enter_two();
	struct addr udp = world.clients[1].options.addr;
	check_from(1, stream(4097));
	CHECK(is_heard_at(udp));
	CHECK(!is_heard_at(stream(4097)));
	world_clear(&world);
}

static void tcp_takes_over_from_silent_udp_and_gives_it_back(void)
{
	enter_two();
	struct addr udp = world.clients[1].options.addr;
	check_from(1, stream(4097));
	world_pass(&world, 3 * S);
	check_from(1, stream(4097));
	CHECK(is_heard_at(stream(4097)));
	check_from(1, udp);
	CHECK(is_heard_at(udp));
	world_clear(&world);
}

static void a_leg_over_tcp_alone_meets_the_others(void)
{
	const struct sim_options o = { .video = SDP_VP8, .addr = stream(4097) };

	world_init(&world);
	CHECK_EQ(ERR_OK, world_join(&world, 0, &o, 1));
	world.clients[0].options.addr = stream(4097);
	world_connect(&world, 0);
	world_enter(&world, 1);
	for (int i = 0; i < 10; i++)
		world_talk(&world, 2, 2);
	CHECK(world_heard(&world, 0, 0, SIM_VIDEO)->packets >= 18);
	CHECK(world_heard(&world, 1, 0, SIM_VIDEO)->packets >= 18);
	world_clear(&world);
}

/* The connection is gone, and nothing comes: lost as with UDP, and back over a new one. */
static void a_dead_connection_is_silence_and_a_new_one_resumes(void)
{
	struct leg_report r;

	enter_two();
	world_pass(&world, 4 * S);
	check_from(1, stream(4097));
	CHECK(is_heard_at(stream(4097)));
	world_pass(&world, LEG_SILENT_US + S);
	world_report(&world, 1, &r);
	CHECK_EQ(LEG_LOST, r.state);
	check_from(1, stream(8193));
	world_report(&world, 1, &r);
	CHECK_EQ(LEG_LIVE, r.state);
	check_from(0, world.clients[0].options.addr);
	world_talk(&world, 2, 1);
	CHECK(is_heard_at(stream(8193)));
	world_clear(&world);
}

static const struct test tests[] = {
	T(every_stream_is_an_address_of_its_own),
	T(udp_is_preferred_while_it_lives),
	T(tcp_takes_over_from_silent_udp_and_gives_it_back),
	T(a_leg_over_tcp_alone_meets_the_others),
	T(a_dead_connection_is_silence_and_a_new_one_resumes),
};
RUN_TESTS(tests)
