/* When pictures were whole at their receiver, by what it told. */
#include "media/engine/seen.h"

#include "tests/lib/test.h"

#include <string.h>

#define FIRST 65000 /* the numbers turn over soon */
#define EACH  2     /* packets of a picture */
#define GAP   40000 /* us between two */

static struct seen seen;

/* The receiver's clock is far below ours, and below 0. */
static int64_t came(int picture)
{
	return INT64_C(-900000000) + (int64_t)picture * GAP;
}

static uint16_t seq_of(int picture, int packet)
{
	return (uint16_t)(FIRST + picture * EACH + packet);
}

static void send_one(int picture, int packet, bool is_key)
{
	struct seen_packet p = { .ts = (uint32_t)picture * 3600, .is_key = is_key && !packet };

	seen_send(&seen, seq_of(picture, packet), p, (int64_t)picture * GAP);
}

static void send(int from, int till)
{
	for (int i = from; i < till; i++)
		for (int k = 0; k < EACH; k++)
			send_one(i, k, false);
}

static void take(int from, int till)
{
	for (int i = from; i < till; i++)
		for (int k = 0; k < EACH; k++)
			seen_take(&seen, seq_of(i, k), came(i));
}

static void begin(void)
{
	memset(&seen, 0, sizeof seen);
	seen_watch(&seen, 7);
}

static void pictures_that_come_do_not_freeze(void)
{
	begin();
	for (int i = 0; i < 1000; i++) {
		send(i, i + 1);
		take(i, i + 1);
	}
	CHECK_EQ(0, seen.pace.freezes);
	CHECK_EQ(GAP, seen.pace.usual_us);
	CHECK(seen.pace.at_us == came(999));
}

static void what_comes_again_late_holds_all_after_it(void)
{
	begin();
	send(0, 30);
	take(0, 20);
	seen_take(&seen, seq_of(20, 0), came(20));
	take(21, 30);
	CHECK(seen.pace.at_us == came(20));
	seen_take(&seen, seq_of(20, 1), came(30)); /* by RTX */
	CHECK_EQ(1, seen.pace.freezes);
	CHECK_EQ(10 * GAP, seen.pace.frozen_us);
	CHECK(seen.pace.at_us == came(30));
	CHECK_EQ(29 * 3600, (int64_t)seen.pace.ts);
}

static void a_key_frame_needs_nothing_before_it(void)
{
	begin();
	send(0, 30);
	take(0, 20);
	take(21, 30);
	CHECK(seen.pace.at_us == came(19));
	send_one(30, 0, true);
	send_one(30, 1, true);
	take(30, 31);
	CHECK_EQ(1, seen.pace.freezes);
	CHECK_EQ(11 * GAP, seen.pace.frozen_us);
	take(20, 21); /* too late for anybody */
	CHECK(seen.pace.at_us == came(30));
}

static void a_picture_that_still_stands_counts_so_far(void)
{
	begin();
	send(0, 60);
	take(0, 20);
	seen_stand(&seen);
	CHECK_EQ(0, seen.pace.freezes);
	take(21, 40);
	seen_stand(&seen);
	CHECK_EQ(1, seen.pace.freezes);
	CHECK_EQ(20 * GAP, seen.pace.frozen_us);
	seen_stand(&seen);
	CHECK_EQ(1, seen.pace.freezes);
	take(40, 60);
	seen_stand(&seen);
	CHECK_EQ(2, seen.pace.freezes); /* the rest of it, in another window */
	CHECK_EQ(40 * GAP, seen.pace.frozen_us);
}

static void packets_told_out_of_order_are_counted_in_order(void)
{
	begin();
	for (int i = 0; i < 100; i++) {
		send(i, i + 1);
		seen_take(&seen, seq_of(i, 1), came(i));
		seen_take(&seen, seq_of(i, 1), came(i));
		seen_take(&seen, seq_of(i, 0), came(i));
	}
	CHECK_EQ(0, seen.pace.freezes);
	CHECK(seen.pace.at_us == came(99));
}

static void a_picture_that_nobody_sent_is_not_frozen(void)
{
	begin();
	send(0, 20);
	take(0, 20);
	for (int i = 100; i < 120; i++) /* the numbers go on where they were */
		for (int k = 0; k < EACH; k++) {
			uint16_t seq = seq_of(i - 80, k);
			struct seen_packet p = { .ts = (uint32_t)i * 3600, .is_key = i == 100 };

			seen_send(&seen, seq, p, (int64_t)i * GAP);
			seen_take(&seen, seq, came(i));
		}
	CHECK_EQ(0, seen.pace.freezes);
	CHECK(seen.pace.at_us == came(119));
}

static void what_is_missing_too_long_waits_for_a_key_frame(void)
{
	begin();
	send(0, 20);
	take(0, 19);
	send(20, 20 + SEEN_MAX);
	take(20, 20 + SEEN_MAX);
	CHECK(seen.pace.at_us == came(18));
	send_one(20 + SEEN_MAX, 0, true);
	send_one(20 + SEEN_MAX, 1, true);
	take(20 + SEEN_MAX, 21 + SEEN_MAX);
	CHECK_EQ(1, seen.pace.freezes);
	CHECK_EQ((2 + SEEN_MAX) * GAP, seen.pace.frozen_us);
}

static void numbers_never_sent_change_nothing(void)
{
	begin();
	seen_take(&seen, 5, 0);
	CHECK(!seen.any && !seen.pace.any);
	send(0, 10);
	take(0, 10);
	for (unsigned seq = 0; seq < 65536; seq++)
		seen_take(&seen, (uint16_t)seq, came(50));
	CHECK(seen.pace.at_us == came(9));
	CHECK_EQ(0, seen.pace.freezes);
}

static void another_feed_begins_anew(void)
{
	begin();
	send(0, 10);
	take(0, 10);
	seen_watch(&seen, 7);
	CHECK(seen.pace.any);
	seen_watch(&seen, 8);
	CHECK(!seen.any && !seen.pace.any);
}

static const struct test tests[] = {
	T(pictures_that_come_do_not_freeze),
	T(what_comes_again_late_holds_all_after_it),
	T(a_key_frame_needs_nothing_before_it),
	T(a_picture_that_still_stands_counts_so_far),
	T(packets_told_out_of_order_are_counted_in_order),
	T(a_picture_that_nobody_sent_is_not_frozen),
	T(what_is_missing_too_long_waits_for_a_key_frame),
	T(numbers_never_sent_change_nothing),
	T(another_feed_begins_anew),
};
RUN_TESTS(tests)
