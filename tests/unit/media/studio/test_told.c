/* What people did is told apart from what happened, by words and whose, and is no loss. */
#include "media/studio/told.h"
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

static void note(enum tap_event event, int64_t at_us)
{
	struct tap *tap = intake_tap(part.intake);
	struct tap_note n = { .event = event,
			      .at_us = MAKER_AT_US + at_us,
			      .source = source_of(&part, 1, TAP_OPUS) };

	tap->note(tap->owner, &n);
}

/* The clip arrives up to a moment. Returns where to go on. */
static size_t play(const struct clip *c, const struct tap_source *s, size_t from, int64_t till_us)
{
	for (; from < c->n && c->packets[from].at_us < till_us; from++) {
		struct clip_packet p = c->packets[from];
		write_u32(p.bytes + 8, s->ssrc);
		part_take(&part, s, (struct bytes){ p.bytes, p.n }, TAP_RTP, p.at_us + 30000);
	}
	return from;
}

static size_t skip(const struct clip *c, size_t from, int64_t till_us)
{
	while (from < c->n && c->packets[from].at_us < till_us)
		from++;
	part_tick(&part, till_us);
	return from;
}

static struct manifest finish(struct arena *a)
{
	struct finalise_result r = part_finalise(&part, signer);

	return manifest_of(&r, a);
}

static const struct manifest_gap *only_gap(const struct manifest *m)
{
	for (size_t i = 0; m->gaps.n != 1 && i < m->gaps.n; i++) {
		const struct manifest_gap *g = (const struct manifest_gap *)m->gaps.items + i;
		printf("  " TEXT_FMT " " TEXT_FMT " %lld-%lld\n", TEXT_ARG(g->why),
		       TEXT_ARG(g->media), (long long)g->from_ms, (long long)g->till_ms);
	}
	CHECK_EQ(1, m->gaps.n);
	return m->gaps.items;
}

static bool is_chapter(const struct manifest *m, size_t i, const char *kind, int64_t at_ms)
{
	const struct manifest_chapter *c = (const struct manifest_chapter *)m->chapters.items + i;

	return i < m->chapters.n && text_is(c->kind, kind) && !c->text.n && c->at_ms == at_ms &&
	       id_equals(c->leg, maker_id(1)) && text_is(c->seat, "village") &&
	       text_is(c->name, "鹿鸣溪镇");
}

/* 2 s to 4 s the engine keeps the sound to itself: the numbers of the packets jump. */
static void a_mute_is_told_as_a_mute_and_not_as_a_loss(void)
{
	struct clip c = clip_opus(6, "sine");
	OWN(arena) a = arena_new();

	begin(1);
	struct tap_source s = source_of(&part, 1, TAP_OPUS);
	note(TAP_LEG_JOINED, 0);
	size_t at = play(&c, &s, 0, 2000000);
	note(TAP_LEG_MUTED, 2000000);
	at = skip(&c, at, 4000000);
	note(TAP_LEG_HEARD, 4000000);
	play(&c, &s, at, INT64_MAX);
	struct manifest m = finish(a);
	const struct manifest_gap *g = only_gap(&m);
	CHECK(text_is(g->why, "muted") && text_is(g->media, "audio"));
	CHECK(id_equals(g->leg, maker_id(1)) && g->from_ms == 2000 && g->till_ms == 4000);
	CHECK(is_chapter(&m, 0, "joined", 0) && is_chapter(&m, 1, "muted", 2000));
	CHECK(is_chapter(&m, 2, "unmuted", 4000));
	clip_free(&c);
}

static void when_a_side_came_and_went_is_told(void)
{
	struct clip c = clip_opus(6, "sine");
	OWN(arena) a = arena_new();

	begin(8);
	struct tap_source s = source_of(&part, 1, TAP_OPUS);
	note(TAP_LEG_JOINED, 0);
	size_t at = play(&c, &s, 0, 4000000);
	note(TAP_LEG_LEFT, 4000000);
	skip(&c, at, 5000000);
	struct manifest m = finish(a);
	CHECK_EQ(2, m.chapters.n);
	CHECK(is_chapter(&m, 0, "joined", 0) && is_chapter(&m, 1, "left", 4000));
	clip_free(&c);
}

/* The browser goes on sending an empty picture: no packet is missing, and still it is told. */
static void a_camera_that_is_off_is_told_until_it_is_on_or_comes_anew(void)
{
	struct clip c = clip_opus(6, "sine");
	OWN(arena) a = arena_new();

	begin(1);
	struct tap_source s = source_of(&part, 1, TAP_OPUS);
	note(TAP_LEG_JOINED, 0);
	size_t at = play(&c, &s, 0, 1000000);
	note(TAP_LEG_CAMERA_OFF, 1000000);
	note(TAP_LEG_CAMERA_OFF, 1500000);
	at = play(&c, &s, at, 2000000);
	note(TAP_LEG_CAMERA_ON, 2000000);
	at = play(&c, &s, at, 3000000);
	note(TAP_LEG_CAMERA_OFF, 3000000);
	at = play(&c, &s, at, 4000000);
	note(TAP_LEG_LEFT, 4000000);
	play(&c, &s, at, INT64_MAX);
	struct manifest m = finish(a);
	const struct manifest_gap *g = m.gaps.items;
	CHECK_EQ(2, m.gaps.n);
	for (int i = 0; i < 2; i++)
		CHECK(text_is(g[i].why, "camera_off") && text_is(g[i].media, "video"));
	CHECK(g[0].from_ms == 1000 && g[0].till_ms == 2000);
	CHECK(g[1].from_ms == 3000 && g[1].till_ms == 4000);
	CHECK(is_chapter(&m, 1, "camera_off", 1000) && is_chapter(&m, 2, "camera_on", 2000));
	clip_free(&c);
}

static void what_is_lost_before_a_mute_is_still_a_loss(void)
{
	struct clip c = clip_opus(6, "sine");
	OWN(arena) a = arena_new();

	begin(2);
	struct tap_source s = source_of(&part, 1, TAP_OPUS);
	size_t at = play(&c, &s, 0, 1000000);
	at = skip(&c, at, 2000000);
	note(TAP_LEG_JOINED, 2000000);
	note(TAP_LEG_MUTED, 2000000);
	at = skip(&c, at, 4000000);
	note(TAP_LEG_HEARD, 4000000);
	play(&c, &s, at, INT64_MAX);
	struct manifest m = finish(a);
	const struct manifest_gap *g = m.gaps.items;
	CHECK_EQ(2, m.gaps.n);
	CHECK(text_is(g[0].why, "lost") && g[0].from_ms < 1100 && g[0].till_ms < 2000);
	CHECK(text_is(g[1].why, "muted"));
	clip_free(&c);
}

static void what_consent_does_not_cover_is_told(void)
{
	struct clip c = clip_opus(6, "sine");
	OWN(arena) a = arena_new();

	begin(3);
	struct tap_source s = source_of(&part, 1, TAP_OPUS);
	size_t at = play(&c, &s, 0, 2000000);
	CHECK_EQ(ERR_OK, tape_cover(part.tape, true, false, MAKER_AT_US + 2000000));
	at = play(&c, &s, at, 3000000);
	CHECK_EQ(ERR_OK, tape_cover(part.tape, true, true, MAKER_AT_US + 3000000));
	play(&c, &s, at, INT64_MAX);
	struct manifest m = finish(a);
	const struct manifest_gap *g = only_gap(&m);
	CHECK(text_is(g->why, "not_consented") && text_is(g->media, "audio"));
	CHECK(!id_is_set(g->leg) && g->from_ms == 2000 && g->till_ms == 3000);
	clip_free(&c);
}

static void a_link_that_was_down_is_told_as_that(void)
{
	struct clip c = clip_opus(6, "sine");
	OWN(arena) a = arena_new();

	begin(4);
	struct tap_source s = source_of(&part, 1, TAP_OPUS);
	note(TAP_LEG_JOINED, 0);
	size_t at = play(&c, &s, 0, 1000000);
	at = skip(&c, at, 3000000);
	note(TAP_LEG_LOST, 3000000);
	at = skip(&c, at, 4000000);
	note(TAP_LEG_BACK, 4000000);
	play(&c, &s, at, INT64_MAX);
	struct manifest m = finish(a);
	const struct manifest_gap *g = only_gap(&m);
	CHECK(text_is(g->why, "link_down") && text_is(g->media, "all"));
	CHECK(g->from_ms > 900 && g->from_ms < 1100 && g->till_ms == 4000);
	clip_free(&c);
}

static void note_limited(int64_t from_us, int64_t till_us)
{
	struct tap *tap = intake_tap(part.intake);
	struct tap_note n = { .event = TAP_LEG_LIMITED,
			      .at_us = MAKER_AT_US + till_us,
			      .source = source_of(&part, 1, TAP_OPUS),
			      .lost = 50,
			      .from_us = MAKER_AT_US + from_us,
			      .till_us = MAKER_AT_US + till_us };

	tap->note(tap->owner, &n);
}

/* The network lost nothing: 2 s to 4 s the budget of the leg kept it out. */
static void what_a_budget_kept_out_is_told_as_that(void)
{
	struct clip c = clip_opus(6, "sine");
	OWN(arena) a = arena_new();

	begin(7);
	struct tap_source s = source_of(&part, 1, TAP_OPUS);
	note(TAP_LEG_JOINED, 0);
	size_t at = play(&c, &s, 0, 2000000);
	at = skip(&c, at, 4000000);
	note_limited(2000000, 3000000);
	note_limited(3010000, 4000000);
	play(&c, &s, at, INT64_MAX);
	struct manifest m = finish(a);
	const struct manifest_gap *g = only_gap(&m);
	CHECK(text_is(g->why, "too_much") && text_is(g->media, "all") && g->packets == 100);
	CHECK(id_equals(g->leg, maker_id(1)) && g->from_ms == 2000 && g->till_ms == 4000);
	clip_free(&c);
}

/* A budget that was used up before the part began is no gap of the part. */
static void what_was_too_much_before_the_part_is_not_told_in_it(void)
{
	struct clip c = clip_opus(3, "sine");
	OWN(arena) a = arena_new();

	begin(8);
	struct tap_source s = source_of(&part, 1, TAP_OPUS);
	note(TAP_LEG_JOINED, 0);
	note_limited(-3000000, -2000000);
	size_t at = play(&c, &s, 0, 1000000);
	CHECK_EQ(ERR_OK, tape_cover(part.tape, false, false, MAKER_AT_US + 1000000));
	at = skip(&c, at, 2000000);
	CHECK_EQ(ERR_OK, tape_cover(part.tape, true, true, MAKER_AT_US + 2000000));
	note_limited(1500000, 2500000);
	play(&c, &s, at, INT64_MAX);
	struct manifest m = finish(a);
	const struct manifest_gap *g = m.gaps.items;
	int n = 0;
	for (size_t i = 0; i < m.gaps.n; i++) {
		if (!text_is(g[i].why, "too_much"))
			continue;
		n++;
		CHECK(g[i].from_ms == 2000 && g[i].till_ms == 2500);
	}
	CHECK_EQ(1, n);
	clip_free(&c);
}

/* 3,000 bursts of one leg leave room for a mute. */
static void bursts_without_end_do_not_use_up_what_people_did(void)
{
	OWN(gapmap) m = gapmap_new(100);
	struct told *t = told_new();
	struct gap burst = { .leg = maker_id(2), .why = GAP_TOO_MUCH, .packets = 1 };
	struct gap muted = { .leg = maker_id(1), .media = ENTRY_AUDIO, .why = GAP_MUTED };
	size_t n, taken = 0, found = 0;

	for (int i = 0; i < 3000; i++) {
		burst.from_us = i * INT64_C(2000000);
		burst.till_us = burst.from_us + 1000;
		taken += told_span(t, &burst);
	}
	CHECK(taken >= 500 && taken < 2000);
	muted.from_us = INT64_C(6000000000);
	told_open(t, &muted);
	told_finish(t, INT64_C(6001000000), m);
	const struct gap *g = gapmap_list(m, &n);
	for (size_t i = 0; i < n; i++)
		found += g[i].why == GAP_MUTED;
	CHECK_EQ(1, found);
	told_free(t);
}

/* The last part of a recording whose disk failed before its end: nothing but that. */
static void a_part_without_media_says_why_it_is_there(void)
{
	struct journal_part p = { maker_id(9), maker_id(59), MAKER_ZERO, true, true };
	OWN(arena) a = arena_new();

	begin(9);
	CHECK_EQ(ERR_OK, tape_close(part.tape, maker_wall(1000000), MAKER_AT_US + 1000000));
	tape_miss(part.tape, ERR_DISK, MAKER_AT_US + 1000000);
	tape_miss_till(part.tape, MAKER_AT_US + 31000000);
	CHECK_EQ(ERR_OK, tape_open(part.tape, &part.options, &p, maker_wall(40000000),
				   MAKER_AT_US + 40000000));
	snprintf(part.path, sizeof(part.path), "%s", journal_path(tape_journal(part.tape)));
	part.last_us = 40000000;
	struct manifest m = finish(a);
	const struct manifest_gap *g = only_gap(&m);
	CHECK(text_is(g->why, "disk") && text_is(g->media, "all"));
	for (size_t i = 0; i < m.files.n; i++) {
		const struct manifest_file *f = (const struct manifest_file *)m.files.items + i;

		CHECK(!f->video.n && !f->audio.n);
	}
	CHECK(g->from_ms == 1000 && g->till_ms == 31000);
}

/* A camera that stops sends no packets, so no number is missing. */
static void a_picture_that_does_not_come_is_told(void)
{
	struct clip c = clip_vp8(8, 10, 160, 120);
	OWN(arena) a = arena_new();

	begin(5);
	struct tap_source s = source_of(&part, 1, TAP_VP8);
	size_t at = play(&c, &s, 0, 2000000), later = at;
	while (later < c.n && c.packets[later].at_us < 6000000)
		later++;
	uint16_t seq = read_u16(c.packets[at].bytes + 2);
	for (size_t i = later; i < c.n; i++)
		write_u16(c.packets[i].bytes + 2, (uint16_t)(seq + (i - later)));
	skip(&c, at, 6000000);
	play(&c, &s, later, INT64_MAX);
	struct manifest m = finish(a);
	const struct manifest_gap *g = only_gap(&m);
	CHECK(text_is(g->why, "no_picture") && text_is(g->media, "video"));
	CHECK(g->from_ms > 1900 && g->from_ms < 2100 && g->till_ms > 5900 && g->till_ms < 6100);
	clip_free(&c);
}

static void nothing_that_is_sealed_is_a_sentence(void)
{
	struct clip c = clip_opus(2, "sine");
	OWN(arena) a = arena_new();

	begin(6);
	struct tap_source s = source_of(&part, 1, TAP_OPUS);
	note(TAP_LEG_JOINED, 0);
	note(TAP_LEG_MUTED, 1000000);
	play(&c, &s, 0, INT64_MAX);
	struct manifest m = finish(a);
	const struct manifest_chapter *chapters = m.chapters.items;
	const struct text *notes = m.notes.items;
	for (size_t i = 0; i < m.chapters.n; i++)
		CHECK(chapters[i].kind.n && !chapters[i].text.n);
	CHECK(m.chapters.n == 2 && m.notes.n == 1 && m.version == 2);
	CHECK(text_starts(notes[0], "no_sender_report "));
	clip_free(&c);
}

static const struct test tests[] = {
	T(a_part_without_media_says_why_it_is_there),
	T(a_camera_that_is_off_is_told_until_it_is_on_or_comes_anew),
	T(a_mute_is_told_as_a_mute_and_not_as_a_loss),
	T(when_a_side_came_and_went_is_told),
	T(what_is_lost_before_a_mute_is_still_a_loss),
	T(what_consent_does_not_cover_is_told),
	T(a_link_that_was_down_is_told_as_that),
	T(what_a_budget_kept_out_is_told_as_that),
	T(what_was_too_much_before_the_part_is_not_told_in_it),
	T(bursts_without_end_do_not_use_up_what_people_did),
	T(a_picture_that_does_not_come_is_told),
	T(nothing_that_is_sealed_is_a_sentence),
};
RUN_TESTS(tests)
