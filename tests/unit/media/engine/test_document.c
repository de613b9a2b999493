/* A document goes to everybody else beside the cameras, one at a time, and is recorded apart. */
#include "media/engine/document.h"
#include "tests/unit/media/engine/world.h"

#define SLOTS 3

static const struct sim_options shower = {
	.video = SDP_VP8, .rtx = true, .layers = true, .slots = SLOTS, .document = true
};
static const struct sim_options named = {
	.video = SDP_VP8, .slots = SLOTS, .document = true, .document_named = true
};
static const struct sim_options old = { .video = SDP_VP8, .slots = SLOTS };
static const struct stage_cover all = { true, true, true };

static void enter(int i, const struct sim_options *o)
{
	CHECK_EQ(ERR_OK, world_join(&world, i, o, 1));
	world_connect(&world, i);
}

static void set_stage(const struct sim_options *second)
{
	world_init(&world);
	CHECK_EQ(ERR_OK, world_stage(&world, ORDER_STAGE_RECORD, all));
	enter(0, &shower);
	enter(1, second);
	enter(2, &old);
}

/* Five frames a second of each in `mask`, and its camera. */
static void show(int times, unsigned mask)
{
	for (int i = 0; i < times; i++) {
		for (int k = 0; k < 2; k++) {
			if (world.clients[k].options.layers)
				sim_send_small(&world.clients[k]);
			sim_send_video(&world.clients[k], 1);
			if (mask >> k & 1)
				sim_send_document(&world.clients[k]);
		}
		world_carry(&world);
		world_pass(&world, 200000);
	}
}

static bool shows(int i)
{
	struct leg_report r;

	CHECK_EQ(1, world_report(&world, i, &r));
	return r.shows;
}

static struct sim_heard *document(int i)
{
	return world_heard(&world, i, SLOTS, SIM_VIDEO);
}

static void check_shown(const struct sim_options *second)
{
	set_stage(second);
	show(10, 1);
	CHECK_EQ(10, document(1)->packets);
	CHECK(document(1)->started_by_key);
	CHECK_EQ(0, document(0)->packets);
	/* The small size goes first. */
	CHECK_EQ(11, world_heard(&world, 1, 0, SIM_VIDEO)->packets);
	CHECK_EQ(11, world_heard(&world, 2, 0, SIM_VIDEO)->packets);
	CHECK_EQ(10, world.tapped.packets[TAP_DOCUMENT]);
	CHECK_EQ(1, world.tapped.notes[TAP_LEG_SHOWS]);
	CHECK_EQ(0, engine_counts(world.engine).unknown);
	CHECK(shows(0) && !shows(1) && !shows(2));
	world_clear(&world);
}

static void a_document_goes_to_the_others_beside_the_camera(void)
{
	check_shown(&shower);
	check_shown(&named);
}

static void a_source_named_in_the_offer_is_known_by_it(void)
{
	set_stage(&named);
	show(10, 2);
	CHECK_EQ(10, document(0)->packets);
	CHECK(document(0)->started_by_key && shows(1));
	CHECK_EQ(10, world_heard(&world, 0, 0, SIM_VIDEO)->packets);
	world_clear(&world);
}

static void one_is_shown_until_it_falls_silent(void)
{
	set_stage(&named);
	show(5, 1);
	show(5, 3);
	CHECK(shows(0) && !shows(1));
	CHECK_EQ(0, document(0)->packets);
	CHECK_EQ(10, world.tapped.packets[TAP_DOCUMENT]);
	show(25, 2);
	CHECK(!shows(0) && shows(1));
	CHECK(document(0)->packets >= 5 && document(0)->started_by_key);
	CHECK_EQ(1, world.tapped.notes[TAP_LEG_SHOWED]);
	CHECK_EQ(2, world.tapped.notes[TAP_LEG_SHOWS]);
	show(20, 0);
	CHECK(!shows(0) && !shows(1));
	CHECK_EQ(2, world.tapped.notes[TAP_LEG_SHOWED]);
	world_clear(&world);
}

static void a_leg_that_goes_shows_no_longer(void)
{
	set_stage(&named);
	show(5, 1);
	CHECK_EQ(ERR_OK, world_close_leg(&world, 0, 1));
	CHECK_EQ(1, world.tapped.notes[TAP_LEG_SHOWED]);
	sim_send_document(&world.clients[1]);
	world_carry(&world);
	CHECK(shows(1));
	sim_clear(&world.clients[1]);
	enter(3, &shower);
	CHECK_EQ(ERR_OK, world_join(&world, 1, &named, 2));
	CHECK_EQ(2, world.tapped.notes[TAP_LEG_SHOWED]);
	world_clear(&world);
}

static void it_is_recorded_only_where_pictures_may_be(void)
{
	static const struct stage_cover sound = { true, false, true };

	set_stage(&named);
	CHECK_EQ(ERR_OK, world_stage(&world, ORDER_STAGE_RECORD, sound));
	show(5, 1);
	CHECK_EQ(0, world.tapped.packets[TAP_DOCUMENT]);
	CHECK_EQ(5, document(1)->packets);
	world_clear(&world);
}

static bool loses_pictures(struct world *w, const struct parcel *p)
{
	(void)w;
	return !p->to_engine && p->client.port == WORLD_PORT + 1 && p->n > 900;
}

static void what_is_lost_of_it_is_sent_again(void)
{
	set_stage(&named);
	show(5, 1);
	world.loses = loses_pictures;
	show(1, 1);
	world.loses = NULL;
	show(1, 1);
	CHECK_EQ(1, sim_send_nack(&world.clients[1], SLOTS));
	world_carry(&world);
	CHECK_EQ(0, sim_missing(&world.clients[1], SLOTS));
	CHECK_EQ(7, document(1)->packets);
	world_clear(&world);
}

static const struct test tests[] = {
	T(a_document_goes_to_the_others_beside_the_camera),
	T(a_source_named_in_the_offer_is_known_by_it),
	T(one_is_shown_until_it_falls_silent),
	T(a_leg_that_goes_shows_no_longer),
	T(it_is_recorded_only_where_pictures_may_be),
	T(what_is_lost_of_it_is_sent_again),
};
RUN_TESTS(tests)
