/* What is told of a leg's link each five seconds, by what the link really did. */
#include "tests/unit/media/engine/world.h"

#define TALKS_A_WINDOW 125 /* of 40 ms */

static int talks; /* so far, for the losers below */

static void talk(int n)
{
	for (int i = 0; i < n; i++, talks++)
		world_talk(&world, 2, 2);
}

static void meet(void)
{
	talks = 0;
	world_init(&world);
	world_enter(&world, 0);
	world_enter(&world, 1);
}

static struct leg_quality quality_of(int client)
{
	struct leg_report r;

	CHECK_EQ(1, world_report(&world, client, &r));
	return r.quality;
}

static bool is_rtcp(const struct parcel *p)
{
	return p->n > 1 && p->at[0] >> 6 == 2 && p->at[1] >= 192 && p->at[1] < 224;
}

static bool is_media_of(const struct parcel *p, int client)
{
	return p->to_engine && p->client.port == WORLD_PORT + client && p->at[0] >> 6 == 2 &&
	       !is_rtcp(p);
}

static void a_good_link_is_told_as_good(void)
{
	meet();
	CHECK_EQ(0, quality_of(0).number);
	talk(2 * TALKS_A_WINDOW + 50);

	struct leg_quality q = quality_of(0);

	CHECK(q.number >= 2);
	CHECK_EQ(0, q.up.lost_permille);
	CHECK_EQ(0, q.up.freezes);
	CHECK_EQ(0, q.up.frozen_ms);
	CHECK_EQ(-1, q.down.freezes);
	CHECK(q.up.jitter_ms < 40);
	CHECK(q.up.kbps > 10 && q.down.kbps > 10);
	CHECK(q.up.width > 0 && q.up.height > 0);
	CHECK_EQ(q.up.width, quality_of(1).down.width);
	CHECK_EQ(q.up.height, quality_of(1).down.height);
	world_clear(&world);
}

/* Of client 0's packets every tenth, and what would bring it back. */
static bool loses_a_tenth(struct world *w, const struct parcel *p)
{
	static int n;

	(void)w;
	if (!p->to_engine && p->client.port == WORLD_PORT && is_rtcp(p))
		return true;
	return is_media_of(p, 0) && ++n % 10 == 0;
}

static void what_never_came_is_told_of_its_leg_alone(void)
{
	meet();
	world.loses = loses_a_tenth;
	talk(3 * TALKS_A_WINDOW);

	struct leg_quality q = quality_of(0);

	CHECK(q.up.lost_permille > 60 && q.up.lost_permille < 140);
	CHECK_EQ(0, quality_of(1).up.lost_permille);
	world_clear(&world);
}

static bool loses_a_second(struct world *w, const struct parcel *p)
{
	(void)w;
	return is_media_of(p, 0) && talks >= 150 && talks < 175;
}

static void a_picture_that_stood_still_is_a_freeze(void)
{
	meet();
	world.loses = loses_a_second;
	talk(2 * TALKS_A_WINDOW + 40);

	struct leg_quality q = quality_of(0);

	CHECK_EQ(2, q.number);
	CHECK_EQ(1, q.up.freezes);
	CHECK(q.up.frozen_ms >= 1000 && q.up.frozen_ms < 1200);
	CHECK_EQ(0, quality_of(1).up.freezes);
	/* The next window is a new one. */
	talk(TALKS_A_WINDOW);
	CHECK_EQ(0, quality_of(0).up.freezes);
	world_clear(&world);
}

static bool loses_a_second_down(struct world *w, const struct parcel *p)
{
	(void)w;
	return !p->to_engine && p->client.port == WORLD_PORT + 1 && !is_rtcp(p) &&
	       p->at[0] >> 6 == 2 && talks >= 200 && talks < 225;
}

/* Both tell what came, and when. */
static void talk_and_tell(int n)
{
	for (int i = 0; i < n; i++) {
		talk(1);
		if (talks == 225) /* what nobody sends again is no use to a decoder */
			sim_send_pli(&world.clients[1], 0);
		for (int k = 0; k < 2; k++)
			sim_send_wide(&world.clients[k], world.now_us);
		world_carry(&world);
	}
}

static void a_receiver_s_feedback_tells_how_long_its_picture_stood(void)
{
	static const struct sim_options wide = { .video = SDP_VP8, .rtx = true, .wide = true };

	talks = 0;
	world_init(&world);
	for (int i = 0; i < 2; i++) {
		CHECK_EQ(ERR_OK, world_join(&world, i, &wide, 1));
		world_connect(&world, i);
	}
	world.loses = loses_a_second_down;
	talk_and_tell(2 * TALKS_A_WINDOW + 60);

	struct leg_quality q = quality_of(1);

	CHECK_EQ(2, q.number);
	CHECK_EQ(1, q.down.freezes);
	CHECK(q.down.frozen_ms >= 1000 && q.down.frozen_ms < 1400);
	CHECK_EQ(0, q.up.freezes);
	CHECK_EQ(0, quality_of(0).down.freezes);
	talk_and_tell(TALKS_A_WINDOW);
	CHECK_EQ(0, quality_of(1).down.freezes);
	CHECK_EQ(0, quality_of(1).down.frozen_ms);
	world_clear(&world);
}

static bool loses_all_media(struct world *w, const struct parcel *p)
{
	(void)w;
	return is_media_of(p, 0) && talks >= TALKS_A_WINDOW;
}

static void a_leg_that_fell_silent_has_lost_all(void)
{
	meet();
	world.loses = loses_all_media;
	talk(2 * TALKS_A_WINDOW + 40);
	CHECK_EQ(1000, quality_of(0).up.lost_permille);
	CHECK_EQ(0, quality_of(1).up.lost_permille);
	world_clear(&world);
}

static const struct test tests[] = {
	T(a_good_link_is_told_as_good),
	T(what_never_came_is_told_of_its_leg_alone),
	T(a_picture_that_stood_still_is_a_freeze),
	T(a_receiver_s_feedback_tells_how_long_its_picture_stood),
	T(a_leg_that_fell_silent_has_lost_all),
};
RUN_TESTS(tests)
