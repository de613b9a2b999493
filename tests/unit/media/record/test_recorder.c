/* The recorder's thread: packets go from the tap to the disk, and what becomes of a part is told. */
#include "media/record/recorder.h"

#include "media/engine/tap.h"
#include "media/packet/rtp.h"
#include "media/record/deck.h"
#include "media/record/intake.h"
#include "media/record/journal_read.h"
#include "tests/lib/broker/package.h"

#include <errno.h>
#include <stdatomic.h>
#include <unistd.h>

static struct signer *signer;
static atomic_int stall_ms;
static atomic_bool disk_fails;
static int64_t part_least_us;
static uint32_t chunks_max;

static ssize_t slow_write(int fd, const void *at, size_t n)
{
	if (atomic_load(&disk_fails)) {
		errno = EIO;
		return -1;
	}
	usleep((useconds_t)atomic_load(&stall_ms) * 1000);
	return write(fd, at, n);
}

static const struct disk slow = { slow_write, fdatasync };

struct bench {
	struct recorder *recorder;
	struct mailbox *events;
	char folder[300];
};

static struct bench bench_new(const char *name, int64_t min_free)
{
	struct bench b = { .events = mailbox_new(64) };

	if (!signer)
		signer = package_signer(test_folder(), "media");
	snprintf(b.folder, sizeof(b.folder), "%s/%s", test_folder(), name);
	mkdir(b.folder, 0700);
	struct journal_options j = { b.folder, { { 3 } }, signer, &slow, chunks_max };
	struct recorder_options o = { j, min_free, b.events, part_least_us };
	CHECK_EQ(ERR_OK, recorder_new(&o, &b.recorder));
	return b;
}

static void bench_free(struct bench *b)
{
	void *item;

	recorder_free(b->recorder);
	while (mailbox_take(b->events, &item, 1) > 0)
		free(item);
	mailbox_free(b->events);
}

static struct recorder_event next_event(struct bench *b, enum recorder_event_kind kind)
{
	struct recorder_event e;
	void *item;

	CHECK_EQ(1, mailbox_wait(b->events, &item, 1, 20000));
	e = *(struct recorder_event *)item;
	free(item);
	CHECK_EQ(kind, e.kind);
	return e;
}

/* The next part that closed; parts that begin before it raise `begun`. */
static struct recorder_event next_part_event(struct bench *b, uint32_t *begun)
{
	for (;;) {
		struct recorder_event e;
		void *item;

		CHECK_EQ(1, mailbox_wait(b->events, &item, 1, 20000));
		e = *(struct recorder_event *)item;
		free(item);
		if (e.kind == RECORDER_CLOSED)
			return e;
		CHECK_EQ(RECORDER_STARTED, e.kind);
		*begun = e.part;
	}
}

static struct recorder_event begin(struct bench *b, unsigned visit, bool video)
{
	struct journal_part p = { package_id(visit), package_id(visit + 40), clock_now(), video,
				  true };

	CHECK_EQ(ERR_OK, recorder_begin(b->recorder, &p));
	return next_event(b, RECORDER_STARTED);
}

static uint32_t epoch = 1;

static struct tap_source source_of(unsigned visit, enum tap_track track, uint32_t ssrc)
{
	enum tap_codec codec = track == TAP_AUDIO ? TAP_OPUS : TAP_VP8;

	return (struct tap_source){
		package_id(visit), package_id(77), epoch, track, codec, 0, 48000, ssrc
	};
}

static void send(struct bench *b, unsigned visit, enum tap_track track, uint16_t seq)
{
	uint8_t room[1000] = { 0 };
	struct tap *tap = recorder_tap(b->recorder);
	struct rtp_head head = { .seq = seq, .ts = seq * 960u, .ssrc = 5 + (uint32_t)track };
	struct sink s;

	sink_init(&s, room, sizeof(room));
	rtp_format(&head, &s);
	struct tap_packet p = {
		.source = source_of(visit, track, head.ssrc),
		.arrival_us = clock_monotonic_us(),
		.bytes = { room, sizeof(room) },
	};
	tap->take(tap->owner, &p);
}

static void note(struct bench *b, unsigned visit, enum tap_event event)
{
	struct tap *tap = recorder_tap(b->recorder);
	struct tap_note n = { .event = event, .source = source_of(visit, TAP_AUDIO, 0) };

	n.at_us = clock_monotonic_us();
	tap->note(tap->owner, &n);
}

struct counts {
	int audio;
	int video;
	int dropped;
	int missed; /* why */
	int legs;
	int chapters;
	bool whole;
};

static struct counts count(const char *path)
{
	struct secret_key master = { { 3 } };
	OWN(journal_reader) r = NULL;
	enum entry_media media[ENTRY_TRACKS_MAX] = { 0 };
	struct counts c = { 0 };
	struct entry e;
	enum err err;

	CHECK_EQ(ERR_OK, journal_reader_open(path, &master, &r));
	while (!(err = journal_reader_next(r, &e))) {
		if (e.kind == ENTRY_TRACK)
			media[e.new_track.number] = e.new_track.media;
		c.audio += e.kind == ENTRY_RTP && media[e.track] == ENTRY_AUDIO;
		c.video += e.kind == ENTRY_RTP && media[e.track] == ENTRY_VIDEO;
		c.dropped += e.kind == ENTRY_DROPPED ? (int)e.dropped.packets : 0;
		c.missed = e.kind == ENTRY_MISSED ? (int)e.missed.why : c.missed;
		c.legs += e.kind == ENTRY_LEG;
		c.chapters += e.kind == ENTRY_EVENT;
	}
	c.whole = err == ERR_NOT_FOUND && journal_reader_end(r).end != CHAIN_GOES_ON;
	return c;
}

static void packets_come_to_the_disk_in_order(void)
{
	struct bench b = bench_new("a", 0);
	struct entry_leg leg = { 0, package_id(77), 1, TEXT("village"), TEXT("鹿尾村") };

	begin(&b, 1, true);
	note(&b, 1, TAP_LEG_JOINED);
	CHECK_EQ(ERR_OK, recorder_leg(b.recorder, package_id(1), &leg));
	for (uint16_t i = 0; i < 2000; i++) {
		send(&b, 1, TAP_AUDIO, i);
		send(&b, 1, TAP_VIDEO, i);
	}
	note(&b, 1, TAP_STAGE_CLOSED);
	CHECK_EQ(ERR_OK, recorder_end(b.recorder, package_id(1)));
	struct recorder_event e = next_event(&b, RECORDER_CLOSED);
	struct counts c = count(e.path);
	CHECK_EQ(2000, c.audio);
	CHECK_EQ(2000, c.video);
	CHECK_EQ(1, c.chapters);
	CHECK(c.legs >= 1 && c.whole && e.part == 1 && !e.recovered);
	CHECK_EQ(-1, recorder_durable_age_ms(b.recorder, package_id(1), clock_monotonic_us()));
	bench_free(&b);
}

static void what_consent_does_not_cover_is_not_written(void)
{
	struct bench b = bench_new("b", 0);

	begin(&b, 2, false);
	for (uint16_t i = 0; i < 100; i++) {
		send(&b, 2, TAP_AUDIO, i);
		send(&b, 2, TAP_VIDEO, i);
	}
	CHECK_EQ(ERR_OK, recorder_end(b.recorder, package_id(2)));
	struct recorder_event e = next_event(&b, RECORDER_CLOSED);
	CHECK_EQ(100, count(e.path).audio);
	CHECK_EQ(0, count(e.path).video);
	bench_free(&b);
}

/* The leg comes back so often, each time with so many packets. */
static void come_back(struct bench *b, unsigned visit, int times, int packets)
{
	for (int i = 0; i < times; i++) {
		struct entry_leg leg = { 0, package_id(77), ++epoch, TEXT("village"),
					 TEXT("鹿尾村") };

		note(b, visit, TAP_LEG_JOINED);
		while (recorder_leg(b->recorder, package_id(visit), &leg) == ERR_BUSY)
			usleep(1000);
		for (int k = 0; k < packets; k++)
			send(b, visit, TAP_AUDIO, (uint16_t)(i * packets + k));
	}
}

static struct recorder_event take_event(struct bench *b)
{
	struct recorder_event e;
	void *item;

	CHECK_EQ(1, mailbox_wait(b->events, &item, 1, 20000));
	e = *(struct recorder_event *)item;
	free(item);
	return e;
}

static void legs_beyond_the_limit_of_a_part_go_on_in_the_next(void)
{
	struct counts all = { 0 };
	int parts = 0, on = 1;

	part_least_us = -1;
	struct bench b = bench_new("legs", 0);
	begin(&b, 8, true);
	come_back(&b, 8, 3 * ENTRY_LEGS_MAX, 2);
	while (recorder_end(b.recorder, package_id(8)) == ERR_BUSY)
		usleep(1000);
	while (parts < on) {
		struct recorder_event e = take_event(&b);
		CHECK(e.kind == RECORDER_STARTED || e.kind == RECORDER_CLOSED);
		on += e.kind == RECORDER_STARTED;
		if (e.kind == RECORDER_STARTED)
			continue;
		struct counts c = count(e.path);
		CHECK(c.whole && c.legs <= 2 * ENTRY_LEGS_MAX && !c.missed);
		all.audio += c.audio;
		parts++;
	}
	CHECK(parts >= 3 && parts <= 8);
	CHECK_EQ(3 * ENTRY_LEGS_MAX * 2, all.audio); /* not one is lost on the way */
	bench_free(&b);
	part_least_us = 0;
}

/* A part that is used up at once is somebody's doing: told, and told in the next part as well. */
static void a_limit_used_up_too_fast_is_told_and_stands_in_the_next_part(void)
{
	struct bench b = bench_new("fast", 0);

	begin(&b, 9, true);
	come_back(&b, 9, ENTRY_LEGS_MAX + 5, 1);
	CHECK_EQ(1, next_event(&b, RECORDER_CLOSED).part);
	struct recorder_event e = next_event(&b, RECORDER_FAILED);
	CHECK(e.why == ERR_TOO_MANY && e.part == 0);
	CHECK_EQ(-1, recorder_durable_age_ms(b.recorder, package_id(9), clock_monotonic_us()));
	CHECK_EQ(2, begin(&b, 9, true).part);
	send(&b, 9, TAP_AUDIO, 1);
	CHECK_EQ(ERR_OK, recorder_end(b.recorder, package_id(9)));
	struct counts c = count(next_event(&b, RECORDER_CLOSED).path);
	CHECK_EQ(ENTRY_MISSED_LIMIT, c.missed);
	CHECK_EQ(1, c.audio);
	CHECK(c.legs < 4); /* older epochs are over */
	bench_free(&b);
}

static void a_part_without_room_for_chunks_is_followed(void)
{
	chunks_max = 12;
	part_least_us = -1;
	struct bench b = bench_new("chunks", 0);
	begin(&b, 11, true);
	for (uint16_t i = 0; i < 700; i++) {
		send(&b, 11, TAP_AUDIO, i);
		usleep(10000);
	}
	CHECK_EQ(ERR_OK, recorder_end(b.recorder, package_id(11)));
	uint32_t begun = 1, audio = 0;
	for (uint32_t closed = 0; closed < begun; closed++) {
		struct recorder_event e = next_part_event(&b, &begun);
		struct counts part = count(e.path);

		CHECK(part.whole);
		audio += part.audio;
	}
	CHECK(begun >= 2); /* more on a slow machine: seven seconds are longer there */
	CHECK_EQ(700, audio);
	bench_free(&b);
	chunks_max = 0;
	part_least_us = 0;
}

static void a_stage_that_moves_to_another_codec_goes_on_in_the_next_part(void)
{
	struct bench b = bench_new("moves", 0);

	begin(&b, 12, true);
	note(&b, 12, TAP_LEG_JOINED);
	send(&b, 12, TAP_VIDEO, 1);
	note(&b, 12, TAP_STAGE_MOVED);
	send(&b, 12, TAP_VIDEO, 2);
	CHECK_EQ(2, next_event(&b, RECORDER_STARTED).part);
	struct counts first = count(next_event(&b, RECORDER_CLOSED).path);
	CHECK_EQ(ERR_OK, recorder_end(b.recorder, package_id(12)));
	struct counts second = count(next_event(&b, RECORDER_CLOSED).path);
	CHECK(first.whole && second.whole && !second.missed);
	CHECK(first.video == 1 && second.video == 1 && second.legs == 1);
	bench_free(&b);
}

static void the_age_of_the_last_durable_byte_stays_below_a_second(void)
{
	struct bench b = bench_new("c", 0);
	int64_t worst = 0;

	begin(&b, 3, true);
	int64_t till = clock_monotonic_us() + 2500000;
	for (uint16_t i = 0; clock_monotonic_us() < till; i++) {
		send(&b, 3, TAP_AUDIO, i);
		usleep(5000);
		int64_t now = clock_monotonic_us();
		int64_t age = recorder_durable_age_ms(b.recorder, package_id(3), now);
		CHECK(age >= 0);
		worst = age > worst ? age : worst;
	}
	CHECK(worst < 1000 && worst > 100);
	bench_free(&b);
}

static void a_stalled_disk_drops_and_tells_and_never_waits(void)
{
	struct bench b = bench_new("d", 0);
	int64_t longest = 0;

	begin(&b, 4, true);
	atomic_store(&stall_ms, 1500);
	usleep(700000); /* the next cut is in the stalled write by now */
	for (int i = 0; i < 60000; i++) {
		int64_t from = clock_monotonic_us();
		send(&b, 4, TAP_VIDEO, (uint16_t)i);
		int64_t took = clock_monotonic_us() - from;
		longest = took > longest ? took : longest;
	}
	atomic_store(&stall_ms, 0);
	CHECK(longest < 500000);
	usleep(1700000);
	send(&b, 4, TAP_AUDIO, 1);
	CHECK_EQ(ERR_OK, recorder_end(b.recorder, package_id(4)));
	struct counts c = count(next_event(&b, RECORDER_CLOSED).path);
	CHECK(c.dropped > 1000);
	CHECK_EQ(60000, c.dropped + c.video);
	bench_free(&b);
}

static void a_failing_disk_ends_the_part_and_tells(void)
{
	struct bench b = bench_new("e", 0);

	begin(&b, 5, true);
	send(&b, 5, TAP_AUDIO, 1);
	atomic_store(&disk_fails, true);
	struct recorder_event e = next_event(&b, RECORDER_FAILED);
	CHECK(e.why == ERR_DISK && e.part == 1);
	CHECK_EQ(-1, recorder_durable_age_ms(b.recorder, package_id(5), clock_monotonic_us()));
	atomic_store(&disk_fails, false);
	CHECK_EQ(2, begin(&b, 5, true).part); /* the visit goes on in the next part */
	recorder_free(b.recorder);            /* closes both */
	b.recorder = NULL;
	CHECK_EQ(2, next_event(&b, RECORDER_CLOSED).part);
	e = next_event(&b, RECORDER_CLOSED);
	CHECK(e.part == 1 && e.recovered && count(e.path).whole);
	bench_free(&b);
}

/* Without it part 1 alone would be the recording, and whole. */
static void what_is_missing_at_the_end_stands_in_a_last_part(void)
{
	struct bench b = bench_new("rest", 0);

	begin(&b, 11, true);
	send(&b, 11, TAP_AUDIO, 1);
	atomic_store(&disk_fails, true);
	next_event(&b, RECORDER_FAILED);
	atomic_store(&disk_fails, false);
	CHECK_EQ(ERR_OK, recorder_end(b.recorder, package_id(11)));
	struct recorder_event e = next_event(&b, RECORDER_CLOSED);
	CHECK_EQ(2, e.part);
	struct counts c = count(e.path);
	CHECK(c.whole && c.missed == ENTRY_MISSED_DISK && !c.audio && !c.video);
	recorder_free(b.recorder);
	b.recorder = NULL;
	CHECK_EQ(1, next_event(&b, RECORDER_CLOSED).part);
	bench_free(&b);
}

/* The first part was refused for want of room: it tells so when there is some. */
static void what_is_missing_at_the_start_stands_in_the_first_part(void)
{
	struct bench b = bench_new("late", 0);
	struct recorder_options o = { { b.folder, { { 3 } }, signer, &slow, 0 }, 0, b.events, 0 };
	struct journal_part p = { package_id(12), package_id(52), clock_now(), true, true };
	struct deck *d = deck_new(&o);
	int64_t now_us = clock_monotonic_us();

	deck_miss(d, &p, ERR_DISK_FULL, (struct moment){ clock_now(), now_us });
	deck_miss(d, &p, ERR_DISK_FULL, (struct moment){ clock_now(), now_us + 5000000 });
	deck_begin(d, &p, (struct moment){ clock_now(), now_us + 10000000 });
	CHECK_EQ(1, next_event(&b, RECORDER_STARTED).part);
	deck_close(d, clock_now(), now_us + 11000000);
	struct counts c = count(next_event(&b, RECORDER_CLOSED).path);
	CHECK(c.whole && c.missed == ENTRY_MISSED_DISK);
	deck_free(d);
	bench_free(&b);
}

static void a_nearly_full_disk_takes_no_new_recording(void)
{
	struct bench b = bench_new("f", INT64_MAX / 2);
	struct journal_part p = { package_id(6), package_id(46), clock_now(), true, true };

	CHECK_EQ(ERR_DISK_FULL, recorder_begin(b.recorder, &p));
	bench_free(&b);
}

static void leftover_parts_are_recovered_at_the_start(void)
{
	struct bench b = bench_new("g", 0);
	char cut[700], line[1500];

	struct recorder_event e = begin(&b, 7, true);
	for (uint16_t i = 0; i < 100; i++)
		send(&b, 7, TAP_AUDIO, i);
	while (recorder_durable_age_ms(b.recorder, package_id(7), clock_monotonic_us()) < 300)
		usleep(20000);
	usleep(700000);
	snprintf(cut, sizeof(cut), "%s.copy", e.path);
	snprintf(line, sizeof(line), "head -c -7 %s > %s", e.path, cut);
	CHECK_EQ(0, system(line)); /* as if killed within a write */
	bench_free(&b);
	CHECK_EQ(0, rename(cut, e.path));
	b = bench_new("g", 0);
	e = next_event(&b, RECORDER_CLOSED);
	CHECK(e.recovered && e.part == 1 && count(e.path).whole);
	bench_free(&b);
}

static void many_visits_are_recorded_at_once(void)
{
	struct bench b = bench_new("h", 0);

	for (unsigned v = 0; v < 30; v++)
		begin(&b, v, true);
	for (uint16_t i = 0; i < 200; i++) {
		for (unsigned v = 0; v < 30; v++)
			send(&b, v, TAP_AUDIO, i);
	}
	for (unsigned v = 0; v < 30; v++)
		CHECK_EQ(ERR_OK, recorder_end(b.recorder, package_id(v)));
	for (unsigned v = 0; v < 30; v++)
		CHECK_EQ(200, count(next_event(&b, RECORDER_CLOSED).path).audio);
	bench_free(&b);
}

static const struct test tests[] = {
	T(packets_come_to_the_disk_in_order),
	T(what_consent_does_not_cover_is_not_written),
	T(legs_beyond_the_limit_of_a_part_go_on_in_the_next),
	T(a_limit_used_up_too_fast_is_told_and_stands_in_the_next_part),
	T(a_part_without_room_for_chunks_is_followed),
	T(a_stage_that_moves_to_another_codec_goes_on_in_the_next_part),
	T(the_age_of_the_last_durable_byte_stays_below_a_second),
	T(a_stalled_disk_drops_and_tells_and_never_waits),
	T(a_failing_disk_ends_the_part_and_tells),
	T(what_is_missing_at_the_end_stands_in_a_last_part),
	T(what_is_missing_at_the_start_stands_in_the_first_part),
	T(a_nearly_full_disk_takes_no_new_recording),
	T(leftover_parts_are_recovered_at_the_start),
	T(many_visits_are_recorded_at_once),
};
RUN_TESTS(tests)
