/* The estimate of a line on lines of known capacity, delay and loss. */
#include "media/engine/arrivals.h"
#include "media/engine/estimate.h"

#include "tests/lib/test.h"

#include <string.h>

#define PACKET 1000 /* bytes */
#define QUEUE  400  /* packets */

/* A line: packets queue for it, and take `way_us` when they are through. */
static struct {
	uint64_t bps;
	int64_t way_us;
	uint32_t jitter_us;
	uint32_t loss; /* of 100 */
	int64_t free_us;
	int64_t worst_us; /* wait in the queue, of late */
	uint32_t dice;
	int64_t now_us;
	double credit;
} line;

static struct estimate estimate;
static struct seen seen;
static bool loses_feedback; /* every third */
static struct arrivals arrivals;
static struct {
	uint16_t number;
	int64_t at_us;
} way[QUEUE];
static int on_way;

static void begin(uint64_t bps, int64_t way_us, uint32_t loss)
{
	memset(&estimate, 0, sizeof estimate);
	memset(&seen, 0, sizeof seen);
	seen_watch(&seen, 1);
	loses_feedback = false;
	memset(&arrivals, 0, sizeof arrivals);
	memset(&line, 0, sizeof line);
	line.bps = bps;
	line.way_us = way_us;
	line.loss = loss;
	line.dice = 1;
	line.now_us = 7000000;
	on_way = 0;
}

static void send_one(void)
{
	uint16_t number = estimate_next(&estimate);
	int64_t start = line.free_us > line.now_us ? line.free_us : line.now_us;

	estimate_send(&estimate, PACKET, line.now_us);
	estimate_mark(&estimate, number);
	seen_send(&seen, number, (struct seen_packet){ .ts = number * 90u }, line.now_us);
	line.dice = line.dice * 1103515245u + 12345u;
	if (on_way == QUEUE || (line.dice >> 16) % 100 < line.loss)
		return;
	line.free_us = start + (int64_t)(PACKET * 8 * UINT64_C(1000000) / line.bps);
	if (line.free_us - line.now_us > line.worst_us)
		line.worst_us = line.free_us - line.now_us;
	way[on_way].number = number;
	way[on_way].at_us = line.free_us + line.way_us;
	line.dice = line.dice * 1103515245u + 12345u;
	if (line.jitter_us)
		way[on_way].at_us += (line.dice >> 8) % line.jitter_us;
	on_way++;
}

static void tell(void)
{
	static struct transport t;
	uint8_t room[1400];
	struct bytes rest;
	struct rtcp r;
	struct sink s;

	sink_init(&s, room, sizeof room);
	arrivals_format(&arrivals, (struct rtcp_feedback){ 1, 2 }, line.now_us, &s);
	rest = sink_bytes(&s);
	if (!rest.n)
		return;
	if (loses_feedback && arrivals.feedbacks % 3 == 0)
		return;
	CHECK_EQ(ERR_OK, rtcp_next(&rest, &r));
	CHECK_EQ(ERR_OK, transport_parse(&r, &t));
	estimate_take(&estimate, &t, &seen, line.now_us);
}

static void arrive(void)
{
	int kept = 0;

	for (int i = 0; i < on_way; i++)
		if (way[i].at_us <= line.now_us)
			arrivals_take(&arrivals, way[i].number, way[i].at_us);
		else
			way[kept++] = way[i];
	on_way = kept;
}

/* The sender sends what the estimate says, but at most `most_bps`. */
static void play(int seconds, uint64_t most_bps)
{
	int64_t till = line.now_us + seconds * 1000000;

	line.worst_us = 0;
	for (; line.now_us < till; line.now_us += 1000) {
		uint64_t bps = estimate_bps(&estimate) ? estimate_bps(&estimate) : 300000;

		line.credit += (double)(bps < most_bps ? bps : most_bps) / 1000 / (PACKET * 8);
		for (; line.credit >= 1; line.credit--)
			send_one();
		arrive();
		tell();
	}
}

static void nothing_is_said_before_feedback_comes(void)
{
	begin(1000000, 20000, 0);
	estimate_send(&estimate, 1000, line.now_us);
	CHECK_EQ(0, estimate_bps(&estimate));
	play(2, 100000);
	CHECK(estimate_bps(&estimate) > 0);
}

static void an_estimate_stays_near_a_narrow_line(void)
{
	static const uint64_t lines[] = { 300000, 700000, 2000000 };

	for (size_t i = 0; i < sizeof lines / sizeof *lines; i++) {
		uint64_t sum = 0;

		begin(lines[i], 40000, 0);
		play(20, 5000000);
		for (int s = 0; s < 40; s++) {
			play(1, 5000000);
			sum += estimate_bps(&estimate) / 40;
			CHECK(line.worst_us < 1000000);
		}
		CHECK(sum > lines[i] * 6 / 10 && sum < lines[i] * 11 / 10);
	}
}

static void a_line_that_narrows_is_seen_in_seconds(void)
{
	begin(3000000, 40000, 0);
	play(20, 2000000);
	CHECK(estimate_bps(&estimate) > 2000000);
	line.bps = 400000;
	play(6, 2000000);
	CHECK(estimate_bps(&estimate) < 500000);
	line.bps = 3000000;
	play(30, 2000000);
	CHECK(estimate_bps(&estimate) > 1500000);
}

/* As a radio loses: sending less would not help. */
static void some_loss_alone_lowers_nothing(void)
{
	begin(5000000, 100000, 5);
	play(30, 1200000);
	CHECK_EQ(ESTIMATE_MAX, estimate_bps(&estimate));
	begin(5000000, 100000, 25);
	play(30, 1200000);
	CHECK(estimate_bps(&estimate) < 600000);
}

static void a_steady_sender_sees_no_change(void)
{
	begin(5000000, 20000, 0);
	play(60, 500000);
	CHECK(estimate_bps(&estimate) > 2000000);
	CHECK_EQ(0, estimate.less_us);
}

/* Packets that overtake each other by up to 40 ms on a wide line. */
static void jitter_alone_leaves_enough(void)
{
	begin(5000000, 50000, 0);
	line.jitter_us = 40000;
	for (int s = 0; s < 60; s++) {
		play(1, 800000);
		CHECK(estimate_bps(&estimate) > 400000);
	}
}

/* Each packet a picture: what no feedback tells of came, most likely. */
static void a_lost_feedback_freezes_nothing(void)
{
	begin(5000000, 20000, 0);
	loses_feedback = true;
	play(60, 400000);
	CHECK(seen.pace.any);
	CHECK_EQ(0, seen.pace.freezes);
	CHECK(seen.end - seen.next < 40);
}

static void a_lost_packet_is_told_from_a_lost_feedback(void)
{
	begin(5000000, 20000, 0);
	play(5, 400000);
	line.loss = 100;
	play(1, 8000);
	line.loss = 0;
	play(5, 400000);
	CHECK(seen.is_waiting || seen.end - seen.next > 200); /* nobody sends it again */
}

static const struct test tests[] = {
	T(a_lost_feedback_freezes_nothing),        T(a_lost_packet_is_told_from_a_lost_feedback),
	T(nothing_is_said_before_feedback_comes),  T(an_estimate_stays_near_a_narrow_line),
	T(a_line_that_narrows_is_seen_in_seconds), T(some_loss_alone_lowers_nothing),
	T(a_steady_sender_sees_no_change),         T(jitter_alone_leaves_enough),
};
RUN_TESTS(tests)
