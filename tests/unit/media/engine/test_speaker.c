/* Who speaks: not who coughs, and not twice in a second. */
#include "media/engine/speaker.h"

#include "tests/unit/media/engine/world.h"

#define LOUD   20 /* -dBov */
#define SOFT   40
#define SILENT 127

static int64_t now_us;

/* Each of the first places speaks as loud as levels says, for so many packets of 20 ms. */
static void speak(struct speaker *s, const uint8_t *levels, int places, int packets)
{
	for (int i = 0; i < packets; i++) {
		now_us += 20000;
		for (int k = 0; k < places; k++)
			speaker_take(s, k, levels[k], now_us);
	}
}

static void whoever_speaks_on_is_the_speaker(void)
{
	struct speaker s = { 0 };

	now_us = 1;
	speak(&s, (uint8_t[]){ SILENT, SILENT }, 2, 100);
	CHECK(!speaker_is(&s, 0) && !speaker_is(&s, 1));
	speak(&s, (uint8_t[]){ SILENT, LOUD }, 2, 20);
	CHECK(!speaker_is(&s, 1));
	speak(&s, (uint8_t[]){ SILENT, LOUD }, 2, 30);
	CHECK(speaker_is(&s, 1));
}

static void silence_keeps_the_one_who_spoke_last(void)
{
	struct speaker s = { 0 };

	now_us = 1;
	speak(&s, (uint8_t[]){ LOUD, SILENT }, 2, 100);
	speak(&s, (uint8_t[]){ SILENT, SILENT }, 2, 1000);
	CHECK(speaker_is(&s, 0));
	now_us += 60000000; /* nothing comes at all */
	CHECK(speaker_is(&s, 0));
}

static void a_cough_changes_nothing_and_an_answer_does(void)
{
	struct speaker s = { 0 };

	now_us = 1;
	speak(&s, (uint8_t[]){ LOUD, SILENT }, 2, 100);
	speak(&s, (uint8_t[]){ SILENT, SILENT }, 2, 50);
	speak(&s, (uint8_t[]){ SILENT, 0 }, 2, 15); /* 300 ms, very loud */
	speak(&s, (uint8_t[]){ SILENT, SILENT }, 2, 50);
	CHECK(speaker_is(&s, 0));
	speak(&s, (uint8_t[]){ SILENT, LOUD }, 2, 50);
	CHECK(speaker_is(&s, 1));
}

static void who_talks_in_between_must_be_clearly_louder(void)
{
	struct speaker s = { 0 };

	now_us = 1;
	speak(&s, (uint8_t[]){ SOFT, SILENT }, 2, 100);
	speak(&s, (uint8_t[]){ SOFT, SOFT - SPEAKER_AHEAD + 2 }, 2, 200);
	CHECK(speaker_is(&s, 0));
	speak(&s, (uint8_t[]){ SOFT, LOUD }, 2, 60);
	CHECK(speaker_is(&s, 1));
}

/* Words of 200 ms, as far apart. */
static void pauses_between_words_are_part_of_speaking(void)
{
	struct speaker s = { 0 };

	now_us = 1;
	speak(&s, (uint8_t[]){ LOUD, SILENT }, 2, 100);
	for (int i = 0; i < 8; i++) {
		speak(&s, (uint8_t[]){ SILENT, LOUD }, 2, 10);
		speak(&s, (uint8_t[]){ SILENT, SILENT }, 2, 10);
	}
	CHECK(speaker_is(&s, 1));
	for (int i = 0; i < 20; i++) { /* knocks on the table */
		speak(&s, (uint8_t[]){ LOUD, SILENT }, 2, 2);
		speak(&s, (uint8_t[]){ SILENT, LOUD }, 2, 10);
		speak(&s, (uint8_t[]){ SILENT, SILENT }, 2, 10);
	}
	CHECK(speaker_is(&s, 1));
}

/* Whatever two or twelve people do, the large picture rests for a while. */
static void changes_are_never_close_together(void)
{
	struct speaker s = { 0 };
	uint8_t levels[SPEAKER_PLACES];
	uint64_t dice = 88172645463325252u;
	int64_t changed_us = 0;
	int changes = 0;

	now_us = 1;
	for (int i = 0; i < 20000; i++) {
		int before = s.now;

		for (int k = 0; k < SPEAKER_PLACES && i % 40 == 0; k++) {
			dice ^= dice << 13;
			dice ^= dice >> 7;
			dice ^= dice << 17;
			levels[k] = (uint8_t)(dice >> 32) & 127;
		}
		speak(&s, levels, SPEAKER_PLACES, 1);
		if (s.now == before)
			continue;
		CHECK(!changes || now_us - changed_us >= SPEAKER_REST_US);
		changed_us = now_us;
		changes++;
	}
	CHECK(changes > 20);
}

static bool speaks(int i)
{
	struct leg_report r;

	CHECK_EQ(1, world_report(&world, i, &r));
	return r.speaks;
}

static void talk(int loud)
{
	for (int i = 0; i < 60; i++) {
		for (int k = 0; k < 3; k++) {
			world.clients[k].level = k == loud ? LOUD : 90;
			sim_send_audio(&world.clients[k]);
		}
		world_carry(&world);
		world_pass(&world, 40000);
	}
}

static void the_report_names_the_speaker_and_never_a_muted_one(void)
{
	OWN(stage_order) mute = stage_order_new(ORDER_LEG_MUTE);

	world_init(&world);
	for (int i = 0; i < 3; i++)
		world_enter(&world, i);
	talk(1);
	CHECK(speaks(1) && !speaks(0) && !speaks(2));
	mute->leg = world.legs[2];
	mute->muted = true;
	CHECK_EQ(ERR_OK, world_order(&world, mute));
	talk(2);
	CHECK(speaks(1) && !speaks(2));
	talk(0);
	CHECK(speaks(0) && !speaks(1));
	mute->leg = world.legs[0];
	CHECK_EQ(ERR_OK, world_order(&world, mute));
	CHECK(!speaks(0));
	talk(1);
	CHECK(speaks(1));
	CHECK_EQ(ERR_OK, world_close_leg(&world, 1, 1));
	CHECK(!speaks(0) && !speaks(2));
	world_clear(&world);
}

static const struct test tests[] = {
	T(whoever_speaks_on_is_the_speaker),
	T(silence_keeps_the_one_who_spoke_last),
	T(a_cough_changes_nothing_and_an_answer_does),
	T(who_talks_in_between_must_be_clearly_louder),
	T(pauses_between_words_are_part_of_speaking),
	T(changes_are_never_close_together),
	T(the_report_names_the_speaker_and_never_a_muted_one),
};
RUN_TESTS(tests)
