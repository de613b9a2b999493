/* Floods from many addresses, checks without the password, handshakes begun and never ended: the
 * engine's memory stays as it is, and two legs go on as if nothing happened. */
#include "broker/common/ids.h"
#include "media/packet/stun.h"
#include "tests/unit/media/engine/world.h"

#include <malloc.h>

#define FLOOD     50000
#define GROWTH_MAX 256000 /* of bytes: the most that a flood may leave behind */

static struct addr attacker(int i)
{
	return (struct addr){ { 198, 51, (uint8_t)(i >> 8), (uint8_t)i }, (uint16_t)(1024 + i % 60000),
			      ADDR_IPV4, 0 };
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
	struct stun s = { .class = STUN_REQUEST, .method = STUN_BINDING, .priority = 1,
			  .role = STUN_CONTROLLING, .tie_breaker = 7, .use_candidate = true };
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
		strike(i, make_check(i % 2 ? known : "nobody:simu", "a password of the attacker's own",
				     i, room));
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
	static uint8_t piece[] = {
		22, 0xfe, 0xfd, 0, 0, 0, 0, 0, 0, 0, 0, 0, 112, /* record: handshake */
		1, 0, 0xff, 0xff, 0, 0, 0, 0, 0, 0, 0, 100,    /* 65,535 bytes, 100 of them here */
		[25 + 99] = 0
	};

	enter_two();
	CHECK_EQ(ERR_OK, world_join(&world, 2, &(struct sim_options){ .video = SDP_VP8 }, 1));
	sim_check(&world.clients[2], true);
	world_carry(&world);
	uint32_t packets = world_heard(&world, 1, 0, SIM_VIDEO)->packets;
	size_t before = heap();
	for (int i = 0; i < 20000; i++) {
		write_u16(piece + 9, (uint16_t)i); /* number of the record */
		write_u16(piece + 17, (uint16_t)(i % 12)); /* of the message */
		piece[19] = (uint8_t)(i % 250); /* where the piece lies */
		world_put(&world, world.clients[2].options.addr, true,
			  (struct bytes){ piece, sizeof piece });
		world_carry(&world);
	}
	check_undisturbed(before, packets);
	world_clear(&world);
}

static const struct test tests[] = {
	T(checks_without_the_password_leave_nothing),
	T(handshakes_of_strangers_are_not_begun),
	T(a_handshake_that_never_ends_is_bounded),
};
RUN_TESTS(tests)
