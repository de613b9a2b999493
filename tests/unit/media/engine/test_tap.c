/* What is recorded: nothing without consent, and everything from the moment it is there. */
#include "tests/unit/media/engine/world.h"

static const struct stage_cover all = { true, true, true };
static const struct stage_cover only_sound = { true, false, true };
static const struct stage_cover refused = { true, false, false };
static const struct stage_cover stopped = { false, true, true };

static void enter_two(struct stage_cover c)
{
	world_init(&world);
	CHECK_EQ(ERR_OK, world_stage(&world, ORDER_STAGE_OPEN, c));
	world_enter(&world, 0);
	world_enter(&world, 1);
	for (int i = 0; i < 10; i++) {
		sim_send_reports(&world.clients[0], UINT64_C(3900000000) << 32);
		world_talk(&world, 2, 2);
	}
}

static void every_packet_is_given_when_all_is_covered(void)
{
	enter_two(all);
	CHECK_EQ(40, world.tapped.packets[TAP_AUDIO]);
	CHECK_EQ(40, world.tapped.packets[TAP_VIDEO]);
	CHECK_EQ(18, world.tapped.reports); /* the first two came before their media */
	CHECK_EQ(4, world.tapped.notes[TAP_TRACK_STARTED]);
	CHECK_EQ(2, world.tapped.notes[TAP_LEG_JOINED]);
	CHECK(id_equals(world.tapped.source.visit, world.visit));
	CHECK_EQ(1, world.tapped.source.epoch);
	CHECK_EQ(90000, world.tapped.source.clock_rate);
	CHECK_EQ(TAP_VP8, world.tapped.source.codec);
	world_clear(&world);
}

static void refused_consent_gives_not_one_packet(void)
{
	const struct stage_cover covers[] = { refused, stopped, { 0 } };

	for (int i = 0; i < 3; i++) {
		enter_two(covers[i]);
		CHECK_EQ(20, world_heard(&world, 0, 0, SIM_VIDEO)->packets);
		CHECK_EQ(0, world.tapped.packets[TAP_AUDIO]);
		CHECK_EQ(0, world.tapped.packets[TAP_VIDEO]);
		CHECK_EQ(0, world.tapped.reports);
		CHECK_EQ(0, world.tapped.notes[TAP_TRACK_STARTED]);
		world_clear(&world);
	}
}

static void consent_to_sound_gives_sound_only(void)
{
	enter_two(only_sound);
	CHECK_EQ(40, world.tapped.packets[TAP_AUDIO]);
	CHECK_EQ(0, world.tapped.packets[TAP_VIDEO]);
	CHECK_EQ(9, world.tapped.reports);
	CHECK_EQ(2, world.tapped.notes[TAP_TRACK_STARTED]);
	world_clear(&world);
}

static void a_recording_starts_with_tracks_and_key_frames(void)
{
	enter_two(stopped);
	world_pass(&world, 1000000);
	int before = world.clients[0].counts.key_requests;
	CHECK_EQ(ERR_OK, world_stage(&world, ORDER_STAGE_RECORD, all));
	world_carry(&world);
	CHECK_EQ(4, world.tapped.notes[TAP_TRACK_STARTED]);
	CHECK_EQ(before + 1, world.clients[0].counts.key_requests);
	world_talk(&world, 2, 2);
	CHECK_EQ(4, world.tapped.packets[TAP_VIDEO]);
	world_clear(&world);
}

static void a_recording_stops_at_once(void)
{
	enter_two(all);
	CHECK_EQ(ERR_OK, world_stage(&world, ORDER_STAGE_RECORD, stopped));
	world_talk(&world, 2, 2);
	CHECK_EQ(40, world.tapped.packets[TAP_VIDEO]);
	CHECK_EQ(1, world.tapped.notes[TAP_STAGE_CHANGED] - 1);
	world_clear(&world);
}

static void opening_twice_changes_nothing(void)
{
	enter_two(all);
	int changed = world.tapped.notes[TAP_STAGE_CHANGED];
	CHECK_EQ(ERR_OK, world_stage(&world, ORDER_STAGE_OPEN, all));
	CHECK_EQ(changed, world.tapped.notes[TAP_STAGE_CHANGED]);
	CHECK_EQ(1, world.tapped.notes[TAP_STAGE_OPENED]);
	world_talk(&world, 2, 1);
	CHECK_EQ(42, world.tapped.packets[TAP_VIDEO]);
	world_clear(&world);
}

static void a_closed_stage_is_silent(void)
{
	enter_two(all);
	CHECK_EQ(ERR_OK, world_stage(&world, ORDER_STAGE_CLOSE, all));
	CHECK_EQ(2, world.tapped.notes[TAP_LEG_LEFT]);
	CHECK_EQ(1, world.tapped.notes[TAP_STAGE_CLOSED]);
	uint64_t out = engine_counts(world.engine).out;
	for (int i = 0; i < 2; i++) {
		sim_send_video(&world.clients[i], 2);
		sim_check(&world.clients[i], true);
	}
	world_carry(&world);
	CHECK_EQ(out, engine_counts(world.engine).out);
	CHECK_EQ(40, world.tapped.packets[TAP_VIDEO]);
	CHECK_EQ(ERR_NOT_FOUND, world_stage(&world, ORDER_STAGE_CLOSE, all));
	CHECK_EQ(ERR_NOT_FOUND, world_stage(&world, ORDER_STAGE_RECORD, all));
	CHECK_EQ(ERR_NOT_FOUND, world_stage(&world, ORDER_KEY_FRAMES, all));
	world_clear(&world);
}

/* Told apart from the packets, so that a recorder which loses them is found out. */
static void what_was_carried_is_told_to_the_last_packet(void)
{
	enter_two(all);
	for (int i = 0; i < 60; i++)
		world_talk(&world, 2, 2);
	CHECK(world.tapped.notes[TAP_CARRIED] > 4 && world.tapped.carried[TAP_AUDIO] > 40);
	CHECK_EQ(ERR_OK, world_stage(&world, ORDER_STAGE_RECORD, only_sound));
	CHECK_EQ(world.tapped.packets[TAP_VIDEO], world.tapped.carried[TAP_VIDEO]);
	world_talk(&world, 2, 2);
	CHECK_EQ(ERR_OK, world_stage(&world, ORDER_STAGE_CLOSE, all));
	CHECK_EQ(world.tapped.packets[TAP_AUDIO], world.tapped.carried[TAP_AUDIO]);
	CHECK_EQ(world.tapped.packets[TAP_VIDEO], world.tapped.carried[TAP_VIDEO]);
	world_clear(&world);
}

static const struct test tests[] = {
	T(what_was_carried_is_told_to_the_last_packet),
	T(every_packet_is_given_when_all_is_covered),
	T(refused_consent_gives_not_one_packet),
	T(consent_to_sound_gives_sound_only),
	T(a_recording_starts_with_tracks_and_key_frames),
	T(a_recording_stops_at_once),
	T(opening_twice_changes_nothing),
	T(a_closed_stage_is_silent),
};
RUN_TESTS(tests)
