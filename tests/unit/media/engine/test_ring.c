/* Kept packets and lists of missing ones, by themselves. */
#include "media/engine/loss.h"
#include "media/engine/ring.h"

#include "tests/lib/test.h"

#include <string.h>

#define FIRST (INT64_C(1) << 32)

static void put(struct ring *r, int64_t number)
{
	uint8_t b[8];

	for (int i = 0; i < 8; i++)
		b[i] = (uint8_t)(number >> 8 * i);
	ring_put(r, number, number * 10, (struct bytes){ b, sizeof b });
}

static void the_last_packets_are_kept(void)
{
	OWN(ring) r = ring_new();
	struct bytes b;
	int64_t at_us;

	for (int64_t i = 0; i < 1000; i++)
		put(r, FIRST + i);
	for (int64_t i = 0; i < 1000; i++)
		CHECK_EQ(i < 1000 - RING_PACKETS ? ERR_NOT_FOUND : ERR_OK,
			 ring_find(r, FIRST + i, &at_us, &b));
	CHECK_EQ((FIRST + 999) * 10, at_us);
	CHECK_EQ((uint8_t)(FIRST + 999), b.at[0]);
	CHECK_EQ(ERR_NOT_FOUND, ring_find(r, FIRST + 1000, &at_us, &b));
	CHECK_EQ(ERR_NOT_FOUND, ring_find(r, -1, &at_us, &b));
}

static void a_late_packet_does_not_push_out_a_newer_one(void)
{
	OWN(ring) r = ring_new();
	struct bytes b;
	int64_t at_us;

	put(r, FIRST + RING_PACKETS);
	put(r, FIRST);
	CHECK_EQ(ERR_OK, ring_find(r, FIRST + RING_PACKETS, &at_us, &b));
	CHECK_EQ(ERR_NOT_FOUND, ring_find(r, FIRST, &at_us, &b));
	ring_clear(r);
	CHECK_EQ(ERR_NOT_FOUND, ring_find(r, FIRST + RING_PACKETS, &at_us, &b));
}

static void too_large_packets_are_not_kept(void)
{
	static const uint8_t large[RING_PACKET_MAX + 1];
	OWN(ring) r = ring_new();
	struct bytes b;
	int64_t at_us;

	ring_put(r, FIRST, 1, (struct bytes){ large, RING_PACKET_MAX });
	ring_put(r, FIRST + 1, 1, (struct bytes){ large, RING_PACKET_MAX + 1 });
	CHECK_EQ(ERR_OK, ring_find(r, FIRST, &at_us, &b));
	CHECK_EQ(ERR_NOT_FOUND, ring_find(r, FIRST + 1, &at_us, &b));
}

/* 4 kbit a packet and 2 ms: half a second of it does not fit into the smallest. */
static void it_grows_until_the_last_while_fits(void)
{
	static uint8_t packet[1400];
	OWN(ring) r = ring_new();
	struct bytes b;
	int64_t at_us, now_us = 0, number = FIRST;

	for (; now_us < 10 * RING_KEEP_US; now_us += 5000, number++) {
		memset(packet, (int)number, sizeof packet);
		ring_put(r, number, now_us, (struct bytes){ packet, 400 + (size_t)number % 1000 });
	}
	for (int64_t i = 1; i <= RING_KEEP_US / 5000; i++) {
		CHECK_EQ(ERR_OK, ring_find(r, number - i, &at_us, &b));
		CHECK_EQ(400 + (size_t)(number - i) % 1000, b.n);
		CHECK_EQ((uint8_t)(number - i), b.at[0]);
		CHECK_EQ((uint8_t)(number - i), b.at[b.n - 1]);
	}
	CHECK_EQ(ERR_NOT_FOUND, ring_find(r, number - RING_PACKETS - 1, &at_us, &b));
}

/* At every moment, also while it grows, the newest are there without a gap. */
static void growing_loses_the_oldest_only(void)
{
	static const uint8_t packet[1400];
	OWN(ring) r = ring_new();
	struct bytes b;
	int64_t at_us;

	for (int64_t i = 0; i < 2000; i++) {
		ring_put(r, FIRST + i, i * 3000, (struct bytes){ packet, 700 + (size_t)i % 700 });
		for (int64_t k = 0; k <= i && k < RING_BYTES_MIN / 1400 - 1; k++)
			CHECK_EQ(ERR_OK, ring_find(r, FIRST + i - k, &at_us, &b));
	}
}

/* Gone from the bytes while still in the table. */
static void what_is_written_over_is_not_found(void)
{
	static uint8_t packet[1400];
	OWN(ring) r = ring_new();
	struct bytes b;
	int64_t at_us;
	int found = 0;

	for (int64_t i = 0; i < RING_PACKETS; i++) /* far apart: nothing makes it grow */
		ring_put(r, FIRST + i, i * RING_KEEP_US, (struct bytes){ packet, sizeof packet });
	for (int64_t i = 0; i < RING_PACKETS; i++)
		found += ring_find(r, FIRST + i, &at_us, &b) == ERR_OK;
	CHECK(found >= 20 && found <= RING_BYTES_MIN / 1400);
	CHECK_EQ(ERR_OK, ring_find(r, FIRST + RING_PACKETS - 1, &at_us, &b));
}

static void missing_packets_are_asked_for_again_and_given_up(void)
{
	struct loss l = { .round_trip_us = 10000 };
	uint16_t out[LOSS_MISSING_MAX];
	int asked = 0;

	loss_add(&l, FIRST + 5, FIRST + 8, 0);
	CHECK_EQ(0, loss_tick(&l, LOSS_REORDER_US - 1, out, LOSS_MISSING_MAX));
	CHECK(loss_remove(&l, FIRST + 6, LOSS_REORDER_US - 1, false));
	CHECK(!loss_remove(&l, FIRST + 6, LOSS_REORDER_US, false));
	for (int64_t us = LOSS_REORDER_US; us < LOSS_LATE_US; us += 1000)
		asked += (int)loss_tick(&l, us, out, LOSS_MISSING_MAX);
	CHECK_EQ(5, out[0]);
	CHECK_EQ(7, out[1]);
	CHECK_EQ(30, asked); /* two, each 33 ms */
	CHECK_EQ(LOSS_LATE_US, loss_due_us(&l));
	CHECK_EQ(0, loss_tick(&l, LOSS_LATE_US, out, LOSS_MISSING_MAX));
	CHECK_EQ(2, l.lost);
	CHECK_EQ(1, l.repaired);
	CHECK_EQ(INT64_MAX, loss_due_us(&l));
	loss_clear(&l);
}

static void the_list_is_bounded_and_counts_what_falls_out(void)
{
	struct loss l = { 0 };
	uint16_t out[LOSS_MISSING_MAX];

	loss_add(&l, FIRST, FIRST + 100, 0);
	loss_add(&l, FIRST + 200, FIRST + 300, 0);
	CHECK_EQ(LOSS_MISSING_MAX, l.n);
	CHECK_EQ(200 - LOSS_MISSING_MAX, l.lost);
	loss_add(&l, FIRST + 300, FIRST + 1300, 0);
	CHECK_EQ(LOSS_MISSING_MAX, l.n);
	CHECK_EQ(1200 - LOSS_MISSING_MAX, l.lost);
	CHECK_EQ(3, loss_tick(&l, LOSS_REORDER_US, out, 3));
	loss_give_up(&l);
	CHECK_EQ(1200, l.lost);
	CHECK_EQ(1200, l.untold);
	loss_clear(&l);
}

static const struct test tests[] = {
	T(the_last_packets_are_kept),
	T(a_late_packet_does_not_push_out_a_newer_one),
	T(too_large_packets_are_not_kept),
	T(it_grows_until_the_last_while_fits),
	T(growing_loses_the_oldest_only),
	T(what_is_written_over_is_not_found),
	T(missing_packets_are_asked_for_again_and_given_up),
	T(the_list_is_bounded_and_counts_what_falls_out),
};
RUN_TESTS(tests)
