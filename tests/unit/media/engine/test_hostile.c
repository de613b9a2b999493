/* Packets that are repeated, forged, malformed or endless: counted and dropped. */
#include "broker/common/base/ids.h"
#include "tests/unit/media/engine/world.h"

static void enter_two(void)
{
	world_init(&world);
	world_enter(&world, 0);
	world_enter(&world, 1);
	world_talk(&world, 2, 1);
}

static void replayed_packets_are_counted_and_ignored(void)
{
	enter_two();
	sim_send_video(&world.clients[0], 5);
	sim_send_reports(&world.clients[0], 1);
	struct parcel *copies = calloc(7, sizeof *copies);
	CHECK(copies && world.n == 7);
	memcpy(copies, world.line, 7 * sizeof *copies);
	world_carry(&world);
	const struct sim_heard *h = world_heard(&world, 1, 0, SIM_VIDEO);
	uint32_t before = h->packets;
	for (int i = 0; i < 7; i++)
		world_put(&world, copies[i].client, true,
			  (struct bytes){ copies[i].at, copies[i].n });
	world_carry(&world);
	CHECK_EQ(7, engine_counts(world.engine).replayed);
	CHECK_EQ(before, h->packets);
	CHECK_EQ(0, h->repeated);
	free(copies);
	world_clear(&world);
}

static void forged_packets_are_counted_and_ignored(void)
{
	enter_two();
	uint32_t before = world_heard(&world, 1, 0, SIM_VIDEO)->packets;
	for (int at = 1; at < 200; at += 7) {
		sim_send_video(&world.clients[0], 1);
		world.line[world.n - 1].at[at] ^= at < 12 ? 1 : 0x55;
	}
	world_carry(&world);
	struct engine_counts c = engine_counts(world.engine);
	CHECK_EQ(before, world_heard(&world, 1, 0, SIM_VIDEO)->packets);
	CHECK(c.forged >= 27);
	CHECK(c.forged + c.malformed + c.replayed + c.unknown >= 29);
	world_clear(&world);
}

/* Sealed well, but with more padding than it has bytes. */
static void send_unreadable(struct sim_client *c, uint8_t type)
{
	uint8_t at[20 + SRTP_EXTRA] = { 0xa0, type };
	size_t n = 20;

	write_u16(at + 2, c->sources[SIM_VIDEO].seq++);
	write_u32(at + 8, c->sources[SIM_VIDEO].ssrc);
	at[n - 1] = 200;
	CHECK_EQ(ERR_OK, srtp_seal_rtp(c->srtp, at, &n, sizeof at));
	c->options.send(c->options.owner, (struct bytes){ at, n });
}

static void what_cannot_be_read_is_counted_by_its_type(void)
{
	enter_two();
	struct engine_counts before = engine_counts(world.engine);
	send_unreadable(&world.clients[0], SIM_VP8_PT);
	send_unreadable(&world.clients[0], 50); /* of no line */
	world_carry(&world);
	struct engine_counts after = engine_counts(world.engine);
	CHECK_EQ(before.malformed + 1, after.malformed);
	CHECK_EQ(before.unknown + 1, after.unknown);
	CHECK_EQ(before.out, after.out);
	world_clear(&world);
}

static void noise_is_counted_and_not_answered(void)
{
	uint8_t noise[600];

	enter_two();
	struct engine_counts before = engine_counts(world.engine);
	for (int i = 0; i < 2000; i++) {
		random_fill(noise, sizeof noise);
		if (i % 4 == 0)
			noise[0] = 0x80;
		else if (i % 4 == 1)
			noise[0] = 22;
		else if (i % 4 == 2)
			noise[0] = 0;
		else
			noise[0] = (uint8_t)(i / 4); /* each first byte there is (RFC 7983) */
		world_put(&world, world_addr(i % 2 ? WORLD_PORT : 60000), true,
			  (struct bytes){ noise, (size_t)(i % 600) });
	}
	world_carry(&world);
	struct engine_counts c = engine_counts(world.engine);
	CHECK_EQ(before.in + 2000, c.in);
	CHECK_EQ(before.out, c.out);
	/* The handshake of the leg drops what would be DTLS (but four of one byte), uncounted. */
	CHECK_EQ(2000 - (500 - 4) - 2 * 44, c.unknown + c.malformed + c.forged - before.unknown -
						    before.malformed - before.forged);
	world_talk(&world, 2, 1);
	CHECK_EQ(2, world_heard(&world, 1, 0, SIM_VIDEO)->packets);
	world_clear(&world);
}

/* A leg that changes its SSRC with each packet gets thirty-two, and no more memory than that. */
static void sources_of_a_leg_are_bounded(void)
{
	enter_two();
	uint64_t unknown = engine_counts(world.engine).unknown;
	for (int i = 0; i < 100; i++) {
		world.clients[0].sources[SIM_VIDEO].ssrc++;
		sim_send_video(&world.clients[0], 1);
		world_carry(&world);
	}
	/* Two of them were its sound and its first picture. */
	CHECK_EQ(unknown + 100 - 30, engine_counts(world.engine).unknown);
	world_clear(&world);
}

static void a_source_that_jumps_goes_on(void)
{
	static const int jumps[] = { 200, 2999, 5000, 30000, 20000 };
	struct leg_report r;

	enter_two();
	for (int i = 0; i < 5; i++) {
		world.clients[0].sources[SIM_VIDEO].seq += (uint16_t)jumps[i];
		uint32_t before = world_heard(&world, 1, 0, SIM_VIDEO)->packets;
		for (int j = 0; j < 20; j++)
			world_talk(&world, 1, 1);
		CHECK_EQ(before + 20, world_heard(&world, 1, 0, SIM_VIDEO)->packets);
	}
	/* Small jumps are losses, large ones a new beginning. */
	CHECK_EQ(1, world_report(&world, 0, &r));
	CHECK_EQ(200 + 2999, r.lost);
	world_pass(&world, 1000000);
	CHECK_EQ(200 + 2999, world.clients[0].counts.block.lost);
	world_clear(&world);
}

static void a_flood_of_nacks_is_bounded(void)
{
	enter_two();
	for (int i = 0; i < 50; i++)
		world_talk(&world, 1, 4);
	/* As if nothing but the first had come. */
	struct sim_heard *h = world_heard(&world, 1, 0, SIM_VIDEO);
	memset(h->came, 0, sizeof h->came);
	uint64_t out = engine_counts(world.engine).out;
	for (int i = 0; i < 100; i++)
		CHECK(sim_send_nack(&world.clients[1], 0) > 0);
	struct parcel p;
	for (int i = 0; i < 100; i++) {
		p = world.line[i];
		world_deliver(&world, &p);
	}
	CHECK(engine_counts(world.engine).out - out <= 128);
	CHECK(engine_counts(world.engine).out - out > 50);
	world_clear(&world);
}

static void offers_that_make_no_sense_are_refused(void)
{
	static const char *const offers[] = { "", "v=0\r\n", "hello" };

	world_init(&world);
	for (int i = 0; i < 3; i++) {
		OWN(stage_order) o = stage_order_new(ORDER_LEG_OPEN);

		CHECK_EQ(ERR_OK, id_parse(TEXT("01JD0000000000000000000777"), &o->leg));
		o->epoch = 1;
		stage_order_set_text(o, text_of(offers[i]));
		CHECK_EQ(ERR_BAD_INPUT, world_order(&world, o));
	}
	OWN(stage_order) none = stage_order_new(ORDER_LEG_OPEN);
	CHECK_EQ(ERR_BAD_INPUT, world_order(&world, none));
	world_clear(&world);
}

static const struct test tests[] = {
	T(replayed_packets_are_counted_and_ignored),
	T(forged_packets_are_counted_and_ignored),
	T(what_cannot_be_read_is_counted_by_its_type),
	T(noise_is_counted_and_not_answered),
	T(sources_of_a_leg_are_bounded),
	T(a_source_that_jumps_goes_on),
	T(a_flood_of_nacks_is_bounded),
	T(offers_that_make_no_sense_are_refused),
};
RUN_TESTS(tests)
