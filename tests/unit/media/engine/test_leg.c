/* A leg through its life: admitted or refused, roaming, silent, replaced, gone. */
#include "tests/unit/media/engine/world.h"

static const struct sim_options plain = { .video = SDP_VP8 };

static void enter_two(void)
{
	world_init(&world);
	world_enter(&world, 0);
	world_enter(&world, 1);
	world_talk(&world, 2, 1);
}

static enum leg_state state_of(int i)
{
	struct leg_report r;

	CHECK_EQ(1, world_report(&world, i, &r));
	return r.state;
}

static void a_leg_roams_to_another_address(void)
{
	enter_two();
	for (int turn = 0; turn < 10; turn++) {
		uint32_t before = world_heard(&world, 0, 0, SIM_VIDEO)->packets;
		uint32_t to_it = world_heard(&world, 1, 0, SIM_VIDEO)->packets;

		world.clients[1].options.addr = world_addr((uint16_t)(30000 + turn));
		sim_check(&world.clients[1], true);
		world_carry(&world);
		for (int i = 0; i < 5; i++)
			world_talk(&world, 2, 1);
		CHECK_EQ(before + 5, world_heard(&world, 0, 0, SIM_VIDEO)->packets);
		CHECK_EQ(to_it + 5, world_heard(&world, 1, 0, SIM_VIDEO)->packets);
	}
	world_clear(&world);
}

static void packets_from_an_unchecked_address_are_for_nobody(void)
{
	enter_two();
	uint64_t unknown = engine_counts(world.engine).unknown;
	uint32_t before = world_heard(&world, 0, 0, SIM_VIDEO)->packets;
	world.clients[1].options.addr = world_addr(40000);
	sim_send_video(&world.clients[1], 3);
	world_carry(&world);
	CHECK_EQ(unknown + 3, engine_counts(world.engine).unknown);
	CHECK_EQ(before, world_heard(&world, 0, 0, SIM_VIDEO)->packets);
	world_clear(&world);
}

/* A check without nomination opens a path, but what is sent stays on the nominated one. */
static void only_a_nominated_path_is_sent_to(void)
{
	enter_two();
	struct addr old = world.clients[1].options.addr;
	world.clients[1].options.addr = world_addr(40001);
	sim_check(&world.clients[1], false);
	world_carry(&world);
	CHECK_EQ(2, world.clients[1].counts.checks_answered);
	world.clients[1].options.addr = old;
	uint32_t before = world_heard(&world, 1, 0, SIM_VIDEO)->packets;
	world_talk(&world, 2, 1);
	CHECK_EQ(before + 1, world_heard(&world, 1, 0, SIM_VIDEO)->packets);
	world_clear(&world);
}

/* The check with another ufrag or password gets no answer and opens nothing. */
static void wrong_names_and_passwords_are_not_answered(void)
{
	for (int what = 0; what < 3; what++) {
		world_init(&world);
		CHECK_EQ(ERR_OK, world_join(&world, 0, &plain, 1));
		if (what == 0)
			world.clients[0].peer.ufrag[4] ^= 1;
		else if (what == 1)
			world.clients[0].peer.password[0] ^= 1;
		else
			world.clients[0].peer.ufrag[0] = 'z';
		sim_check(&world.clients[0], true);
		world_carry(&world);
		CHECK_EQ(0, engine_counts(world.engine).out);
		CHECK_EQ(what == 2 ? 0 : 1, engine_counts(world.engine).forged);
		CHECK_EQ(what == 2 ? 1 : 0, engine_counts(world.engine).unknown);
		sim_tick(&world.clients[0], world.now_us);
		world_carry(&world);
		CHECK_EQ(0, engine_counts(world.engine).out);
		world_clear(&world);
	}
}

/* Somebody else's certificate behind the right ufrag and password. */
static void a_certificate_that_was_not_offered_is_refused(void)
{
	struct certificate *other = NULL;
	struct dtls_options d = { .send = world_on_send };

	world_init(&world);
	CHECK_EQ(ERR_OK, world_join(&world, 0, &plain, 1));
	struct sim_client *c = &world.clients[0];
	CHECK_EQ(ERR_OK, certificate_new(clock_now(), &other));
	dtls_free(c->dtls);
	d.certificate = other;
	d.owner = c;
	d.peer = c->peer.fingerprint;
	CHECK_EQ(ERR_OK, dtls_new(&d, world.now_us, &c->dtls));
	sim_check(c, true);
	world_carry(&world);
	sim_tick(c, world.now_us);
	world_carry(&world);
	CHECK_EQ(LEG_LOST, state_of(0));
	CHECK_EQ(0, world.tapped.notes[TAP_LEG_JOINED]);
	dtls_free(c->dtls);
	c->dtls = NULL;
	certificate_free(other);
	world_clear(&world);
}

static void a_silent_leg_is_lost_and_comes_back(void)
{
	enter_two();
	world_pass(&world, 9000000);
	CHECK_EQ(LEG_LIVE, state_of(0));
	world_pass(&world, 2100000);
	CHECK_EQ(LEG_LOST, state_of(0));
	CHECK_EQ(2, world.tapped.notes[TAP_LEG_LOST]);
	sim_check(&world.clients[0], true);
	sim_check(&world.clients[1], true);
	world_carry(&world);
	CHECK_EQ(LEG_LIVE, state_of(0));
	CHECK_EQ(2, world.tapped.notes[TAP_LEG_BACK]);
	uint32_t before = world_heard(&world, 0, 0, SIM_VIDEO)->packets;
	world_talk(&world, 2, 1);
	CHECK_EQ(before + 1, world_heard(&world, 0, 0, SIM_VIDEO)->packets);
	world_clear(&world);
}

static int64_t still_of(int i)
{
	struct leg_report r;

	CHECK_EQ(1, world_report(&world, i, &r));
	return r.still_ms;
}

/* Its way may be alive: the others see a picture that stands. */
static void a_leg_that_sends_no_media_any_more_is_still_after_a_second(void)
{
	enter_two();
	CHECK_EQ(0, still_of(0));
	world_pass(&world, 900000);
	CHECK_EQ(0, still_of(0));
	sim_check(&world.clients[0], true);
	world_carry(&world);
	world_pass(&world, 300000);
	CHECK(still_of(0) >= 1000 && still_of(0) < 1400);
	CHECK_EQ(LEG_LIVE, state_of(0));
	world_talk(&world, 2, 1);
	CHECK_EQ(0, still_of(0));
	world_clear(&world);
}

/* Without a camera and a microphone there is nothing to miss while its way is checked. */
static void a_leg_that_never_sent_media_is_not_still(void)
{
	world_init(&world);
	world_enter(&world, 0);
	for (int i = 0; i < 6; i++) {
		world_pass(&world, 2500000);
		sim_check(&world.clients[0], true);
		world_carry(&world);
		CHECK_EQ(0, still_of(0));
	}
	world_pass(&world, 6100000);
	CHECK(still_of(0) >= 6000);
	world_clear(&world);
}

static void nothing_is_sent_to_a_lost_leg(void)
{
	enter_two();
	for (int i = 0; i < 300; i++)
		world_talk(&world, 1, 1);
	CHECK_EQ(LEG_LOST, state_of(1));
	uint64_t out = engine_counts(world.engine).out;
	sim_send_video(&world.clients[0], 1);
	world_carry(&world);
	CHECK_EQ(out, engine_counts(world.engine).out);
	world_clear(&world);
}

static void a_leg_lost_for_120_seconds_is_gone(void)
{
	struct leg_report r;

	enter_two();
	for (int i = 0; i < 129; i++) {
		world_pass(&world, 1000000);
		sim_check(&world.clients[0], true);
		world_carry(&world);
	}
	CHECK_EQ(LEG_LOST, state_of(1));
	world_pass(&world, 3000000);
	CHECK_EQ(LEG_GONE, state_of(1));
	CHECK_EQ(0, world_report(&world, 1, &r)); /* told once */
	CHECK_EQ(LEG_LIVE, state_of(0));
	CHECK_EQ(1, world.tapped.notes[TAP_LEG_LEFT]);
	/* Its address is nobody's now. */
	uint64_t unknown = engine_counts(world.engine).unknown;
	sim_send_video(&world.clients[1], 1);
	sim_check(&world.clients[1], true);
	world_carry(&world);
	CHECK_EQ(unknown + 2, engine_counts(world.engine).unknown);
	world_clear(&world);
}

static void a_leg_that_never_came_is_gone_too(void)
{
	world_init(&world);
	CHECK_EQ(ERR_OK, world_join(&world, 0, &plain, 1));
	world_pass(&world, 119000000);
	CHECK_EQ(LEG_NEW, state_of(0));
	world_pass(&world, 2000000);
	CHECK_EQ(LEG_GONE, state_of(0));
	world_clear(&world);
}

/* Epoch 2 of leg 1 comes from a new page; leg 0 sees one stream that goes on. */
static void a_higher_epoch_takes_the_same_place(void)
{
	static struct sim_client old;
	struct leg_report r;

	enter_two();
	for (int i = 0; i < 5; i++)
		world_talk(&world, 2, 1);
	const struct sim_heard *h = world_heard(&world, 0, 0, SIM_VIDEO);
	uint16_t seq = h->seq, picture = h->picture;
	uint32_t packets = h->packets, keys = h->keys;
	struct sim_options again = plain;
	again.addr = world_addr(50000);
	old = world.clients[1];
	CHECK_EQ(ERR_OK, world_join(&world, 1, &again, 2));
	world_connect(&world, 1);
	for (int i = 0; i < 5; i++)
		world_talk(&world, 2, 1);
	CHECK_EQ(1, world_report(&world, 1, &r));
	CHECK(r.epoch == 2 && r.place == 1 && r.state == LEG_LIVE);
	CHECK_EQ(packets + 5, h->packets);
	CHECK_EQ((uint16_t)(seq + 5), h->seq);
	CHECK_EQ(picture + 5, h->picture);
	CHECK_EQ(keys + 1, h->keys);
	CHECK_EQ(0, h->backwards);
	CHECK_EQ(0, sim_missing(&world.clients[0], 0));
	CHECK_EQ(0, world.tapped.notes[TAP_LEG_LEFT]);
	/* It waits for a key frame of leg 0, which is the second. */
	CHECK_EQ(4, world_heard(&world, 1, 0, SIM_VIDEO)->packets);
	sim_clear(&old);
	world_clear(&world);
}

static void an_older_epoch_is_fenced(void)
{
	static struct sim_client old;

	enter_two();
	old = world.clients[1];
	old.options.owner = &old;
	struct sim_options again = plain;
	again.addr = world_addr(50000);
	CHECK_EQ(ERR_OK, world_join(&world, 1, &again, 2));
	world_connect(&world, 1);
	/* Its page goes on, and the broker's late words as well. */
	uint32_t before = world_heard(&world, 0, 0, SIM_VIDEO)->packets;
	sim_send_video(&old, 3);
	sim_check(&old, true);
	world_carry(&world);
	CHECK_EQ(before, world_heard(&world, 0, 0, SIM_VIDEO)->packets);
	CHECK_EQ(ERR_STALE_EPOCH, world_close_leg(&world, 1, 1));
	CHECK_EQ(LEG_LIVE, state_of(1));
	world.clients[2] = world.clients[1];
	CHECK_EQ(ERR_STALE_EPOCH, world_join(&world, 1, &plain, 1));
	sim_clear(&world.clients[1]);
	CHECK_EQ(ERR_STALE_EPOCH, world_join(&world, 1, &plain, 2));
	CHECK_EQ(ERR_OK, world_close_leg(&world, 1, 2));
	CHECK_EQ(LEG_GONE, state_of(1));
	sim_clear(&old);
	world_clear(&world);
}

static void who_left_finds_its_place_again(void)
{
	struct leg_report r;

	world_init(&world);
	for (int i = 0; i < 3; i++)
		world_enter(&world, i);
	CHECK_EQ(ERR_OK, world_close_leg(&world, 1, 1));
	CHECK_EQ(ERR_NOT_FOUND, world_close_leg(&world, 1, 1));
	world_enter(&world, 3);
	sim_clear(&world.clients[1]);
	CHECK_EQ(ERR_OK, world_join(&world, 1, &plain, 2));
	CHECK_EQ(2, world_report(&world, 1, &r)); /* the last time it is told that it left */
	CHECK_EQ(1, world_report(&world, 1, &r));
	CHECK(r.place == 1 && r.epoch == 2);
	CHECK_EQ(1, world_report(&world, 3, &r));
	CHECK_EQ(3, r.place);
	world_clear(&world);
}

/* Four paths are remembered; the one in use is not pushed out by others. */
static void the_path_in_use_is_kept(void)
{
	enter_two();
	struct addr old = world.clients[1].options.addr;
	for (int i = 0; i < 6; i++) {
		world.clients[1].options.addr = world_addr((uint16_t)(41000 + i));
		sim_check(&world.clients[1], false);
		world_carry(&world);
	}
	world.clients[1].options.addr = old;
	uint32_t before = world_heard(&world, 0, 0, SIM_VIDEO)->packets;
	sim_send_video(&world.clients[1], 1);
	world_carry(&world);
	CHECK_EQ(before + 1, world_heard(&world, 0, 0, SIM_VIDEO)->packets);
	world_clear(&world);
}

/* Whoever gets its number next does not get its packets. */
static void the_address_of_a_leg_goes_with_it(void)
{
	struct parcel p;

	enter_two();
	sim_send_video(&world.clients[1], 1);
	p = world.line[0];
	world.n = 0;
	CHECK_EQ(ERR_OK, world_close_leg(&world, 1, 1));
	world_enter(&world, 2);
	struct engine_counts before = engine_counts(world.engine);
	world_deliver(&world, &p);
	CHECK_EQ(before.unknown + 1, engine_counts(world.engine).unknown);
	CHECK_EQ(before.forged, engine_counts(world.engine).forged);
	world_clear(&world);
}

static bool loses_all(struct world *w, const struct parcel *p)
{
	(void)w;
	return !p->to_engine;
}

/* OpenSSL's own clock says when a flight is repeated: at least 250 ms. */
static void a_lost_flight_of_the_handshake_is_repeated(void)
{
	int64_t end_us = clock_monotonic_us() + 10000000;

	world_init(&world);
	CHECK_EQ(ERR_OK, world_join(&world, 0, &plain, 1));
	sim_check(&world.clients[0], true);
	world_carry(&world);
	sim_tick(&world.clients[0], world.now_us);
	world.loses = loses_all;
	world_carry(&world);
	world.loses = NULL;
	CHECK(engine_next_tick(world.engine) < world.now_us + 500000);
	while (!sim_is_open(&world.clients[0]) && clock_monotonic_us() < end_us)
		world_pass(&world, 1);
	CHECK(sim_is_open(&world.clients[0]));
	CHECK_EQ(LEG_LIVE, state_of(0));
	world_clear(&world);
}

static const struct test tests[] = {
	T(a_leg_roams_to_another_address),
	T(packets_from_an_unchecked_address_are_for_nobody),
	T(only_a_nominated_path_is_sent_to),
	T(wrong_names_and_passwords_are_not_answered),
	T(a_certificate_that_was_not_offered_is_refused),
	T(a_silent_leg_is_lost_and_comes_back),
	T(a_leg_that_sends_no_media_any_more_is_still_after_a_second),
	T(a_leg_that_never_sent_media_is_not_still),
	T(nothing_is_sent_to_a_lost_leg),
	T(a_leg_lost_for_120_seconds_is_gone),
	T(a_leg_that_never_came_is_gone_too),
	T(a_higher_epoch_takes_the_same_place),
	T(an_older_epoch_is_fenced),
	T(who_left_finds_its_place_again),
	T(the_path_in_use_is_kept),
	T(the_address_of_a_leg_goes_with_it),
	T(a_lost_flight_of_the_handshake_is_repeated),
};
RUN_TESTS(tests)
