/* What was lost is sent again under a source of its own (RFC 4588) where both sides know how. */
#include "tests/unit/media/engine/world.h"

static const struct sim_options with_rtx = { .video = SDP_VP8, .rtx = true };

static bool is_video(const struct parcel *p)
{
	return p->n > 1 && p->at[0] >> 6 == 2 && (p->at[1] & 0x7f) == SIM_VP8_PT;
}

static bool tenth(struct world *w)
{
	w->dice = w->dice * 1103515245u + 12345u;
	return (w->dice >> 16) % 10 == 0;
}

static bool loses_of_publisher(struct world *w, const struct parcel *p)
{
	return p->to_engine && is_video(p) && p->client.port == WORLD_PORT && tenth(w);
}

static bool loses_to_receiver(struct world *w, const struct parcel *p)
{
	return !p->to_engine && is_video(p) && p->client.port == WORLD_PORT + 1 && tenth(w);
}

/* Two with RTX; the third came without. */
static void enter(int n)
{
	world_init(&world);
	for (int i = 0; i < n; i++) {
		if (i < 2)
			CHECK_EQ(ERR_OK, world_join(&world, i, &with_rtx, 1));
		else
			world_enter(&world, i);
		if (i < 2)
			world_connect(&world, i);
	}
	world_talk(&world, n, 3);
}

static void what_a_publisher_repeats_goes_on_as_the_original(void)
{
	struct leg_report r;

	enter(3);
	world.loses = loses_of_publisher;
	for (int i = 0; i < 200; i++)
		world_talk(&world, 3, 3);
	world.loses = NULL;
	for (int i = 0; i < 20; i++)
		world_talk(&world, 3, 1);
	CHECK(world.clients[0].counts.resent > 40);
	for (int i = 1; i < 3; i++) {
		const struct sim_heard *h = world_heard(&world, i, 0, SIM_VIDEO);

		CHECK_EQ(623, h->packets);
		CHECK_EQ(0, sim_missing(&world.clients[i], 0));
		CHECK_EQ(0, h->repeated);
		CHECK_EQ(0, h->again);
	}
	CHECK_EQ(1, world_report(&world, 0, &r));
	CHECK_EQ(0, r.lost);
	CHECK_EQ(0, engine_counts(world.engine).unknown);
	world_clear(&world);
}

static void a_receiver_gets_it_under_a_source_of_its_own(void)
{
	int asked = 0;

	enter(3);
	CHECK(world_heard(&world, 1, 0, SIM_VIDEO)->rtx != 0);
	CHECK_EQ(0, world_heard(&world, 2, 0, SIM_VIDEO)->rtx);
	world.loses = loses_to_receiver;
	for (int i = 0; i < 200; i++) {
		world_talk(&world, 3, 3);
		asked += sim_send_nack(&world.clients[1], 0);
	}
	world.loses = NULL;
	asked += sim_send_nack(&world.clients[1], 0);
	world_talk(&world, 3, 1);
	CHECK(asked > 40);
	CHECK_EQ(asked, world_heard(&world, 1, 0, SIM_VIDEO)->again);
	CHECK_EQ(0, sim_missing(&world.clients[1], 0));
	CHECK_EQ(0, world.clients[1].counts.forged);
	world_clear(&world);
}

/* Browsers repeat what has come, to find out what the line can carry. */
static void what_came_already_is_left_out(void)
{
	static const struct stage_cover all = { true, true, true };

	enter(2);
	CHECK_EQ(ERR_OK, world_stage(&world, ORDER_STAGE_RECORD, all));
	for (int i = 0; i < 5; i++)
		world_talk(&world, 2, 3);
	uint32_t heard = world_heard(&world, 1, 0, SIM_VIDEO)->packets;
	uint64_t tapped = world.tapped.packets[TAP_VIDEO];
	struct engine_counts before = engine_counts(world.engine);
	for (uint16_t i = 1; i < 12; i++)
		sim_send_again(&world.clients[0],
			       (uint16_t)(world.clients[0].sources[SIM_VIDEO].seq - i));
	world_carry(&world);
	CHECK_EQ(heard, world_heard(&world, 1, 0, SIM_VIDEO)->packets);
	CHECK_EQ(tapped, world.tapped.packets[TAP_VIDEO]);
	CHECK_EQ(before.out, engine_counts(world.engine).out);
	CHECK_EQ(before.malformed, engine_counts(world.engine).malformed);
	world_clear(&world);
}

/* Under one number SRTP must not seal two packets: the original after its repetition is late. */
static void the_original_behind_its_repetition_is_left_out(void)
{
	struct parcel late;

	enter(2);
	uint16_t seq = world.clients[0].sources[SIM_VIDEO].seq;
	sim_send_video(&world.clients[0], 3);
	late = world.line[1];
	world.line[1] = world.line[2];
	world.n = 2;
	world_carry(&world);
	sim_send_again(&world.clients[0], (uint16_t)(seq + 1));
	world_carry(&world);
	uint32_t heard = world_heard(&world, 1, 0, SIM_VIDEO)->packets;
	CHECK_EQ(0, sim_missing(&world.clients[1], 0));
	world_deliver(&world, &late);
	world_carry(&world);
	CHECK_EQ(heard, world_heard(&world, 1, 0, SIM_VIDEO)->packets);
	CHECK_EQ(1, engine_counts(world.engine).replayed);
	world_clear(&world);
}

/* The last packets of a picture have nothing behind them that shows their loss. */
static void a_repetition_may_come_before_its_loss_is_seen(void)
{
	enter(2);
	uint16_t seq = world.clients[0].sources[SIM_VIDEO].seq;
	uint32_t heard = world_heard(&world, 1, 0, SIM_VIDEO)->packets;
	sim_send_video(&world.clients[0], 3);
	world.n = 2;
	world_carry(&world);
	sim_send_again(&world.clients[0], (uint16_t)(seq + 2));
	world_carry(&world);
	CHECK_EQ(heard + 3, world_heard(&world, 1, 0, SIM_VIDEO)->packets);
	world_clear(&world);
}

/* The offer says which source repeats which. */
static void a_stranger_source_repeats_nothing(void)
{
	enter(2);
	world.clients[0].sources[SIM_VIDEO].rtx ^= 1;
	uint32_t heard = world_heard(&world, 1, 0, SIM_VIDEO)->packets;
	uint16_t seq = world.clients[0].sources[SIM_VIDEO].seq;
	sim_send_video(&world.clients[0], 2);
	world.n = 1;
	world_carry(&world);
	sim_send_again(&world.clients[0], (uint16_t)(seq + 1));
	world_carry(&world);
	CHECK_EQ(heard + 1, world_heard(&world, 1, 0, SIM_VIDEO)->packets);
	world_clear(&world);
}

static const struct test tests[] = {
	T(what_a_publisher_repeats_goes_on_as_the_original),
	T(a_receiver_gets_it_under_a_source_of_its_own),
	T(what_came_already_is_left_out),
	T(the_original_behind_its_repetition_is_left_out),
	T(a_repetition_may_come_before_its_loss_is_seen),
	T(a_stranger_source_repeats_nothing),
};
RUN_TESTS(tests)
