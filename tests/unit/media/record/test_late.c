/* What a kiosk brings after the fact becomes a part of its own, on the clock of the visit. */
#include "media/record/late.h"

#include "media/packet/rtp.h"
#include "media/record/journal_read.h"
#include "tests/lib/broker/package.h"

#include <errno.h>

#define S INT64_C(1000000)

static bool disk_fails;

static ssize_t write_or_not(int fd, const void *at, size_t n)
{
	if (!disk_fails)
		return write(fd, at, n);
	errno = EIO;
	return -1;
}

static const struct disk disk = { write_or_not, fdatasync };

struct bench {
	struct late_row *row;
	struct instant now;
	int64_t now_us; /* ours; the kiosk's is 1000 s behind */
	char folder[300];
	char path[JOURNAL_PATH_MAX]; /* of the part that was closed last */
	struct id leg;               /* who sends */
	int closed;
	int failed;
	uint8_t room[BACKFILL_PIECE_MAX];
	struct sink packets;
};

static void on_closed(void *owner, struct journal *j)
{
	struct bench *b = owner;

	snprintf(b->path, sizeof(b->path), "%s", journal_path(j));
	b->closed++;
}

static void on_failed(void *owner, struct journal *j, enum err why)
{
	CHECK(journal_number(j) >= JOURNAL_LATE_FIRST && why == ERR_DISK);
	((struct bench *)owner)->failed++;
}

static struct bench *bench_new(const char *name)
{
	static struct signer *signer;
	struct bench *b = calloc(1, sizeof(*b));

	if (!signer)
		signer = package_signer(test_folder(), "media");
	disk_fails = false;
	b->now = (struct instant){ INT64_C(1790000000000) };
	b->now_us = 5000 * S;
	b->leg = package_id(3);
	snprintf(b->folder, sizeof(b->folder), "%s/%s", test_folder(), name);
	mkdir(b->folder, 0700);
	struct journal_options o = { b->folder, { { 3 } }, signer, &disk };
	b->row = late_row_new(&o, (struct late_listener){ b, on_closed, on_failed });
	sink_init(&b->packets, b->room, sizeof(b->room));
	return b;
}

static void bench_free(struct bench *b)
{
	late_row_free(b->row);
	free(b);
}

/* A packet that the kiosk made so long before its now. A key frame: VP8, RFC 7741 s4.2. */
static void packet(struct bench *b, enum backfill_line line, int64_t before_us, bool key)
{
	static uint16_t seq;
	uint8_t rtp[200] = { 0 };
	struct sink s;

	sink_init(&s, rtp, sizeof(rtp));
	rtp_format(&(struct rtp_head){ .seq = seq++, .ts = 1, .ssrc = (uint32_t)line }, &s);
	rtp[RTP_HEADER_BYTES] = 0x10;
	rtp[RTP_HEADER_BYTES + 1] = key ? 0x00 : 0x01;
	memcpy(rtp + RTP_HEADER_BYTES + 4, "\x9d\x01\x2a\x40\x01\xb4\x00", 7);
	backfill_format(&(struct backfill_packet){ line,
						   b->now_us - 1000 * S - before_us,
						   { rtp, sizeof(rtp) } },
			&b->packets);
}

static enum err send(struct bench *b, unsigned stretch, int64_t number, bool last,
		     struct late_answer *out)
{
	struct late_piece p = {
		.part = { package_id(1),
			  package_id(2),
			  { b->now.ms - 60000 },
			  true,
			  true,
			  JOURNAL_LATE_FIRST },
		.who = { .leg = b->leg,
			 .epoch = 2,
			 .seat = TEXT("village"),
			 .name = TEXT("鹿尾村") },
		.stretch = package_id(stretch),
		.number = number,
		.clock_us = b->now_us - 1000 * S,
		.picture = BACKFILL_VP8,
		.is_last = last,
		.packets = sink_bytes(&b->packets),
	};
	enum err e = late_take(b->row, &p, b->now, b->now_us, out);

	sink_init(&b->packets, b->room, sizeof(b->room));
	return e;
}

/* Taken, and this number is waited for. */
static uint32_t sent(struct bench *b, unsigned stretch, int64_t number, bool last, int64_t next)
{
	struct late_answer a;

	CHECK_EQ(ERR_OK, send(b, stretch, number, last, &a));
	CHECK_EQ(next, a.next);
	return a.part;
}

struct found {
	int sounds;
	int pictures;
	int chapters;
	int64_t first_ms; /* after the visit's zero */
	int64_t last_ms;
	bool whole;
};

static struct found read_part(const char *path)
{
	struct secret_key master = { { 3 } };
	OWN(journal_reader) r = NULL;
	enum entry_media media[ENTRY_TRACKS_MAX] = { 0 };
	struct instant zero = { 0 };
	struct found f = { 0 };
	struct entry e;
	enum err err;

	CHECK_EQ(ERR_OK, journal_reader_open(path, &master, &r));
	const struct chain_head *head = journal_reader_head(r);
	while (!(err = journal_reader_next(r, &e))) {
		if (e.kind == ENTRY_BEGIN)
			zero = e.begin.zero;
		if (e.kind == ENTRY_BEGIN)
			CHECK_EQ(0, e.begin.before.ms);
		if (e.kind == ENTRY_LEG)
			CHECK(id_equals(e.leg.leg, package_id(3)) && e.leg.epoch == 2);
		if (e.kind == ENTRY_TRACK)
			media[e.new_track.number] = e.new_track.media;
		f.chapters += e.kind == ENTRY_EVENT && e.event.what == ENTRY_BROUGHT;
		if (e.kind != ENTRY_RTP)
			continue;
		f.sounds += media[e.track] == ENTRY_AUDIO;
		f.pictures += media[e.track] == ENTRY_VIDEO;
		f.last_ms = head->started.ms - zero.ms + (e.at_us - head->started_us) / 1000;
		f.first_ms = f.sounds + f.pictures == 1 ? f.last_ms : f.first_ms;
	}
	f.whole = err == ERR_NOT_FOUND && journal_reader_end(r).end == CHAIN_CLOSED;
	return f;
}

static void a_stretch_becomes_a_part_where_it_was(void)
{
	struct bench *b = bench_new("a");

	CHECK_EQ(0, sent(b, 10, 0, false, 1));
	b->now_us += 7 * S; /* on the way; the clocks were compared by the first word */
	b->now.ms += 7000;
	packet(b, BACKFILL_SOUND, 30 * S, false);
	packet(b, BACKFILL_PICTURE, 29 * S, true);
	CHECK_EQ(501, sent(b, 10, 1, false, 2));
	packet(b, BACKFILL_PICTURE, 28 * S, false);
	packet(b, BACKFILL_SOUND, 20 * S, false);
	CHECK_EQ(501, sent(b, 10, 2, true, 3));
	CHECK_EQ(1, b->closed);
	struct found f = read_part(b->path);
	CHECK(f.whole && f.sounds == 2 && f.pictures == 2 && f.chapters == 1);
	CHECK_EQ(60000 - 30000, f.first_ms);
	CHECK_EQ(60000 - 20000, f.last_ms);
	bench_free(b);
}

/* Two threads of the kiosk stamp them. */
static void packets_that_are_out_of_order_by_their_times_are_taken(void)
{
	struct bench *b = bench_new("i");

	sent(b, 10, 0, false, 1);
	packet(b, BACKFILL_SOUND, 9 * S, false);
	packet(b, BACKFILL_PICTURE, 9 * S + 700, true);
	packet(b, BACKFILL_SOUND, 8 * S, false);
	sent(b, 10, 1, true, 2);
	struct found f = read_part(b->path);
	CHECK(f.whole && f.sounds == 2 && f.pictures == 1);
	CHECK_EQ(60000 - 8000, f.last_ms);
	bench_free(b);
}

static void a_piece_that_comes_twice_is_kept_once(void)
{
	struct bench *b = bench_new("b");

	sent(b, 10, 0, false, 1);
	sent(b, 10, 0, false, 1);
	for (int i = 0; i < 2; i++) {
		packet(b, BACKFILL_SOUND, 9 * S, false);
		CHECK_EQ(501, sent(b, 10, 1, false, 2));
	}
	for (int i = 0; i < 3; i++) { /* its answer was lost, it was closed */
		packet(b, BACKFILL_SOUND, 8 * S, false);
		CHECK_EQ(501, sent(b, 10, 2, true, 3));
	}
	packet(b, BACKFILL_SOUND, 7 * S, false);
	sent(b, 10, 3, false, 3);
	CHECK_EQ(1, b->closed);
	CHECK_EQ(2, read_part(b->path).sounds);
	bench_free(b);
}

static void pictures_begin_with_a_key_frame(void)
{
	struct bench *b = bench_new("c");

	sent(b, 10, 0, false, 1);
	packet(b, BACKFILL_PICTURE, 9 * S, false);
	packet(b, BACKFILL_SOUND, 8 * S, false);
	packet(b, BACKFILL_PICTURE, 7 * S, true);
	packet(b, BACKFILL_PICTURE, 6 * S, false);
	sent(b, 10, 1, true, 2);
	struct found f = read_part(b->path);
	CHECK(f.sounds == 1 && f.pictures == 2);
	bench_free(b);
}

static void a_stretch_that_is_not_known_is_asked_to_begin(void)
{
	struct bench *b = bench_new("d");

	packet(b, BACKFILL_SOUND, 9 * S, false);
	CHECK_EQ(0, sent(b, 10, 4, false, 0));
	CHECK_EQ(0, b->closed + b->failed);
	bench_free(b);
}

static void what_cannot_be_is_refused_whole(void)
{
	struct bench *b = bench_new("e");
	struct late_answer a;

	sent(b, 10, 0, false, 1);
	packet(b, BACKFILL_SOUND, 9 * S, false);
	packet(b, BACKFILL_SOUND, -5 * S, false); /* it was not made yet */
	CHECK_EQ(ERR_BAD_INPUT, send(b, 10, 1, false, &a));
	packet(b, BACKFILL_SOUND, LATE_REACH_US + S, false);
	CHECK_EQ(ERR_BAD_INPUT, send(b, 10, 1, false, &a));
	packet(b, BACKFILL_SOUND, 9 * S, false);
	b->packets.n--; /* cut off */
	CHECK_EQ(ERR_BAD_INPUT, send(b, 10, 1, false, &a));
	packet(b, BACKFILL_SOUND, 9 * S, false);
	b->room[0] = 7; /* no such line */
	CHECK_EQ(ERR_BAD_INPUT, send(b, 10, 1, false, &a));
	packet(b, BACKFILL_SOUND, 9 * S, false);
	CHECK_EQ(ERR_BAD_INPUT, send(b, 11, 0, false, &a)); /* the first word has no packets */
	packet(b, BACKFILL_SOUND, 9 * S, false);
	sent(b, 10, 1, true, 2);
	CHECK_EQ(1, read_part(b->path).sounds);
	bench_free(b);
}

static void a_failing_disk_keeps_what_it_has_and_the_rest_comes_again(void)
{
	struct bench *b = bench_new("f");
	struct late_answer a;

	sent(b, 10, 0, false, 1);
	packet(b, BACKFILL_SOUND, 9 * S, false);
	sent(b, 10, 1, false, 2);
	disk_fails = true;
	packet(b, BACKFILL_SOUND, 8 * S, false);
	CHECK_EQ(ERR_DISK, send(b, 10, 2, false, &a));
	CHECK_EQ(1, b->failed);
	disk_fails = false;
	packet(b, BACKFILL_SOUND, 8 * S, false);
	sent(b, 10, 2, false, 0);
	sent(b, 12, 0, false, 1);
	packet(b, BACKFILL_SOUND, 8 * S, false);
	CHECK_EQ(502, sent(b, 12, 1, true, 2));
	CHECK_EQ(1, read_part(b->path).sounds);
	bench_free(b);
}

static void a_kiosk_that_falls_silent_does_not_hold_the_part_open(void)
{
	struct bench *b = bench_new("g");

	sent(b, 10, 0, false, 1);
	packet(b, BACKFILL_SOUND, 9 * S, false);
	sent(b, 10, 1, false, 2);
	late_turn(b->row, b->now_us + LATE_IDLE_US - S);
	CHECK_EQ(0, b->closed);
	late_turn(b->row, b->now_us + LATE_IDLE_US);
	CHECK_EQ(1, b->closed);
	CHECK(read_part(b->path).whole);
	packet(b, BACKFILL_SOUND, 8 * S, false);
	sent(b, 10, 2, false, 0);
	bench_free(b);
}

static void there_is_room_for_so_many_at_once_and_the_done_make_room(void)
{
	struct bench *b = bench_new("h");
	struct late_answer a;

	for (unsigned i = 0; i < LATE_STRETCHES_MAX; i++) {
		b->leg = package_id(40 + i);
		sent(b, 20 + i, 0, false, 1);
	}
	b->leg = package_id(3);
	CHECK_EQ(ERR_TOO_MANY, send(b, 90, 0, false, &a));
	packet(b, BACKFILL_SOUND, 9 * S, false);
	b->leg = package_id(45);
	sent(b, 25, 1, true, 2);
	b->leg = package_id(3);
	sent(b, 90, 0, false, 1);
	late_close(b->row);
	CHECK_EQ(1, b->closed);
	bench_free(b);
}

static void one_leg_has_one_open_stretch_and_what_it_brought_is_kept(void)
{
	struct bench *b = bench_new("i");

	sent(b, 20, 0, false, 1);
	packet(b, BACKFILL_SOUND, 9 * S, false);
	sent(b, 20, 1, false, 2);
	for (unsigned i = 1; i <= LATE_STRETCHES_MAX; i++)
		sent(b, 20 + i, 0, false, 1);
	CHECK_EQ(1, b->closed);
	CHECK(read_part(b->path).whole);
	b->leg = package_id(4);
	sent(b, 90, 0, false, 1);
	bench_free(b);
}

static const struct test tests[] = {
	T(a_stretch_becomes_a_part_where_it_was),
	T(packets_that_are_out_of_order_by_their_times_are_taken),
	T(a_piece_that_comes_twice_is_kept_once),
	T(pictures_begin_with_a_key_frame),
	T(a_stretch_that_is_not_known_is_asked_to_begin),
	T(what_cannot_be_is_refused_whole),
	T(a_failing_disk_keeps_what_it_has_and_the_rest_comes_again),
	T(a_kiosk_that_falls_silent_does_not_hold_the_part_open),
	T(there_is_room_for_so_many_at_once_and_the_done_make_room),
	T(one_leg_has_one_open_stretch_and_what_it_brought_is_kept),
};
RUN_TESTS(tests)
