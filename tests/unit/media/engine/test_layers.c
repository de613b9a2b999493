/* A picture in two sizes: each receiver gets the one that its line carries, as one stream. */
#include "tests/unit/media/engine/world.h"

static const struct sim_options layered = { .video = SDP_VP8, .rtx = true, .layers = true };
static const struct sim_options viewer = { .video = SDP_VP8, .rtx = true, .wide = true };

static bool is_picture(const struct parcel *p)
{
	return p->n > 1 && p->at[0] >> 6 == 2 && (p->at[1] & 0x7f) == SIM_VP8_PT;
}

static bool loses_a_third(struct world *w, const struct parcel *p)
{
	return !p->to_engine && p->client.port == WORLD_PORT + 1 && is_picture(p) &&
	       w->dice++ % 3 == 0;
}

static void enter(void)
{
	world_init(&world);
	CHECK_EQ(ERR_OK, world_join(&world, 0, &layered, 1));
	world_connect(&world, 0);
	for (int i = 1; i < 3; i++) {
		CHECK_EQ(ERR_OK, world_join(&world, i, &viewer, 1));
		world_connect(&world, i);
	}
}

/* 25 frames a second of five packets, small of one; 0 large: that one has stopped. */
static void talk(int times, int large)
{
	for (int i = 0; i < times; i++) {
		sim_send_audio(&world.clients[0]);
		if (large)
			sim_send_video(&world.clients[0], large);
		sim_send_small(&world.clients[0]);
		world_carry(&world);
		world_pass(&world, 40000);
		for (int k = 1; k < 3; k++)
			sim_send_wide(&world.clients[k], world.now_us);
		world_carry(&world);
	}
}

static struct sim_heard *heard_by(int i)
{
	return world_heard(&world, i, 0, SIM_VIDEO);
}

static void all_get_the_largest_when_lines_are_wide(void)
{
	enter();
	talk(100, 5);
	for (int i = 1; i < 3; i++) {
		CHECK(heard_by(i)->packets >= 480 && heard_by(i)->packets <= 500);
		CHECK(heard_by(i)->started_by_key);
		CHECK_EQ(0, sim_missing(&world.clients[i], 0));
		CHECK_EQ(0, heard_by(i)->backwards);
	}
	CHECK_EQ(0, engine_counts(world.engine).unknown);
	world_clear(&world);
}

static enum leg_step step_of(int i)
{
	struct leg_report r;

	CHECK_EQ(1, world_report(&world, i, &r));
	return r.step;
}

static void a_weak_line_gets_the_small_one_and_later_the_large(void)
{
	enter();
	talk(100, 5);
	world.dice = 1;
	world.loses = loses_a_third;
	talk(100, 5);
	world.loses = NULL;
	talk(1, 5);
	uint32_t weak = heard_by(1)->packets, strong = heard_by(2)->packets;
	uint32_t keys = heard_by(1)->keys;
	uint16_t seq = heard_by(1)->seq;
	talk(50, 5);
	CHECK_EQ(weak + 50, heard_by(1)->packets);
	CHECK(step_of(1) == LEG_STEP_SMALL && step_of(2) == LEG_STEP_FULL);
	CHECK(step_of(0) == LEG_STEP_FULL);
	CHECK_EQ((uint16_t)(seq + 50), heard_by(1)->seq);
	CHECK_EQ(strong + 250, heard_by(2)->packets);
	talk(1500, 5);
	weak = heard_by(1)->packets;
	talk(50, 5);
	CHECK_EQ(weak + 250, heard_by(1)->packets);
	CHECK(heard_by(1)->keys > keys);
	CHECK(step_of(1) == LEG_STEP_FULL);
	CHECK_EQ(0, heard_by(1)->backwards);
	/* Nobody else had to take less for it. */
	CHECK(world.clients[0].counts.remb >= 1500000);
	world_clear(&world);
}

/* A kiosk sends no transport-wide feedback, but reports. */
static void a_report_of_loss_counts_as_well(void)
{
	enter();
	world_enter(&world, 3);
	talk(100, 5);
	for (int i = 0; i < 12; i++) {
		sim_send_block(&world.clients[3], 0, 100, 0);
		talk(25, 5);
	}
	uint32_t weak = heard_by(3)->packets;
	talk(50, 5);
	CHECK_EQ(weak + 50, heard_by(3)->packets);
	world_clear(&world);
}

static bool loses_half_of_all(struct world *w, const struct parcel *p)
{
	return !p->to_engine && p->client.port == WORLD_PORT + 1 && p->n > 1 &&
	       p->at[0] >> 6 == 2 && w->dice++ % 2 == 0;
}

static void sound_alone_is_left_on_the_weakest_line(void)
{
	const struct sim_heard *sound;

	enter();
	sound = world_heard(&world, 1, 0, SIM_AUDIO);
	talk(100, 5);
	world.dice = 1;
	world.loses = loses_half_of_all;
	talk(500, 5);
	world.loses = NULL;
	uint32_t pictures = heard_by(1)->packets, voices = sound->packets, keys = heard_by(1)->keys;
	talk(50, 5);
	CHECK_EQ(pictures, heard_by(1)->packets);
	CHECK_EQ(voices + 50, sound->packets);
	CHECK(step_of(1) == LEG_STEP_SOUND && step_of(2) == LEG_STEP_FULL);
	CHECK(heard_by(2)->packets > 3000); /* the others see all */
	talk(1000, 5);
	pictures = heard_by(1)->packets;
	talk(50, 5);
	CHECK(heard_by(1)->packets >= pictures + 50);
	CHECK(heard_by(1)->keys > keys);
	CHECK_EQ(0, heard_by(1)->backwards);
	world_clear(&world);
}

static void a_size_that_stops_gives_way(void)
{
	enter();
	talk(100, 5);
	talk(75, 0);
	uint32_t before = heard_by(1)->packets;
	talk(50, 0);
	CHECK_EQ(before + 50, heard_by(1)->packets);
	talk(75, 5);
	before = heard_by(1)->packets;
	talk(50, 5);
	CHECK_EQ(before + 250, heard_by(1)->packets);
	CHECK_EQ(0, sim_missing(&world.clients[1], 0));
	CHECK_EQ(0, heard_by(1)->backwards);
	world_clear(&world);
}

static void the_tap_gets_the_largest_as_one_source(void)
{
	static const struct stage_cover picture = { true, true, false };

	enter();
	talk(50, 5);
	CHECK_EQ(ERR_OK, world_stage(&world, ORDER_STAGE_RECORD, picture));
	talk(50, 5);
	uint32_t ssrc = world.tapped.source.ssrc;
	uint64_t before = world.tapped.packets[TAP_VIDEO];
	CHECK(ssrc != 0 && ssrc != world.clients[0].sources[SIM_VIDEO].ssrc);
	CHECK(before > 230 && before <= 250);
	talk(75, 0);
	before = world.tapped.packets[TAP_VIDEO];
	talk(50, 0);
	CHECK_EQ(before + 50, world.tapped.packets[TAP_VIDEO]);
	CHECK_EQ(ssrc, world.tapped.source.ssrc);
	talk(75, 5);
	before = world.tapped.packets[TAP_VIDEO];
	talk(50, 5);
	CHECK_EQ(before + 250, world.tapped.packets[TAP_VIDEO]);
	CHECK_EQ(ssrc, world.tapped.source.ssrc);
	world_clear(&world);
}

/* The sender's clock stands for the source that the tap knows. */
static void reports_are_those_of_the_size_recorded(void)
{
	static const struct stage_cover picture = { true, true, false };

	enter();
	CHECK_EQ(ERR_OK, world_stage(&world, ORDER_STAGE_RECORD, picture));
	talk(50, 5);
	sim_send_report(&world.clients[0], SIM_SMALL, 1, world.clients[0].sources[SIM_SMALL].ts);
	world_carry(&world);
	CHECK_EQ(0, world.tapped.reports);
	sim_send_report(&world.clients[0], SIM_VIDEO, 1, world.clients[0].sources[SIM_VIDEO].ts);
	world_carry(&world);
	CHECK_EQ(1, world.tapped.reports);
	CHECK(world.tapped.source.ssrc != world.clients[0].sources[SIM_VIDEO].ssrc);
	world_clear(&world);
}

static bool loses_of_large(struct world *w, const struct parcel *p)
{
	return p->to_engine && p->client.port == WORLD_PORT && is_picture(p) && w->dice++ % 13 == 0;
}

static void what_was_lost_of_a_size_is_repaired(void)
{
	enter();
	talk(50, 5);
	world.dice = 1;
	world.loses = loses_of_large;
	talk(100, 5);
	world.loses = NULL;
	talk(20, 5);
	CHECK(world.clients[0].counts.resent > 20);
	CHECK_EQ(0, sim_missing(&world.clients[2], 0));
	world_clear(&world);
}

static const struct test tests[] = {
	T(all_get_the_largest_when_lines_are_wide),
	T(a_weak_line_gets_the_small_one_and_later_the_large),
	T(a_report_of_loss_counts_as_well),
	T(sound_alone_is_left_on_the_weakest_line),
	T(a_size_that_stops_gives_way),
	T(the_tap_gets_the_largest_as_one_source),
	T(reports_are_those_of_the_size_recorded),
	T(what_was_lost_of_a_size_is_repaired),
};
RUN_TESTS(tests)
