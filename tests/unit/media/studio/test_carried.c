/* What the stage carried is sealed beside what the films hold, so that a hole in the recorder shows. */
#include "tests/lib/media/package.h"

static struct part_maker part;
static struct signer *signer;

static void begin(unsigned visit)
{
	if (!signer)
		signer = maker_signer(test_folder());
	part_begin(&part, test_folder(), signer, visit);
	part_leg(&part, 1, 1);
}

/* The engine's count of a second. */
static void carried(unsigned leg, enum tap_track track, uint32_t packets, int64_t from_us)
{
	struct tap *tap = intake_tap(part.intake);
	struct tap_note n = { .event = TAP_CARRIED,
			      .at_us = MAKER_AT_US + from_us + 1000000,
			      .packets = packets,
			      .bytes = packets * 100,
			      .from_us = MAKER_AT_US + from_us,
			      .source = source_of(&part, leg, TAP_OPUS) };

	n.source.track = track;
	tap->note(tap->owner, &n);
	part_tick(&part, from_us + 1000000);
}

/* A clip second by second, with what was carried behind each. */
static void play(const struct clip *c, enum tap_codec codec)
{
	struct tap_source s = source_of(&part, 1, codec);
	uint32_t n = 0;
	int64_t from_us = 0;

	for (size_t i = 0; i < c->n; i++, n++) {
		struct clip_packet p = c->packets[i];
		if (p.at_us - from_us >= 1000000) {
			carried(1, s.track, n, from_us);
			from_us += 1000000;
			n = 0;
		}
		write_u32(p.bytes + 8, s.ssrc);
		part_take(&part, &s, (struct bytes){ p.bytes, p.n }, TAP_RTP, p.at_us);
	}
	carried(1, s.track, n, from_us);
}

static struct manifest finish(struct arena *a)
{
	struct finalise_result r = part_finalise(&part, signer);

	return manifest_of(&r, a);
}

static const struct manifest_carried *find(const struct manifest *m, unsigned leg)
{
	const struct manifest_carried *c = m->carried.items;

	for (size_t i = 0; i < m->carried.n; i++)
		if (id_equals(c[i].leg, maker_id(leg)))
			return &c[i];
	CHECK(0);
	return NULL;
}

static void whole(unsigned visit, struct clip c, enum tap_codec codec)
{
	OWN(arena) a = arena_new();

	begin(visit);
	play(&c, codec);
	struct manifest m = finish(a);
	const struct manifest_carried *x = find(&m, 1);
	CHECK_EQ((int64_t)c.n, x->packets);
	CHECK_EQ((int64_t)c.n, x->journaled);
	CHECK(x->filmed == x->journaled && x->ms == 3000 && x->bytes == (int64_t)c.n * 100);
	CHECK(text_is(x->seat_name, "鹿鸣溪镇"));
	CHECK_EQ(MANIFEST_WHOLE, manifest_compare(&m, x));
	clip_free(&c);
}

static void what_is_all_there_is_whole(void)
{
	whole(1, clip_opus(3, "sine"), TAP_OPUS);
	whole(2, clip_h264(3, 10, 160, 90), TAP_H264);
	whole(3, clip_vp8(3, 10, 160, 90), TAP_VP8);
}

/* The stage carried it, and no packet of it is in the journal. */
static void a_leg_without_a_tape_is_not_whole(void)
{
	struct clip c = clip_opus(3, "sine");
	OWN(arena) a = arena_new();

	begin(4);
	carried(2, TAP_VIDEO, 300, 0);
	play(&c, TAP_OPUS);
	struct manifest m = finish(a);
	CHECK_EQ(MANIFEST_WHOLE, manifest_compare(&m, find(&m, 1)));
	CHECK_EQ(MANIFEST_NOT_JOURNALED, manifest_compare(&m, find(&m, 2)));
	clip_free(&c);
}

static void an_empty_journal_is_not_whole(void)
{
	OWN(arena) a = arena_new();

	begin(5);
	for (int i = 0; i < 3; i++)
		carried(1, TAP_AUDIO, 50, i * 1000000);
	struct manifest m = finish(a);
	const struct manifest_carried *x = find(&m, 1);
	CHECK(x->packets == 150 && x->journaled == 0);
	CHECK_EQ(MANIFEST_NOT_JOURNALED, manifest_compare(&m, x));
}

static void pictures_that_are_in_no_film_are_not_whole(void)
{
	struct clip c = clip_vp8(4, 10, 160, 90), all = c;
	OWN(arena) a = arena_new();

	begin(6);
	c.packets++; /* never a key frame */
	c.n = 0;
	while (c.n < 9)
		c.n++;
	for (size_t i = 0; i < c.n; i++)
		c.packets[i].at_us = (int64_t)i * 300000;
	play(&c, TAP_VP8);
	struct manifest m = finish(a);
	CHECK_EQ(MANIFEST_NO_FILM, manifest_compare(&m, find(&m, 1)));
	clip_free(&all);
}

/* Carried before the journal began, or while consent did not cover it here: nobody's fault. */
static void what_began_before_its_cover_is_not_counted(void)
{
	OWN(arena) a = arena_new();

	begin(7);
	carried(1, TAP_AUDIO, 50, -500000);
	CHECK_EQ(ERR_OK, tape_cover(part.tape, true, false, MAKER_AT_US + 1000000));
	carried(1, TAP_AUDIO, 50, 1000000);
	CHECK_EQ(ERR_OK, tape_cover(part.tape, true, true, MAKER_AT_US + 2500000));
	carried(1, TAP_AUDIO, 50, 2000000);
	struct manifest m = finish(a);
	CHECK_EQ(0, m.carried.n);
}

/* Dropped packets are told without their leg. */
static void what_was_dropped_excuses_so_many_of_all_legs_together(void)
{
	struct manifest_gap gap = { 0, 1000, { "" }, TEXT("all"), TEXT("dropped"), 100 };
	struct manifest_carried c[] = {
		{ .leg = maker_id(1),
		  .media = TEXT("audio"),
		  .packets = 500,
		  .journaled = 400,
		  .filmed = 400 },
		{ .leg = maker_id(2),
		  .media = TEXT("audio"),
		  .packets = 500,
		  .journaled = 400,
		  .filmed = 400 },
		{ .leg = maker_id(3),
		  .media = TEXT("audio"),
		  .packets = 500,
		  .journaled = 500,
		  .filmed = 500 },
	};
	struct manifest m = { .gaps = { &gap, 1 }, .carried = { c, 3 } };

	CHECK_EQ(MANIFEST_NOT_JOURNALED, manifest_compare(&m, &c[0]));
	CHECK_EQ(MANIFEST_NOT_JOURNALED, manifest_compare(&m, &c[1]));
	CHECK_EQ(MANIFEST_WHOLE, manifest_compare(&m, &c[2]));
	gap.packets = 200;
	CHECK_EQ(MANIFEST_WHOLE, manifest_compare(&m, &c[0]));
	CHECK_EQ(MANIFEST_WHOLE, manifest_compare(&m, &c[1]));
}

/* One lost packet is no reason for an hour that is in no film. */
static void what_is_told_excuses_as_much_as_its_time(void)
{
	struct manifest_gap gap = { 0, 100, maker_id(1), TEXT("video"), TEXT("lost"), 1 };
	struct manifest_carried c = { .leg = maker_id(1),
				      .media = TEXT("video"),
				      .packets = 10000,
				      .journaled = 10000,
				      .filmed = 9000,
				      .ms = 100000 };
	struct manifest m = { .gaps = { &gap, 1 }, .carried = { &c, 1 } };

	CHECK_EQ(MANIFEST_NOT_FILMED, manifest_compare(&m, &c));
	gap.till_ms = 10000;
	CHECK_EQ(MANIFEST_WHOLE, manifest_compare(&m, &c));
	gap.why = TEXT("too_much"); /* it hides what it broke */
	CHECK_EQ(MANIFEST_WHOLE, manifest_compare(&m, &c));
	gap.why = TEXT("muted");
	CHECK_EQ(MANIFEST_NOT_FILMED, manifest_compare(&m, &c));
	gap = (struct manifest_gap){ 0, 10000, maker_id(2), TEXT("video"), TEXT("lost"), 1 };
	CHECK_EQ(MANIFEST_NOT_FILMED, manifest_compare(&m, &c));
}

/* Of a visit beyond its share it was carried and not written; of a leg beyond its budget the stage
 * never had it. */
static void what_a_leg_sent_too_much_excuses_nothing(void)
{
	struct manifest_gap gap = { 0, 1000, { "" }, TEXT("all"), TEXT("too_much"), 100 };
	struct manifest_carried c = { .leg = maker_id(1),
				      .media = TEXT("audio"),
				      .packets = 500,
				      .journaled = 400,
				      .filmed = 400 };
	struct manifest m = { .gaps = { &gap, 1 }, .carried = { &c, 1 } };

	CHECK_EQ(MANIFEST_WHOLE, manifest_compare(&m, &c));
	gap.leg = maker_id(1);
	CHECK_EQ(MANIFEST_NOT_JOURNALED, manifest_compare(&m, &c));
}

static const struct test tests[] = {
	T(what_is_all_there_is_whole),
	T(a_leg_without_a_tape_is_not_whole),
	T(an_empty_journal_is_not_whole),
	T(pictures_that_are_in_no_film_are_not_whole),
	T(what_began_before_its_cover_is_not_counted),
	T(what_was_dropped_excuses_so_many_of_all_legs_together),
	T(what_is_told_excuses_as_much_as_its_time),
	T(what_a_leg_sent_too_much_excuses_nothing),
};
RUN_TESTS(tests)
