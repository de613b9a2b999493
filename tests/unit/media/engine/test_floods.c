/* Floods from many addresses, checks without the password, handshakes begun and never ended: the
 * engine's memory stays as it is, and two legs go on as if nothing happened. */
#include "broker/common/base/ids.h"
#include "media/packet/stun.h"
#include "tests/unit/media/engine/world.h"

#include <malloc.h>

#define FLOOD      50000
#define GROWTH_MAX 256000 /* of bytes: the most that a flood may leave behind */

static struct addr attacker(int i)
{
	return (struct addr){ { 198, 51, (uint8_t)(i >> 8), (uint8_t)i },
			      (uint16_t)(1024 + i % 60000),
			      ADDR_IPV4,
			      0 };
}

static size_t heap(void)
{
	return mallinfo2().uordblks;
}

static void enter_two(void)
{
	world_init(&world);
	world_enter(&world, 0);
	world_enter(&world, 1);
	world_talk(&world, 2, 5);
}

/* Hands over at once, so that the world's own line stays small. */
static void strike(int i, struct bytes b)
{
	static uint8_t room[OUT_PACKET_MAX];

	memcpy(room, b.at, b.n);
	engine_take(world.engine, (struct arrival){ room, b.n, attacker(i) }, world.now_us,
		    &world.out);
	world.out.n = 0;
}

static void check_undisturbed(size_t before, uint32_t packets)
{
	size_t after = heap();
	const struct sim_heard *h = world_heard(&world, 1, 0, SIM_VIDEO);
	struct leg_report r;

	printf("  heap grew by %lld bytes\n", (long long)after - (long long)before);
	CHECK(after < before + GROWTH_MAX);
	world_talk(&world, 2, 5);
	CHECK_EQ(packets + 5, h->packets);
	CHECK_EQ(0, sim_missing(&world.clients[1], 0));
	CHECK_EQ(1, world_report(&world, 0, &r));
	CHECK_EQ(LEG_LIVE, r.state);
	CHECK_EQ(0, world.tapped.notes[TAP_LEG_LOST]);
}

static struct bytes make_check(const char *username, const char *password, int i, uint8_t *room)
{
	struct stun s = { .class = STUN_REQUEST,
			  .method = STUN_BINDING,
			  .priority = 1,
			  .role = STUN_CONTROLLING,
			  .tie_breaker = 7,
			  .use_candidate = true };
	struct sink out;

	s.username = text_of(username);
	memcpy(s.transaction, &i, sizeof i);
	sink_init(&out, room, STUN_MESSAGE_MAX);
	stun_format_request(&s, text_of(password), &out);
	return sink_bytes(&out);
}

static void checks_without_the_password_leave_nothing(void)
{
	char known[2 * SDP_ICE_MAX];
	uint8_t room[STUN_MESSAGE_MAX];

	enter_two();
	snprintf(known, sizeof known, "%s:simu", world.clients[0].peer.ufrag);
	uint32_t packets = world_heard(&world, 1, 0, SIM_VIDEO)->packets;
	struct engine_counts counts = engine_counts(world.engine);
	size_t before = heap();
	for (int i = 0; i < FLOOD; i++)
		strike(i, make_check(i % 2 ? known : "nobody:simu",
				     "a password of the attacker's own", i, room));
	struct engine_counts now = engine_counts(world.engine);
	CHECK_EQ(counts.in + FLOOD, now.in);
	CHECK(now.forged + now.unknown + now.malformed >=
	      counts.forged + counts.unknown + counts.malformed + FLOOD);
	check_undisturbed(before, packets);
	world_clear(&world);
}

/* A hello as clients send it, from addresses that never passed a check. */
static void handshakes_of_strangers_are_not_begun(void)
{
	enter_two();
	CHECK_EQ(ERR_OK, world_join(&world, 2, &(struct sim_options){ .video = SDP_VP8 }, 1));
	sim_tick(&world.clients[2], world.now_us);
	CHECK(world.n >= 1);
	struct parcel hello = world.line[0];
	world.n = 0;
	uint32_t packets = world_heard(&world, 1, 0, SIM_VIDEO)->packets;
	struct engine_counts counts = engine_counts(world.engine);
	size_t before = heap();
	for (int i = 0; i < FLOOD; i++)
		strike(i, (struct bytes){ hello.at, hello.n });
	CHECK_EQ(counts.unknown + FLOOD, engine_counts(world.engine).unknown);
	CHECK_EQ(counts.out, engine_counts(world.engine).out);
	check_undisturbed(before, packets);
	world_clear(&world);
}

/* One that may join begins over and over, and announces messages that it never completes. */
static void a_handshake_that_never_ends_is_bounded(void)
{
	static uint8_t piece[] = { 22,
				   0xfe,
				   0xfd,
				   0,
				   0,
				   0,
				   0,
				   0,
				   0,
				   0,
				   0,
				   0,
				   112, /* record: handshake */
				   1,
				   0,
				   0xff,
				   0xff,
				   0,
				   0,
				   0,
				   0,
				   0,
				   0,
				   0,
				   100, /* 65,535 bytes, 100 of them here */
				   [25 + 99] = 0 };

	enter_two();
	CHECK_EQ(ERR_OK, world_join(&world, 2, &(struct sim_options){ .video = SDP_VP8 }, 1));
	sim_check(&world.clients[2], true);
	world_carry(&world);
	uint32_t packets = world_heard(&world, 1, 0, SIM_VIDEO)->packets;
	size_t before = heap();
	for (int i = 0; i < 20000; i++) {
		write_u16(piece + 9, (uint16_t)i);         /* number of the record */
		write_u16(piece + 17, (uint16_t)(i % 12)); /* of the message */
		piece[19] = (uint8_t)(i % 250);            /* where the piece lies */
		world_put(&world, world.clients[2].options.addr, true,
			  (struct bytes){ piece, sizeof piece });
		world_carry(&world);
	}
	check_undisturbed(before, packets);
	world_clear(&world);
}

/* Verified packets of one leg at line rate: it alone is cut off, and may go on afterwards. */
static void a_leg_at_line_rate_is_cut_to_what_a_leg_may_send(void)
{
	enter_two();
	CHECK_EQ(ERR_OK,
		 world_stage(&world, ORDER_STAGE_RECORD, (struct stage_cover){ true, true, true }));
	uint32_t packets = world_heard(&world, 1, 0, SIM_VIDEO)->packets;
	uint64_t before = world.tapped.packets[TAP_VIDEO];
	for (int i = 0; i < 20; i++) { /* 20,000 packets in a tenth of a second */
		sim_send_video(&world.clients[1], 1000);
		world_carry(&world);
		world_pass(&world, 5000);
	}
	uint64_t passed = world.tapped.packets[TAP_VIDEO] - before;
	printf("  %llu passed\n", (unsigned long long)passed);
	CHECK(passed >= BUDGET_BITS / 8 / 1200 && passed <= BUDGET_PACKETS);
	CHECK_EQ(20000, passed + engine_counts(world.engine).limited);
	sim_send_video(&world.clients[0], 5);
	world_carry(&world);
	CHECK_EQ(packets + 5, world_heard(&world, 1, 0, SIM_VIDEO)->packets);
	world_pass(&world, 3000000);
	before = world.tapped.packets[TAP_VIDEO];
	sim_send_video(&world.clients[1], 10);
	world_carry(&world);
	CHECK_EQ(before + 10, world.tapped.packets[TAP_VIDEO]);
	CHECK_EQ(20000, passed + world.tapped.limited);
	world_clear(&world);
}

/* The old epoch goes, and with it its count. */
static void what_a_leg_sent_too_much_is_told_before_it_comes_again(void)
{
	static const struct sim_options plain = { .video = SDP_VP8 };

	enter_two();
	CHECK_EQ(ERR_OK,
		 world_stage(&world, ORDER_STAGE_RECORD, (struct stage_cover){ true, true, true }));
	for (int i = 0; i < 8; i++) {
		sim_send_video(&world.clients[1], 1000);
		world_carry(&world);
	}
	uint64_t limited = engine_counts(world.engine).limited;
	CHECK(limited > 0 && world.tapped.limited < limited);
	sim_clear(&world.clients[1]);
	CHECK_EQ(ERR_OK, world_join(&world, 1, &plain, 2));
	CHECK_EQ(limited, world.tapped.limited);
	world_clear(&world);
}

/* Eight Mbit/s of 1,100 bytes with key frames of 250 packets in one go. */
static void a_good_leg_never_meets_its_budget(void)
{
	struct budget_rate rate = budget_rate(1500000);
	struct budget b = { 0 };

	for (int64_t ms = 0; ms < 60000; ms += 10) {
		int n = ms % 1000 == 0 ? 250 : 7;

		for (int i = 0; i < n; i++) {
			CHECK(budget_has(&b, ms * 1000));
			budget_spend(&b, &rate, 1100, ms * 1000);
		}
	}
}

/* What a stranger sends in the name of a leg is no charge on it. */
static void forged_packets_use_up_nobody_s_budget(void)
{
	static uint8_t forged[] = {
		0x80, 96, 0,  1,  0,  0,  0,  0,  1,  2,  3,  4,  5,  6,  7,  8,
		9,    10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24
	};

	enter_two();
	uint32_t packets = world_heard(&world, 1, 0, SIM_VIDEO)->packets;
	for (int i = 0; i < 3 * (int)BUDGET_PACKETS; i++) {
		world_put(&world, world.clients[0].options.addr, true,
			  (struct bytes){ forged, sizeof forged });
		world_carry(&world);
	}
	CHECK_EQ(0, engine_counts(world.engine).limited);
	sim_send_video(&world.clients[0], 5);
	world_carry(&world);
	CHECK_EQ(packets + 5, world_heard(&world, 1, 0, SIM_VIDEO)->packets);
	world_clear(&world);
}

static const struct test tests[] = {
	T(checks_without_the_password_leave_nothing),
	T(handshakes_of_strangers_are_not_begun),
	T(a_handshake_that_never_ends_is_bounded),
	T(a_leg_at_line_rate_is_cut_to_what_a_leg_may_send),
	T(what_a_leg_sent_too_much_is_told_before_it_comes_again),
	T(a_good_leg_never_meets_its_budget),
	T(forged_packets_use_up_nobody_s_budget),
};
RUN_TESTS(tests)
