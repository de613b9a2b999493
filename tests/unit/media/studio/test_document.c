/* What a leg showed becomes a film of its own beside the film of its people. */
#include "tests/lib/media/package.h"

#include <unistd.h>

static void show(struct part_maker *m, const struct tap_source *s, enum tap_event event,
		 int64_t at_us)
{
	struct tap *tap = intake_tap(m->intake);
	struct tap_note n = { .event = event, .source = *s, .at_us = MAKER_AT_US + at_us };

	tap->note(tap->owner, &n);
}

static struct finalise_result make(unsigned visit, enum tap_codec codec, const struct clip *people,
				   const struct clip *paper, const struct clip *sound)
{
	const char *folder = test_folder();
	struct signer *signer = maker_signer(folder);
	struct part_maker m;

	part_begin(&m, folder, signer, visit);
	part_leg(&m, 1, 1);
	struct stream s[3] = {
		{ .clip = sound, .source = source_of(&m, 1, TAP_OPUS), .report_us = 1000000 },
		{ .clip = people, .source = source_of(&m, 1, codec), .report_us = 1000000 },
		{ .clip = paper,
		  .source = source_of(&m, 1, codec),
		  .start_us = 2000000,
		  .report_us = 1000000 },
	};
	s[2].source.track = TAP_DOCUMENT;
	s[2].source.ssrc += 5;
	show(&m, &s[2].source, TAP_LEG_SHOWS, 10000);
	part_play(&m, s, 3);
	show(&m, &s[2].source, TAP_LEG_SHOWED, m.last_us);
	struct finalise_result r = part_finalise(&m, signer);
	signer_free(signer);
	return r;
}

static const struct manifest_file *find(const struct manifest *m, bool document)
{
	const struct manifest_file *f = m->files.items;

	for (size_t i = 0; i < m->files.n; i++)
		if (f[i].kind == MANIFEST_MEDIA && f[i].document == document)
			return &f[i];
	CHECK(0);
	return NULL;
}

static int64_t frames(const struct manifest_file *f)
{
	const struct manifest_video *v = f->video.items;

	return f->video.n ? v->frames : -1;
}

static void check_apart(unsigned visit, enum tap_codec codec, struct clip people, struct clip paper)
{
	struct clip sound = clip_opus(5, "sine");
	OWN(arena) a = arena_new();
	struct finalise_result r = make(visit, codec, &people, &paper, &sound);
	struct manifest m = manifest_of(&r, a);
	const struct manifest_file *shown = find(&m, true), *leg = find(&m, false);
	const struct manifest_chapter *c = m.chapters.items;

	CHECK_EQ(2, r.files);
	CHECK_EQ(50, frames(leg));
	CHECK_EQ(1, leg->audio.n);
	CHECK_EQ(15, frames(shown));
	CHECK_EQ(0, shown->audio.n);
	CHECK(strstr(shown->name.at, "-document.") != NULL);
	CHECK(shown->offset_ms - leg->offset_ms >= 1900 &&
	      shown->offset_ms - leg->offset_ms <= 2100);
	CHECK(m.chapters.n >= 2);
	CHECK(text_is(c[m.chapters.n - 2].kind, "shows"));
	CHECK(text_is(c[m.chapters.n - 1].kind, "showed"));
	CHECK(text_is(c[m.chapters.n - 1].name, "鹿鸣溪镇") && !c[m.chapters.n - 1].text.n);
	clip_free(&people);
	clip_free(&paper);
	clip_free(&sound);
}

static void documents_have_a_film_of_their_own_in_vp8(void)
{
	check_apart(41, TAP_VP8, clip_vp8(5, 10, 160, 120), clip_vp8(3, 5, 320, 240));
}

static void documents_have_a_film_of_their_own_in_h264(void)
{
	check_apart(42, TAP_H264, clip_h264(5, 10, 160, 120), clip_h264(3, 5, 320, 240));
}

static const struct test tests[] = {
	T(documents_have_a_film_of_their_own_in_vp8),
	T(documents_have_a_film_of_their_own_in_h264),
};
RUN_TESTS(tests)
