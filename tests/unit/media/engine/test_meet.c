/* Whoever comes meets: the stage moves to a codec that all have, or sound joins alone. */
#include "media/engine/meet.h"

#include "media/engine/leg.h"
#include "tests/unit/media/engine/world.h"

static const struct sim_options vp8 = { .video = SDP_VP8 };
static const struct sim_options h264 = { .video = SDP_H264 };
static const struct sim_options both = { .video = SDP_VP8, .both = true };
static const struct sim_options strange = { .video = SDP_OTHER_CODEC };

static uint32_t epochs[WORLD_CLIENTS];

static void enter(int i, const struct sim_options *o)
{
	sim_clear(&world.clients[i]);
	CHECK_EQ(ERR_OK, world_join(&world, i, o, ++epochs[i]));
	world_connect(&world, i);
}

static void leave(int i)
{
	struct leg_report gone;

	CHECK_EQ(ERR_OK, world_close_leg(&world, i, epochs[i]));
	sim_clear(&world.clients[i]);
	CHECK_EQ(1, world_report(&world, i, &gone)); /* told once */
}

static enum leg_picture picture(int i)
{
	struct leg_report r;

	CHECK_EQ(1, world_report(&world, i, &r));
	return r.picture;
}

static void begin(void)
{
	memset(epochs, 0, sizeof epochs);
	world_init(&world);
}

static void talk(int clients, int frames)
{
	for (int i = 0; i < frames; i++)
		world_talk(&world, clients, 2);
}

static void the_stage_moves_to_what_a_newcomer_has(void)
{
	begin();
	enter(0, &both);
	CHECK_EQ(SDP_VP8, world.clients[0].options.video);
	CHECK_EQ(LEG_PICTURE_SHARED, picture(0));
	enter(1, &h264);
	CHECK_EQ(LEG_PICTURE_AGAIN, picture(0));
	CHECK_EQ(LEG_PICTURE_SHARED, picture(1));
	CHECK_EQ(1, world.tapped.notes[TAP_STAGE_MOVED]);
	enter(0, &both); /* the same leg with the next epoch, as it was told */
	CHECK_EQ(SDP_H264, world.clients[0].options.video);
	talk(2, 10);
	for (int i = 0; i < 2; i++) {
		CHECK_EQ(LEG_PICTURE_SHARED, picture(i));
		CHECK_EQ(20, world_heard(&world, i, 0, SIM_VIDEO)->packets);
		CHECK(world_heard(&world, i, 0, SIM_VIDEO)->started_by_key);
	}
	CHECK_EQ(1, world.tapped.notes[TAP_STAGE_MOVED]);
	world_clear(&world);
}

/* Until it has joined again nobody gets pictures that they cannot read; sound goes on. */
static void pictures_of_the_codec_before_go_to_nobody_new(void)
{
	begin();
	enter(0, &both);
	enter(1, &h264);
	talk(2, 10);
	CHECK_EQ(0, world_heard(&world, 1, 0, SIM_VIDEO)->packets);
	CHECK_EQ(0, world_heard(&world, 0, 0, SIM_VIDEO)->packets);
	CHECK_EQ(20, world_heard(&world, 1, 0, SIM_AUDIO)->packets);
	CHECK_EQ(20, world_heard(&world, 0, 0, SIM_AUDIO)->packets);
	world_clear(&world);
}

/* The recording goes on in its next part: each part is measured by what was carried in it. */
static void what_was_carried_is_told_before_the_move(void)
{
	static const struct stage_cover all_of_it = { true, true, true };

	begin();
	CHECK_EQ(ERR_OK, world_stage(&world, ORDER_STAGE_RECORD, all_of_it));
	enter(0, &both);
	talk(1, 5);
	CHECK_EQ(0, world.tapped.notes[TAP_CARRIED]);
	enter(1, &h264);
	CHECK_EQ(2, world.tapped.notes[TAP_CARRIED]); /* sound and picture */
	world_clear(&world);
}

static void without_a_common_picture_sound_joins_alone(void)
{
	begin();
	enter(0, &vp8);
	enter(1, &h264);
	CHECK_EQ(LEG_PICTURE_SHARED, picture(0));
	CHECK_EQ(LEG_PICTURE_NONE, picture(1));
	CHECK_EQ(SDP_OTHER_CODEC, world.clients[1].options.video);
	talk(2, 10);
	CHECK_EQ(20, world_heard(&world, 0, 0, SIM_AUDIO)->packets);
	CHECK_EQ(20, world_heard(&world, 1, 0, SIM_AUDIO)->packets);
	CHECK_EQ(0, world.tapped.notes[TAP_STAGE_MOVED]);
	world_clear(&world);
}

static void a_codec_that_nobody_knows_leaves_sound(void)
{
	begin();
	enter(0, &strange);
	enter(1, &both);
	CHECK_EQ(LEG_PICTURE_NONE, picture(0));
	CHECK_EQ(LEG_PICTURE_SHARED, picture(1));
	talk(2, 5);
	CHECK_EQ(10, world_heard(&world, 1, 0, SIM_AUDIO)->packets);
	CHECK_EQ(10, world_heard(&world, 0, 0, SIM_AUDIO)->packets);
	world_clear(&world);
}

static void who_had_sound_alone_gets_the_picture_when_the_others_have_left(void)
{
	begin();
	enter(0, &vp8);
	enter(1, &h264);
	leave(0);
	world_pass(&world, 1100000);
	CHECK_EQ(LEG_PICTURE_AGAIN, picture(1));
	enter(1, &h264);
	CHECK_EQ(LEG_PICTURE_SHARED, picture(1));
	CHECK_EQ(SDP_H264, world.clients[1].options.video);
	world_clear(&world);
}

/* It may be gone for good: the one who is there must not wait two minutes for it. */
static void who_was_lost_holds_nobody_to_its_codec(void)
{
	begin();
	enter(0, &vp8);
	talk(1, 1);
	sim_clear(&world.clients[0]);
	world_pass(&world, LEG_SILENT_US + 1000000);
	enter(1, &h264);
	CHECK_EQ(LEG_PICTURE_SHARED, picture(1));
	world_clear(&world);
}

/* One who has both stays; two who lack one each come by turns. */
static void two_who_come_by_turns_do_not_chase_the_stage(void)
{
	int moves;

	begin();
	enter(0, &both);
	for (int i = 0; i < 20; i++) {
		int who = 1 + i % 2;
		enter(who, who == 1 ? &h264 : &vp8);
		if (picture(0) == LEG_PICTURE_AGAIN)
			enter(0, &both);
		leave(who);
	}
	CHECK_EQ(MEET_BURST, world.tapped.notes[TAP_STAGE_MOVED]);
	CHECK_EQ(SDP_H264, world.clients[0].options.video);
	enter(2, &vp8);
	CHECK_EQ(LEG_PICTURE_NONE, picture(2)); /* sound at once, */
	CHECK_EQ(LEG_PICTURE_SHARED, picture(0));
	moves = world.tapped.notes[TAP_STAGE_MOVED];
	for (int i = 0; i < 70; i++) {
		talk(3, 1);
		world_pass(&world, 960000);
	}
	CHECK_EQ(moves + 1, world.tapped.notes[TAP_STAGE_MOVED]);
	CHECK_EQ(LEG_PICTURE_AGAIN, picture(2)); /* and the picture when it can be paid for */
	CHECK_EQ(LEG_PICTURE_AGAIN, picture(0));
	world_clear(&world);
}

static void nobody_is_asked_to_join_again_without_a_reason(void)
{
	begin();
	enter(0, &both);
	enter(1, &both);
	enter(2, &vp8);
	leave(2);
	enter(1, &both);
	world_pass(&world, 3000000);
	for (int i = 0; i < 2; i++)
		CHECK_EQ(LEG_PICTURE_SHARED, picture(i));
	CHECK_EQ(0, world.tapped.notes[TAP_STAGE_MOVED]);
	world_clear(&world);
}

static const struct test tests[] = {
	T(the_stage_moves_to_what_a_newcomer_has),
	T(pictures_of_the_codec_before_go_to_nobody_new),
	T(what_was_carried_is_told_before_the_move),
	T(without_a_common_picture_sound_joins_alone),
	T(a_codec_that_nobody_knows_leaves_sound),
	T(who_had_sound_alone_gets_the_picture_when_the_others_have_left),
	T(who_was_lost_holds_nobody_to_its_codec),
	T(two_who_come_by_turns_do_not_chase_the_stage),
	T(nobody_is_asked_to_join_again_without_a_reason),
};
RUN_TESTS(tests)
