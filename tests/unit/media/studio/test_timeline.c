/* RTP time finds its place in visit time, whatever the clocks do. */
#include "media/studio/timeline.h"

#include "tests/lib/test.h"

#include <stdio.h>
#include <stdlib.h>

#define RATE 90000
#define STEP INT64_C(40000)

/* A sender whose RTP clock runs ppm too fast and jumps. */
struct sender {
	struct timeline *t;
	struct sender_clock *clock;
	int64_t seq;
	double ppm;
	uint32_t offset;
	unsigned random;
};

static int noise(struct sender *s, int most)
{
	s->random = s->random * 1103515245u + 12345u;
	return (int)(s->random >> 8) % (most + 1);
}

static uint32_t rtp_at(const struct sender *s, int64_t at_us)
{
	return s->offset + (uint32_t)(int64_t)((double)at_us * RATE / 1e6 * (1 + s->ppm / 1e6));
}

static uint64_t ntp_at(int64_t at_us)
{
	uint64_t us = (uint64_t)at_us + UINT64_C(3900000000000000);

	return us / 1000000 << 32 | ((us % 1000000) << 32) / 1000000;
}

static void play(struct sender *s, int64_t from_us, int64_t till_us, bool reports)
{
	for (int64_t at = from_us; at < till_us; at += STEP) {
		if (reports && at % 1000000 == 0) {
			sender_clock_take(s->clock, ntp_at(at), at + 30000 + noise(s, 20000));
			timeline_take_report(s->t, ntp_at(at), rtp_at(s, at));
		}
		timeline_take(s->t, s->seq++, rtp_at(s, at), at + 30000 + noise(s, 20000));
	}
}

static void finish(struct sender *s)
{
	sender_clock_finish(s->clock);
	timeline_finish(s->t, s->clock);
}

/* The worst error against the truth, all packets asked in order, in us. */
static int64_t worst(struct sender *s, int64_t seq, int64_t from_us, int64_t till_us)
{
	int64_t most = 0;

	for (int64_t at = from_us; at < till_us; at += STEP, seq++) {
		int64_t error = llabs(timeline_at(s->t, seq, rtp_at(s, at)) - at);
		most = error > most ? error : most;
	}
	return most;
}

static struct sender sender_new(double ppm, uint32_t offset)
{
	return (struct sender){ timeline_new(RATE), sender_clock_new(), 1, ppm, offset, 7 };
}

static void sender_end(struct sender *s)
{
	timeline_free(s->t);
	sender_clock_free(s->clock);
}

static void drift_is_followed_for_two_hours(void)
{
	struct sender s = sender_new(200, 4294967000u);

	play(&s, 0, INT64_C(7200000000), true);
	finish(&s);
	CHECK(timeline_is_reported(s.t));
	CHECK_EQ(0, timeline_jumps(s.t));
	int64_t error = worst(&s, 1, 0, INT64_C(7200000000));
	printf("  worst %lld us, 30 ms of it the way\n", (long long)error);
	CHECK(error < 40000);
	sender_end(&s);
}

static void without_reports_arrival_times_do(void)
{
	struct sender s = sender_new(-150, 5);

	play(&s, 0, 600000000, false);
	finish(&s);
	CHECK(!timeline_is_reported(s.t));
	CHECK(worst(&s, 1, 0, 600000000) < 40000);
	sender_end(&s);
}

static void a_jump_of_the_rtp_clock_is_clamped_and_told(void)
{
	static const uint32_t jumps[] = { 90000 * 3600u, 0u - 90000 * 50u, 0x7fff0000u };

	for (int i = 0; i < 3; i++) {
		struct sender s = sender_new(0, 1000);
		play(&s, 0, 60000000, true);
		int64_t seq = s.seq;
		s.offset += jumps[i];
		play(&s, 60000000, 120000000, true);
		finish(&s);
		CHECK_EQ(1, timeline_jumps(s.t));
		int64_t at = timeline_jump_at(s.t, 0);
		CHECK(at > 59900000 && at < 60200000);
		CHECK(worst(&s, seq, 60000000, 120000000) < 60000);
		sender_end(&s);
	}
}

static void a_stall_of_the_network_is_no_jump(void)
{
	struct sender s = sender_new(0, 1000);

	play(&s, 0, 30000000, true);
	for (int64_t at = 30000000; at < 35000000; at += STEP) /* all at once, up to 5 s late */
		timeline_take(s.t, s.seq++, rtp_at(&s, at), 35000000);
	play(&s, 35000000, 60000000, true);
	finish(&s);
	CHECK_EQ(0, timeline_jumps(s.t));
	CHECK(worst(&s, 1, 0, 60000000) < 60000);
	sender_end(&s);
}

static void silence_keeps_its_length(void)
{
	struct sender s = sender_new(100, 1000);

	play(&s, 0, 30000000, true);
	int64_t seq = s.seq;
	play(&s, 330000000, 360000000, true); /* five minutes of nothing, the clock ran on */
	finish(&s);
	CHECK_EQ(0, timeline_jumps(s.t));
	CHECK(worst(&s, seq, 330000000, 360000000) < 60000);
	sender_end(&s);
}

static void time_never_runs_back(void)
{
	struct sender s = sender_new(0, 1000);
	int64_t last = INT64_MIN;

	play(&s, 0, 20000000, true);
	s.offset -= RATE * 7;
	play(&s, 20000000, 40000000, true);
	finish(&s);
	s.offset += RATE * 7;
	for (int64_t at = 0, seq = 1; at < 40000000; at += STEP, seq++) {
		if (at == 20000000)
			s.offset -= RATE * 7;
		int64_t here = timeline_at(s.t, seq, rtp_at(&s, at));
		CHECK(here >= last);
		last = here;
	}
	sender_end(&s);
}

static void the_start_is_that_of_the_earliest_packet(void)
{
	OWN(timeline) t = timeline_new(RATE);

	timeline_take(t, 1001, 93600, 1040000);
	timeline_take(t, 1000, 90000, 1050000);            /* was overtaken */
	timeline_take(t, 999, 90000 - 20 * RATE, 1060000); /* nonsense */
	timeline_take(t, 1002, 97200, 1080000);
	timeline_finish(t, NULL);
	CHECK_EQ(1000000, timeline_start(t));
	CHECK_EQ(1000000, timeline_at(t, 1000, 90000));
	CHECK_EQ(1040000, timeline_at(t, 1001, 93600));
}

/* As a kiosk did: its reports run ahead by the whole time of the call. */
static void reports_that_contradict_the_packets_are_refused(void)
{
	struct sender s = sender_new(0, 1000);

	for (int64_t at = 0; at < 20000000; at += STEP) {
		if (at % 1000000 == 0) {
			sender_clock_take(s.clock, ntp_at(at), at + 30000);
			timeline_take_report(s.t, ntp_at(at), rtp_at(&s, 2 * at + 1500000));
		}
		timeline_take(s.t, s.seq++, rtp_at(&s, at), at + 30000 + noise(&s, 20000));
	}
	finish(&s);
	CHECK(timeline_has_refused(s.t) && !timeline_is_reported(s.t));
	CHECK_EQ(0, timeline_jumps(s.t));
	CHECK(worst(&s, 1, 0, 20000000) < 60000);
	sender_end(&s);
}

static void reports_of_another_time_are_refused(void)
{
	struct sender s = sender_new(0, 1000);

	for (int64_t at = 0; at < 20000000; at += STEP) {
		if (at % 1000000 == 0) {
			sender_clock_take(s.clock, ntp_at(at), at + 30000);
			timeline_take_report(s.t, ntp_at(at), rtp_at(&s, at + 24000000));
		}
		timeline_take(s.t, s.seq++, rtp_at(&s, at), at + 30000);
	}
	finish(&s);
	CHECK(timeline_has_refused(s.t) && worst(&s, 1, 0, 20000000) < 60000);
	sender_end(&s);
}

static void one_odd_report_refuses_no_others(void)
{
	struct sender s = sender_new(0, 1000);

	play(&s, 0, 10000000, true);
	timeline_take_report(s.t, ntp_at(10000000), rtp_at(&s, 99000000));
	play(&s, 10000000, 20000000, true);
	finish(&s);
	CHECK(!timeline_has_refused(s.t) && timeline_is_reported(s.t));
	CHECK(worst(&s, 1, 0, 20000000) < 60000);
	sender_end(&s);
}

static const struct test tests[] = {
	T(reports_that_contradict_the_packets_are_refused),
	T(reports_of_another_time_are_refused),
	T(one_odd_report_refuses_no_others),
	T(drift_is_followed_for_two_hours),
	T(without_reports_arrival_times_do),
	T(a_jump_of_the_rtp_clock_is_clamped_and_told),
	T(a_stall_of_the_network_is_no_jump),
	T(silence_keeps_its_length),
	T(time_never_runs_back),
	T(the_start_is_that_of_the_earliest_packet),
};
RUN_TESTS(tests)
