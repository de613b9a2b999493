/* One visit at line rate beside an honest one, whether the disk is fast or stands still. */
#include "media/record/intake.h"
#include "tests/lib/broker/package.h"

#define HOSTILE 1
#define HONEST  2
#define BLOCKS  64 /* 4 MiB */

static void send(struct intake *i, unsigned visit, size_t n, int64_t now_us)
{
	static uint8_t at[1500];
	struct tap *tap = intake_tap(i);
	struct tap_packet p = { .source = { .visit = package_id(visit) },
				.kind = TAP_RTP,
				.arrival_us = now_us,
				.bytes = { at, n } };

	tap->take(tap->owner, &p);
}

struct taken {
	uint32_t packets[3]; /* by visit */
	uint32_t dropped[3];
	uint32_t fast[3]; /* of these */
	uint32_t of_all;
};

static int number_of(const struct intake_item *item)
{
	return id_equals(item->source.visit, package_id(HOSTILE))  ? HOSTILE
	       : id_equals(item->source.visit, package_id(HONEST)) ? HONEST
								   : 0;
}

static void take_all(struct intake *i, struct taken *out)
{
	struct intake_item item;
	struct bytes bytes;

	while (intake_next(i, &item, &bytes)) {
		if (item.kind == INTAKE_PACKET)
			out->packets[number_of(&item)]++;
		else if (item.kind == INTAKE_DROPPED && number_of(&item)) {
			out->dropped[number_of(&item)] += item.dropped;
			out->fast[number_of(&item)] += item.is_fast ? item.dropped : 0;
		} else if (item.kind == INTAKE_DROPPED)
			out->of_all += item.dropped;
	}
}

static void close_stage(struct intake *i, unsigned visit, int64_t now_us)
{
	struct tap *tap = intake_tap(i);
	struct tap_note n = { .event = TAP_STAGE_CLOSED,
			      .source = { .visit = package_id(visit) },
			      .at_us = now_us };

	tap->note(tap->owner, &n);
}

/* Nothing is taken for two seconds: 400 packets of the honest one must fit all the same. */
static void a_standing_disk_costs_the_honest_visit_nothing(void)
{
	OWN(intake) i = intake_new(BLOCKS);
	struct taken t = { 0 };

	for (int ms = 0; ms < 2000; ms++) {
		for (int k = 0; k < 50; k++)
			send(i, HOSTILE, 1200, ms * 1000);
		if (ms % 5 == 0)
			send(i, HONEST, 1200, ms * 1000);
	}
	take_all(i, &t);
	close_stage(i, HOSTILE, 2000000);
	close_stage(i, HONEST, 2000000);
	take_all(i, &t);
	CHECK_EQ(400, t.packets[HONEST]);
	CHECK_EQ(0, t.dropped[HONEST]);
	CHECK_EQ(0, t.of_all);
	CHECK(t.packets[HOSTILE] > 1000);
	CHECK_EQ(100000, t.packets[HOSTILE] + t.dropped[HOSTILE]);
	CHECK_EQ(0, t.fast[HOSTILE]);
}

/* The disk keeps up: what goes into the journal of one visit is bounded all the same, and said in
 * few words. */
static void a_journal_grows_no_faster_than_a_full_visit_needs(void)
{
	OWN(intake) i = intake_new(BLOCKS);
	struct taken t = { 0 };
	const int seconds = 8;

	for (int ms = 0; ms < seconds * 1000; ms++) {
		for (int k = 0; k < 44; k++)
			send(i, HOSTILE, 1200, ms * 1000);
		send(i, HONEST, 1000, ms * 1000);
		take_all(i, &t);
	}
	close_stage(i, HOSTILE, seconds * 1000000);
	take_all(i, &t);
	CHECK_EQ(seconds * 1000, t.packets[HONEST]);
	CHECK(t.packets[HOSTILE] * INT64_C(1200) < (seconds + 3) * SHARE_BYTES_S);
	CHECK_EQ((uint32_t)seconds * 44000, t.packets[HOSTILE] + t.dropped[HOSTILE]);
	CHECK_EQ(t.dropped[HOSTILE], t.fast[HOSTILE]); /* nobody says that the disk was slow */
	CHECK_EQ(0, t.of_all);
}

/* What a visit lost before its stage moved stands in the part before. */
static void what_was_lost_is_told_before_the_next_part_begins(void)
{
	OWN(intake) i = intake_new(BLOCKS);
	struct taken t = { 0 };
	struct tap *tap = intake_tap(i);
	struct tap_note moved = { .event = TAP_STAGE_MOVED,
				  .source = { .visit = package_id(HOSTILE) },
				  .at_us = 500000 };
	struct intake_item item, last = { 0 };
	struct bytes bytes;

	for (int k = 0; k < 30000; k++) {
		send(i, HOSTILE, 1200, 400000);
		if (k % 1000 == 0)
			take_all(i, &t);
	}
	take_all(i, &t);
	CHECK_EQ(0, t.dropped[HOSTILE]);
	tap->note(tap->owner, &moved);
	while (intake_next(i, &item, &bytes)) {
		CHECK(last.kind != INTAKE_NOTE);
		last = item;
		if (item.kind == INTAKE_DROPPED)
			t.dropped[HOSTILE] += item.dropped;
	}
	CHECK_EQ(INTAKE_NOTE, last.kind);
	CHECK(t.dropped[HOSTILE] > 0);
	CHECK_EQ(30000, t.packets[HOSTILE] + t.dropped[HOSTILE]);
}

/* Twelve legs at 4 Mbit/s with key frames of 200 kB at once. */
static void a_full_honest_visit_loses_nothing(void)
{
	OWN(intake) i = intake_new(INTAKE_BLOCKS);
	struct taken t = { 0 };
	uint32_t sent = 0;

	for (int ms = 0; ms < 10000; ms += 10) {
		for (int k = 0; k < 12 * 5; k++, sent++)
			send(i, HONEST, 1000, ms * 1000);
		for (int k = 0; ms % 2000 == 0 && k < 12 * 200; k++, sent++)
			send(i, HONEST, 1000, ms * 1000);
		if (ms % 1000 == 0)
			take_all(i, &t);
	}
	take_all(i, &t);
	CHECK_EQ(sent, t.packets[HONEST]);
	CHECK_EQ(0, t.dropped[HONEST] + t.of_all);
}

static const struct test tests[] = {
	T(a_standing_disk_costs_the_honest_visit_nothing),
	T(a_journal_grows_no_faster_than_a_full_visit_needs),
	T(what_was_lost_is_told_before_the_next_part_begins),
	T(a_full_honest_visit_loses_nothing),
};
RUN_TESTS(tests)
