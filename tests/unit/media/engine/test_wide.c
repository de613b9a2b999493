/* Transport-wide feedback, both ways, where a client offers it. */
#include "media/packet/seq.h"
#include "tests/unit/media/engine/world.h"

static const struct sim_options wide = { .video = SDP_VP8, .rtx = true, .wide = true };

static bool is_video(const struct parcel *p)
{
	return p->n > 1 && p->at[0] >> 6 == 2 && (p->at[1] & 0x7f) == SIM_VP8_PT;
}

/* Nobody sees these at all, since no NACK comes through either. */
static bool loses_every_fifth(struct world *w, const struct parcel *p)
{
	return p->to_engine && p->client.port == WORLD_PORT && is_video(p) && w->dice++ % 5 == 0;
}

static void enter_two(void)
{
	world_init(&world);
	for (int i = 0; i < 2; i++) {
		CHECK_EQ(ERR_OK, world_join(&world, i, &wide, 1));
		world_connect(&world, i);
	}
}

static void a_publisher_is_told_of_all_its_packets(void)
{
	enter_two();
	for (int i = 0; i < 50; i++)
		world_talk(&world, 2, 3);
	world_pass(&world, 200000);
	for (int i = 0; i < 2; i++) {
		CHECK_EQ(50 * 5, world.clients[i].counts.told);
		CHECK_EQ(0, world.clients[i].counts.told_lost);
		CHECK(world.clients[i].counts.remb > 0); /* the ceiling stands beside it */
	}
	world_clear(&world);
}

static void a_publisher_is_told_of_what_was_lost(void)
{
	enter_two();
	world.dice = 1;
	world.loses = loses_every_fifth;
	for (int i = 0; i < 50; i++)
		world_talk(&world, 2, 3);
	world.loses = NULL;
	world_talk(&world, 2, 3);
	world_pass(&world, 200000);
	const struct sim_counts *c = &world.clients[0].counts;
	CHECK_EQ(30, c->told_lost);
	/* And of what was sent again for them. */
	CHECK_EQ(51 * 5 - 30 + c->resent, c->told);
	CHECK(c->resent >= 30);
	world_clear(&world);
}

static bool loses_a_third_to_receiver(struct world *w, const struct parcel *p)
{
	return !p->to_engine && p->client.port == WORLD_PORT + 1 && is_video(p) &&
	       w->dice++ % 3 == 0;
}

/* The receivers say what came; their line carries 1 Mbit/s of pictures. */
static void talk(int times)
{
	for (int i = 0; i < times; i++) {
		world_talk(&world, 2, 5);
		for (int k = 0; k < 2; k++)
			sim_send_wide(&world.clients[k], world.now_us);
		world_carry(&world);
	}
}

static void a_receiver_that_loses_much_gets_less(void)
{
	enter_two();
	talk(60);
	uint64_t ceiling = world.clients[0].counts.remb;
	world.dice = 1;
	world.loses = loses_a_third_to_receiver;
	talk(100);
	uint64_t less = world.clients[0].counts.remb;
	CHECK(less < ceiling * 8 / 10);
	CHECK_EQ(ceiling, world.clients[1].counts.remb); /* the other way is whole */
	world.loses = NULL;
	talk(1000);
	CHECK_EQ(ceiling, world.clients[0].counts.remb);
	world_clear(&world);
}

static void what_goes_out_has_numbers_without_a_gap(void)
{
	enter_two();
	talk(30);
	world_talk(&world, 2, 5);
	CHECK_EQ(31 * 7 - 1, world.clients[0].arrivals.highest - SEQ_START);
	CHECK_EQ(0, world.clients[0].counts.forged);
	world_clear(&world);
}

static void who_does_not_offer_it_is_told_nothing(void)
{
	world_init(&world);
	world_enter(&world, 0);
	for (int i = 0; i < 20; i++)
		world_talk(&world, 1, 3);
	CHECK_EQ(0, world.clients[0].counts.told);
	world_clear(&world);
}

static const struct test tests[] = {
	T(a_publisher_is_told_of_all_its_packets), T(a_publisher_is_told_of_what_was_lost),
	T(a_receiver_that_loses_much_gets_less),   T(what_goes_out_has_numbers_without_a_gap),
	T(who_does_not_offer_it_is_told_nothing),
};
RUN_TESTS(tests)
