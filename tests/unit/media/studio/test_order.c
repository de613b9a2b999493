/* Packets leave in order: late ones are waited for, lost ones told, doubles left out. */
#include "media/studio/order.h"

#include "tests/lib/test.h"

#include <string.h>

static bool take(struct order *o, uint16_t seq, int64_t at_ms)
{
	uint8_t room[20] = { 0 };
	struct rtp_head h = { .seq = seq, .ts = seq, .ssrc = 1 };
	struct sink s;

	sink_init(&s, room, sizeof(room));
	rtp_format(&h, &s);
	return order_take(o, (struct bytes){ room, sizeof(room) }, at_ms * 1000);
}

/* Nothing from before this one comes any more. */
static void start(struct order *o, uint16_t seq)
{
	take(o, seq, 0);
	order_tick(o, ORDER_START_US);
}

/* The next one's number, and how many were lost before it; -1: none. */
static int next(struct order *o, bool all, int *lost)
{
	OWN(packet) p = order_next(o, all);

	*lost = p ? (int)p->lost : 0;
	return p ? p->rtp.seq : -1;
}

static void late_packets_are_waited_for(void)
{
	OWN(order) o = order_new();
	int lost;

	start(o, 65534);
	CHECK_EQ(65534, next(o, false, &lost));
	take(o, 0, 20);
	take(o, 1, 40);
	CHECK_EQ(-1, next(o, false, &lost));
	take(o, 65535, 100);
	CHECK_EQ(65535, next(o, false, &lost));
	CHECK_EQ(0, next(o, false, &lost));
	CHECK_EQ(1, next(o, false, &lost));
	CHECK_EQ(0, lost);
}

static void the_first_packets_may_be_overtaken(void)
{
	OWN(order) o = order_new();
	int lost;

	take(o, 1, 0);
	take(o, 0, 10);
	CHECK_EQ(-1, next(o, false, &lost));
	take(o, 65535, 300);
	take(o, 2, 510);
	CHECK_EQ(65535, next(o, false, &lost));
	CHECK_EQ(0, next(o, false, &lost));
	CHECK_EQ(1, next(o, false, &lost));
	CHECK_EQ(0, lost);
	CHECK(!take(o, 65534, 520)); /* too late */
}

static void what_never_comes_is_told_once(void)
{
	OWN(order) o = order_new();
	int lost;

	start(o, 10);
	CHECK_EQ(10, next(o, false, &lost));
	take(o, 14, 20);
	CHECK_EQ(-1, next(o, false, &lost));
	order_tick(o, 2500000);
	CHECK_EQ(14, next(o, false, &lost));
	CHECK_EQ(3, lost);
	take(o, 15, 2600);
	CHECK_EQ(15, next(o, false, &lost));
	CHECK_EQ(0, lost);
	CHECK(!take(o, 12, 2700)); /* too late */
	CHECK_EQ(-1, next(o, false, &lost));
}

static void doubles_and_other_bytes_are_left_out(void)
{
	OWN(order) o = order_new();
	uint8_t junk[3] = { 1, 2, 3 };
	int lost;

	CHECK(take(o, 1, 0));
	CHECK(take(o, 3, 0));
	CHECK(!take(o, 3, 10));
	CHECK(!take(o, 1, 10));
	CHECK(!order_take(o, (struct bytes){ junk, 3 }, 0));
	CHECK_EQ(1, next(o, true, &lost));
	CHECK_EQ(3, next(o, true, &lost));
	CHECK_EQ(-1, next(o, true, &lost));
}

static void a_hole_wider_than_the_window_stops_nothing(void)
{
	OWN(order) o = order_new();
	int lost, n = 0;

	start(o, 0);
	take(o, 2, 0); /* waits for 1 */
	CHECK_EQ(0, next(o, false, &lost));
	CHECK(take(o, 2500, 10));
	CHECK_EQ(2, next(o, false, &lost));
	CHECK_EQ(1, lost);
	CHECK_EQ(2500, next(o, false, &lost));
	CHECK_EQ(2497, lost);
	for (int i = 2501; i < 6000; i++) {
		CHECK(take(o, (uint16_t)i, i));
		n += next(o, false, &lost) == i;
	}
	CHECK_EQ(3499, n);
}

static void a_source_that_counts_anew_goes_on(void)
{
	OWN(order) o = order_new();
	int lost;

	start(o, 40000);
	CHECK_EQ(40000, next(o, false, &lost));
	CHECK(take(o, 7, 10));
	CHECK_EQ(7, next(o, false, &lost));
	CHECK_EQ(1, lost);
	CHECK(take(o, 8, 20));
	CHECK_EQ(8, next(o, false, &lost));
}

static const struct test tests[] = {
	T(late_packets_are_waited_for),
	T(the_first_packets_may_be_overtaken),
	T(what_never_comes_is_told_once),
	T(doubles_and_other_bytes_are_left_out),
	T(a_hole_wider_than_the_window_stops_nothing),
	T(a_source_that_counts_anew_goes_on),
};
RUN_TESTS(tests)
