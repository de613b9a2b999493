/* Legs on a stage see and hear each other, in the slots the rule gives them. */
#include "tests/unit/media/engine/world.h"

static const struct sim_options plain = { .video = SDP_VP8 };

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

/* Every one of n sees every other in its slot. */
static void all_see_all(int n)
{
	for (int i = 0; i < n; i++)
		world_enter(&world, i);
	for (int i = 0; i < 40; i++)
		world_talk(&world, n, 1);
	for (int p = 0; p < n; p++)
		for (int q = 0; q < n; q++) {
			int slot = q < p ? q : q - 1;

			if (p == q)
				continue;
			CHECK_EQ(WORLD_PORT + q, world_heard(&world, p, slot, SIM_VIDEO)->from);
			CHECK_EQ(WORLD_PORT + q, world_heard(&world, p, slot, SIM_AUDIO)->from);
			CHECK(world_heard(&world, p, slot, SIM_VIDEO)->started_by_key);
			CHECK_EQ(80, world_heard(&world, p, slot, SIM_AUDIO)->packets);
		}
}

static enum err mute(int client, bool muted)
{
	OWN(stage_order) o = stage_order_new(ORDER_LEG_MUTE);

	o->leg = world.legs[client];
	o->muted = muted;
	return world_order(&world, o);
}

static void a_muted_leg_is_heard_by_nobody_and_not_recorded(void)
{
	static const struct stage_cover all_of_it = { true, true, true };
	struct leg_report r;
	uint32_t sounds, pictures;

	world_init(&world);
	CHECK_EQ(ERR_OK, world_stage(&world, ORDER_STAGE_RECORD, all_of_it));
	world_enter(&world, 0);
	world_enter(&world, 1);
	CHECK_EQ(ERR_OK, mute(0, true));
	world_talk(&world, 1, 1);
	sounds = world_heard(&world, 1, 0, SIM_AUDIO)->packets;
	pictures = world_heard(&world, 1, 0, SIM_VIDEO)->packets;
	uint64_t recorded = world.tapped.packets[TAP_AUDIO];
	for (int i = 0; i < 10; i++)
		world_talk(&world, 1, 1);
	CHECK_EQ(sounds, world_heard(&world, 1, 0, SIM_AUDIO)->packets);
	CHECK_EQ(recorded, world.tapped.packets[TAP_AUDIO]);
	CHECK(world_heard(&world, 1, 0, SIM_VIDEO)->packets > pictures);
	CHECK(world_report(&world, 0, &r) == 1 && r.muted);
	CHECK(world_report(&world, 1, &r) == 1 && !r.muted);
	CHECK_EQ(ERR_OK, mute(0, false));
	world_talk(&world, 1, 1);
	CHECK_EQ(sounds + 2, world_heard(&world, 1, 0, SIM_AUDIO)->packets);
	CHECK_EQ(recorded + 2, world.tapped.packets[TAP_AUDIO]);
	world.legs[2] = world.legs[1];
	world.legs[2].text[0] = '7';
	CHECK_EQ(ERR_NOT_FOUND, mute(2, true));
	world_clear(&world);
}

static enum err turn_camera(int client, uint32_t epoch, bool off)
{
	OWN(stage_order) o = stage_order_new(ORDER_LEG_CAMERA);

	o->leg = world.legs[client];
	o->epoch = epoch;
	o->camera_off = off;
	return world_order(&world, o);
}

static void a_camera_that_is_off_is_told_to_the_others(void)
{
	struct leg_report r;

	world_init(&world);
	world_enter(&world, 0);
	world_enter(&world, 1);
	CHECK_EQ(ERR_OK, turn_camera(0, 1, true));
	CHECK(world_report(&world, 0, &r) == 1 && r.camera_off);
	CHECK(world_report(&world, 1, &r) == 1 && !r.camera_off);
	CHECK_EQ(ERR_NOT_FOUND, turn_camera(0, 2, false));
	CHECK(world_report(&world, 0, &r) == 1 && r.camera_off);
	CHECK_EQ(ERR_OK, turn_camera(0, 1, false));
	CHECK(world_report(&world, 0, &r) == 1 && !r.camera_off);
	world_clear(&world);
}

static void six_legs_fill_a_stage(void)
{
	world_init(&world);
	all_see_all(6);
	CHECK_EQ(ERR_TOO_MANY, world_join(&world, 6, &plain, 1));
	world_clear(&world);
}

static void twelve_legs_are_possible(void)
{
	static const struct sim_options wide = { .video = SDP_VP8, .slots = 11 };
	struct leg_report r;

	world_init_slots(&world, 11);
	for (int i = 0; i < 12; i++) {
		CHECK_EQ(ERR_OK, world_join(&world, i, &wide, 1));
		world_connect(&world, i);
	}
	for (int i = 0; i < 40; i++)
		world_talk(&world, 12, 1);
	for (int p = 0; p < 12; p++)
		for (int slot = 0; slot < 11; slot++)
			CHECK_EQ(WORLD_PORT + (slot < p ? slot : slot + 1),
				 world_heard(&world, p, slot, SIM_VIDEO)->from);
	CHECK_EQ(1, world_report(&world, 11, &r));
	CHECK_EQ(11, r.place);
	world_clear(&world);
}

static void a_stage_may_be_wider_than_usual(void)
{
	static const struct sim_options wide = { .video = SDP_VP8, .slots = 11 };
	static const struct stage_cover nothing = { 0 };
	OWN(stage_order) o = stage_order_new(ORDER_STAGE_OPEN);

	world_init(&world);
	CHECK_EQ(ERR_OK, world_stage(&world, ORDER_STAGE_CLOSE, nothing));
	o->slots = 11;
	CHECK_EQ(ERR_OK, world_order(&world, o));
	for (int i = 0; i < 12; i++)
		CHECK_EQ(ERR_OK, world_join(&world, i, &wide, 1));
	world_clear(&world);
}

static void a_late_leg_starts_with_a_key_frame(void)
{
	world_init(&world);
	world_enter(&world, 0);
	for (int i = 0; i < 50; i++)
		world_talk(&world, 1, 2);
	int before = world.clients[0].counts.key_requests;
	world_enter(&world, 1);
	world_enter(&world, 2);
	for (int i = 0; i < 5; i++)
		world_talk(&world, 1, 2);
	/* Two receivers wait, one request goes out. */
	CHECK_EQ(before + 1, world.clients[0].counts.key_requests);
	for (int i = 1; i < 3; i++) {
		CHECK(world_heard(&world, i, 0, SIM_VIDEO)->started_by_key);
		CHECK(world_heard(&world, i, 0, SIM_VIDEO)->packets >= 6);
	}
	world_clear(&world);
}

static void requests_for_key_frames_are_at_most_one_a_second(void)
{
	world_init(&world);
	world_enter(&world, 0);
	world_enter(&world, 1);
	world_talk(&world, 2, 1);
	int before = world.clients[0].counts.key_requests;
	for (int i = 0; i < 100; i++) {
		sim_send_pli(&world.clients[1], 0);
		world_talk(&world, 2, 1);
	}
	int asked = world.clients[0].counts.key_requests - before;
	CHECK(asked >= 3 && asked <= 5);
	world_clear(&world);
}

static void a_camera_that_is_off_is_not_asked(void)
{
	world_init(&world);
	world_enter(&world, 0);
	world_enter(&world, 1);
	world_talk(&world, 2, 1);
	world_pass(&world, 2000000);
	int before = world.clients[0].counts.key_requests;
	for (int i = 0; i < 10; i++) {
		sim_check(&world.clients[0], true);
		sim_send_pli(&world.clients[1], 0);
		world_carry(&world);
		world_pass(&world, 1000000);
	}
	CHECK_EQ(before, world.clients[0].counts.key_requests);
	world_talk(&world, 2, 1);
	sim_send_pli(&world.clients[1], 0);
	world_carry(&world);
	CHECK_EQ(before + 1, world.clients[0].counts.key_requests);
	world_clear(&world);
}

static void h264_goes_as_well(void)
{
	static const struct sim_options h264 = { .video = SDP_H264 };

	world_init(&world);
	for (int i = 0; i < 2; i++) {
		CHECK_EQ(ERR_OK, world_join(&world, i, &h264, 1));
		world_connect(&world, i);
	}
	for (int i = 0; i < 10; i++)
		world_talk(&world, 2, 3);
	CHECK_EQ(30, world_heard(&world, 0, 0, SIM_VIDEO)->packets);
	CHECK(world_heard(&world, 1, 0, SIM_VIDEO)->started_by_key);
	world_clear(&world);
}

static void a_passive_client_is_called_by_the_server(void)
{
	static const struct sim_options passive = { .video = SDP_VP8, .setup = SDP_PASSIVE };

	world_init(&world);
	world_enter(&world, 0);
	CHECK_EQ(ERR_OK, world_join(&world, 1, &passive, 1));
	CHECK(world.clients[1].peer.is_dtls_client);
	world_connect(&world, 1);
	for (int i = 0; i < 5; i++)
		world_talk(&world, 2, 1);
	CHECK_EQ(5, world_heard(&world, 0, 0, SIM_VIDEO)->packets);
	world_clear(&world);
}

static void a_large_hello_comes_in_two_datagrams(void)
{
	static const struct sim_options large = { .video = SDP_VP8, .large_hello = true };

	world_init(&world);
	CHECK_EQ(ERR_OK, world_join(&world, 0, &large, 1));
	sim_check(&world.clients[0], true);
	world_carry(&world);
	sim_tick(&world.clients[0], world.now_us);
	CHECK_EQ(2, world.n);
	CHECK(world.line[0].n + world.line[1].n > 1413);
	world_carry(&world);
	CHECK(sim_is_open(&world.clients[0]));
	world_clear(&world);
}

static void voice_and_picture_keep_in_step(void)
{
	uint64_t ntp = UINT64_C(3900000000) << 32;

	world_init(&world);
	world_enter(&world, 0);
	world_enter(&world, 1);
	for (int i = 0; i < 200; i++) {
		if (i % 25 == 0)
			sim_send_reports(&world.clients[0], ntp + ((uint64_t)i << 32) / 25);
		world_talk(&world, 1, 1);
	}
	const struct sim_heard *audio = world_heard(&world, 1, 0, SIM_AUDIO);
	const struct sim_heard *video = world_heard(&world, 1, 0, SIM_VIDEO);
	CHECK(audio->reports >= 3 && video->reports >= 3);
	CHECK_EQ(audio->report.ntp, video->report.ntp);
	CHECK_EQ(audio->report_us, video->report_us);
	/* The last sound began 20 ms after the last picture. */
	int64_t audio_ms = (int32_t)(audio->ts - audio->report.rtp) / 48;
	int64_t video_ms = (int32_t)(video->ts - video->report.rtp) / 90;
	CHECK(audio_ms - 20 - video_ms >= -1 && audio_ms - 20 - video_ms <= 1);
	world_clear(&world);
}

/* As a kiosk's did: nobody gets a clock that is 24 s off the packets. */
static void reports_far_from_the_packets_go_to_nobody(void)
{
	uint64_t ntp = UINT64_C(3900000000) << 32;

	world_init(&world);
	world_enter(&world, 0);
	world_enter(&world, 1);
	for (int i = 0; i < 200; i++) {
		struct sim_client *c = &world.clients[0];
		if (i % 25 == 0) {
			uint64_t at = ntp + ((uint64_t)i << 32) / 25;
			sim_send_report(c, SIM_AUDIO, at, c->sources[SIM_AUDIO].ts + 24 * 48000);
			sim_send_report(c, SIM_VIDEO, at, c->sources[SIM_VIDEO].ts);
		}
		world_talk(&world, 1, 1);
	}
	CHECK(world_heard(&world, 1, 0, SIM_VIDEO)->reports >= 3);
	/* The first came before its packets: nothing contradicted it yet. */
	CHECK(world_heard(&world, 1, 0, SIM_AUDIO)->reports <= 1);
	world_clear(&world);
}

static void publishers_hear_what_arrived_and_their_ceiling(void)
{
	world_init(&world);
	world_enter(&world, 0);
	for (int i = 0; i < 60; i++)
		world_talk(&world, 1, 2);
	const struct sim_counts *c = &world.clients[0].counts;
	CHECK(c->receiver_reports >= 2);
	CHECK_EQ(0, c->block.lost);
	CHECK_EQ(0, c->block.fraction_lost);
	CHECK(c->remb > 1400000 && c->remb <= 1500000);
	world_clear(&world);
}

/* The round trip is what passed between report and answer, without what the receiver held it. */
static void a_round_trip_is_measured(void)
{
	struct leg_report r;

	world_init(&world);
	world_enter(&world, 0);
	world_enter(&world, 1);
	world_talk(&world, 2, 1);
	sim_send_reports(&world.clients[0], UINT64_C(3900000000) << 32);
	world_talk(&world, 2, 1);
	world_pass(&world, 1000000);
	CHECK_EQ(1, world_heard(&world, 1, 0, SIM_VIDEO)->reports);
	int64_t held_us = world.now_us - world_heard(&world, 1, 0, SIM_VIDEO)->report_us;
	world.now_us += 80000;
	sim_send_block(&world.clients[1], 0, 0, (uint32_t)(held_us * 65536 / 1000000));
	world_carry(&world);
	CHECK_EQ(1, world_report(&world, 1, &r));
	CHECK(r.rtt_ms >= 79 && r.rtt_ms <= 81);
	CHECK_EQ(1, world_report(&world, 0, &r));
	CHECK_EQ(-1, r.rtt_ms);
	world_clear(&world);
}

static void report_losses(int seconds, uint8_t fraction)
{
	for (int i = 0; i < seconds; i++) {
		sim_send_block(&world.clients[2], 0, fraction, 0);
		sim_send_block(&world.clients[1], 0, 0, 0);
		for (int j = 0; j < 25; j++)
			world_talk(&world, 3, 1);
	}
}

static void the_weakest_receiver_sets_the_ceiling(void)
{
	world_init(&world);
	for (int i = 0; i < 3; i++)
		world_enter(&world, i);
	const struct sim_counts *c = &world.clients[0].counts;
	report_losses(3, 0);
	CHECK(c->remb > 1400000);
	report_losses(10, 64);
	CHECK(c->remb > 150000 && c->remb < 600000);
	CHECK(world.clients[1].counts.remb > 1400000);
	report_losses(60, 255);
	CHECK(c->remb > 149000 && c->remb <= 150000);
	report_losses(60, 0);
	CHECK(c->remb > 1400000);
	world_clear(&world);
}

static const struct test tests[] = {
	T(two_legs_see_and_hear_each_other),
	T(a_muted_leg_is_heard_by_nobody_and_not_recorded),
	T(a_camera_that_is_off_is_told_to_the_others),
	T(six_legs_fill_a_stage),
	T(twelve_legs_are_possible),
	T(a_stage_may_be_wider_than_usual),
	T(a_late_leg_starts_with_a_key_frame),
	T(requests_for_key_frames_are_at_most_one_a_second),
	T(a_camera_that_is_off_is_not_asked),
	T(h264_goes_as_well),
	T(a_passive_client_is_called_by_the_server),
	T(a_large_hello_comes_in_two_datagrams),
	T(voice_and_picture_keep_in_step),
	T(reports_far_from_the_packets_go_to_nobody),
	T(publishers_hear_what_arrived_and_their_ceiling),
	T(a_round_trip_is_measured),
	T(the_weakest_receiver_sets_the_ceiling),
};
RUN_TESTS(tests)
