/* What is lost or late on the way is asked for and sent again, in both directions. */
#include "tests/unit/media/engine/world.h"

static uint32_t dice(struct world *w)
{
	w->dice = w->dice * 1103515245u + 12345u;
	return w->dice >> 16;
}

static bool is_media(const struct parcel *p)
{
	return p->n > 1 && p->at[0] >> 6 == 2 && (p->at[1] < 192 || p->at[1] > 223);
}

static bool loses_of_publisher(struct world *w, const struct parcel *p)
{
	return p->to_engine && is_media(p) && (p->at[1] & 0x7f) == SIM_VP8_PT &&
	       p->client.port == WORLD_PORT && dice(w) % 10 == 0;
}

static bool loses_of_receiver(struct world *w, const struct parcel *p)
{
	return !p->to_engine && is_media(p) && (p->at[1] & 0x7f) == SIM_VP8_PT &&
	       p->client.port == WORLD_PORT + 1 && dice(w) % 10 == 0;
}

static void enter_two(void)
{
	world_init(&world);
	world_enter(&world, 0);
	world_enter(&world, 1);
	world_talk(&world, 2, 3);
}

static void a_tenth_lost_by_the_publisher_is_repaired(void)
{
	struct leg_report r;

	enter_two();
	world.loses = loses_of_publisher;
	for (int i = 0; i < 200; i++)
		world_talk(&world, 2, 3);
	world.loses = NULL;
	for (int i = 0; i < 20; i++)
		world_talk(&world, 2, 1);
	const struct sim_heard *h = world_heard(&world, 1, 0, SIM_VIDEO);
	CHECK(world.clients[0].counts.resent > 40);
	CHECK_EQ(623, h->packets);
	CHECK_EQ(0, sim_missing(&world.clients[1], 0));
	CHECK_EQ(0, h->repeated);
	CHECK_EQ(1, world_report(&world, 0, &r));
	CHECK_EQ(0, r.lost);
	world_clear(&world);
}

static void a_tenth_lost_to_the_receiver_is_repaired(void)
{
	int asked = 0;

	enter_two();
	world.loses = loses_of_receiver;
	for (int i = 0; i < 200; i++) {
		world_talk(&world, 2, 3);
		asked += sim_send_nack(&world.clients[1], 0);
	}
	world.loses = NULL;
	sim_send_nack(&world.clients[1], 0);
	world_talk(&world, 2, 1);
	CHECK(asked > 40);
	CHECK_EQ(0, sim_missing(&world.clients[1], 0));
	CHECK_EQ(0, world.clients[1].counts.forged);
	CHECK_EQ(0, world.clients[0].counts.nacked);
	world_clear(&world);
}

/* Each packet changes its place with one close behind it. */
static void shuffle(struct world *w)
{
	for (int i = 0; i + 3 < w->n; i++) {
		int j = i + (int)(dice(w) % 3);
		struct parcel p = w->line[i];

		w->line[i] = w->line[j];
		w->line[j] = p;
	}
}

static void packets_out_of_order_arrive_all(void)
{
	enter_two();
	for (int i = 0; i < 100; i++) {
		for (int j = 0; j < 2; j++)
			sim_send_video(&world.clients[j], 8);
		shuffle(&world);
		world_carry(&world);
		world_pass(&world, 33000);
	}
	for (int i = 0; i < 2; i++) {
		CHECK_EQ(803, world_heard(&world, i, 0, SIM_VIDEO)->packets);
		CHECK_EQ(0, sim_missing(&world.clients[i], 0));
		CHECK_EQ(0, world_heard(&world, i, 0, SIM_VIDEO)->repeated);
		/* Late by less than the time of reordering: nobody asks. */
		CHECK_EQ(0, world.clients[i].counts.nacked);
	}
	world_clear(&world);
}

/* The start of the first key frame comes last: nothing of it is thrown away. */
static void the_first_packets_may_be_overtaken(void)
{
	struct parcel late[2];
	struct leg_report r;

	world_init(&world);
	world_enter(&world, 0);
	world_enter(&world, 1);
	sim_send_video(&world.clients[0], 4);
	memcpy(late, world.line, sizeof late);
	memmove(world.line, world.line + 2, 2 * sizeof world.line[0]);
	world.n = 2;
	world_carry(&world);
	world_deliver(&world, &late[0]); /* the second was lost */
	world_carry(&world);
	world_pass(&world, 40000);
	for (int i = 0; i < 3; i++)
		world_talk(&world, 1, 3);
	sim_send_nack(&world.clients[1], 0); /* for what was there before the start */
	world_carry(&world);
	const struct sim_heard *h = world_heard(&world, 1, 0, SIM_VIDEO);
	CHECK_EQ(1, world.clients[0].counts.resent);
	CHECK(h->started_by_key);
	CHECK_EQ(13, h->packets);
	CHECK_EQ(0, sim_missing(&world.clients[1], 0));
	CHECK_EQ(1, world_report(&world, 0, &r));
	CHECK_EQ(0, r.lost);
	world_clear(&world);
}

static bool loses_and_forgets(struct world *w, const struct parcel *p)
{
	return loses_of_publisher(w, p) || (!p->to_engine && p->client.port == WORLD_PORT &&
					    p->n > 1 && p->at[0] >> 6 == 2 && !is_media(p));
}

/* The publisher hears no NACK: packets are given up, told to the tap, and a key frame is asked. */
static void what_cannot_be_repaired_is_a_gap(void)
{
	static const struct stage_cover all = { true, true, true };
	struct leg_report r;

	enter_two();
	CHECK_EQ(ERR_OK, world_stage(&world, ORDER_STAGE_RECORD, all));
	world_talk(&world, 2, 3);
	world.loses = loses_and_forgets;
	for (int i = 0; i < 50; i++)
		world_talk(&world, 2, 3);
	world.loses = NULL;
	int before = world.clients[0].counts.key_requests;
	for (int i = 0; i < 30; i++)
		world_talk(&world, 2, 1);
	CHECK_EQ(1, world_report(&world, 0, &r));
	CHECK(r.lost > 3);
	CHECK_EQ(r.lost, world.tapped.gap);
	CHECK(world.tapped.notes[TAP_TRACK_GAP] > 0);
	CHECK(world.clients[0].counts.key_requests > before);
	world_clear(&world);
}

/* Numbers before the first may have been another source's: SRTP must not seal them twice. */
static void what_was_sent_before_a_receiver_came_is_not_sent_again(void)
{
	world_init(&world);
	world_enter(&world, 0);
	for (int i = 0; i < 20; i++)
		world_talk(&world, 1, 3);
	world_enter(&world, 1);
	for (int i = 0; i < 3; i++)
		world_talk(&world, 1, 3);
	struct sim_heard *h = world_heard(&world, 1, 0, SIM_VIDEO);
	CHECK(h->packets >= 3 && h->started_by_key);
	h->first_seq = (uint16_t)(h->first_seq - 20);
	uint64_t out = engine_counts(world.engine).out;
	CHECK_EQ(20, sim_send_nack(&world.clients[1], 0));
	world_carry(&world);
	CHECK_EQ(out, engine_counts(world.engine).out);
	world_clear(&world);
}

static void what_is_late_from_before_the_key_frame_is_left_out(void)
{
	struct parcel late;

	world_init(&world);
	world_enter(&world, 0);
	world_talk(&world, 1, 3);
	world_enter(&world, 1);
	sim_send_video(&world.clients[0], 3);
	late = world.line[1];
	world.n = 1;
	world_carry(&world);
	world_talk(&world, 1, 3);
	const struct sim_heard *h = world_heard(&world, 1, 0, SIM_VIDEO);
	uint16_t first = h->first_seq;
	CHECK_EQ(3, h->packets);
	world_deliver(&world, &late);
	world_carry(&world);
	CHECK_EQ(3, h->packets);
	CHECK_EQ(first, h->first_seq);
	world_clear(&world);
}

static void numbers_wrap_around(void)
{
	world_init(&world);
	world_enter(&world, 0);
	world_enter(&world, 1);
	world.clients[0].sources[SIM_VIDEO].seq = 65500;
	world.clients[0].sources[SIM_VIDEO].ts = 0xffffff00u;
	world.loses = loses_of_publisher;
	for (int i = 0; i < 60; i++)
		world_talk(&world, 1, 3);
	world.loses = NULL;
	for (int i = 0; i < 10; i++)
		world_talk(&world, 1, 1);
	CHECK_EQ(0, sim_missing(&world.clients[1], 0));
	CHECK_EQ(190, world_heard(&world, 1, 0, SIM_VIDEO)->packets);
	CHECK_EQ(0, world_heard(&world, 1, 0, SIM_VIDEO)->backwards);
	world_clear(&world);
}

static const struct test tests[] = {
	T(a_tenth_lost_by_the_publisher_is_repaired),
	T(a_tenth_lost_to_the_receiver_is_repaired),
	T(packets_out_of_order_arrive_all),
	T(the_first_packets_may_be_overtaken),
	T(what_cannot_be_repaired_is_a_gap),
	T(what_was_sent_before_a_receiver_came_is_not_sent_again),
	T(what_is_late_from_before_the_key_frame_is_left_out),
	T(numbers_wrap_around),
};
RUN_TESTS(tests)
