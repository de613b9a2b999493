/* Films as an archivist gets them: both pairs of codecs, a change of size in the middle, sound
 * alone. With FILMS=folder they stay there with a list, for the test that plays them (tests/e2e). */
#include "tests/lib/media/package.h"

#include <math.h>

#define HALF 10 /* seconds of each size */
#define RATE 15

struct film {
	const char *name; /* in the list */
	enum tap_codec video;
	unsigned visit;
};

/* The end and the start of a stretch with two sizes; packets go on counting. */
static void make_video(enum tap_codec codec, struct clip *small, struct clip *large)
{
	bool is_vp8 = codec == TAP_VP8;

	*small = is_vp8 ? clip_vp8(HALF, RATE, 320, 180) : clip_h264(HALF, RATE, 320, 180);
	*large = is_vp8 ? clip_vp8(HALF, RATE, 640, 360) : clip_h264(HALF, RATE, 640, 360);
	uint16_t last = read_u16(small->packets[small->n - 1].bytes + 2);
	for (size_t i = 0; i < large->n; i++)
		write_u16(large->packets[i].bytes + 2, (uint16_t)(last + 1 + i));
}

static void record(struct part_maker *m, const struct film *f)
{
	struct clip audio = clip_opus(2 * HALF, "sine"), small = { 0 }, large = { 0 };
	struct tap_source video = source_of(m, 1, f->video);
	int n = f->video == TAP_OPUS ? 1 : 3;

	if (n > 1)
		make_video(f->video, &small, &large);
	struct stream s[3] = {
		{ .clip = &audio,
		  .source = source_of(m, 1, TAP_OPUS),
		  .report_us = 1000000,
		  .rtp_offset = 4294900000u },
		{ .clip = &small, .source = video, .report_us = 1000000 },
		{ .clip = &large,
		  .source = video,
		  .report_us = 1000000,
		  .start_us = HALF * 1000000 },
	};
	part_play(m, s, n);
	clip_free(&audio);
	clip_free(&small);
	clip_free(&large);
}

static struct finalise_result finalise(const struct film *f)
{
	struct signer *signer = maker_signer(test_folder());
	struct part_maker m;

	part_begin(&m, test_folder(), signer, f->visit);
	part_leg(&m, 1, 1);
	record(&m, f);
	struct finalise_result r = part_finalise(&m, signer);
	signer_free(signer);
	return r;
}

static struct manifest_file media_of(const struct finalise_result *r, struct arena *a)
{
	struct manifest m = manifest_of(r, a);
	const struct manifest_file *f = m.files.items;

	for (size_t i = 0; i < m.files.n; i++) {
		if (f[i].kind == MANIFEST_MEDIA)
			return f[i];
	}
	CHECK(0);
	return *f;
}

/* What a program says about the file. */
static char *ask(const char *program, const char *options, const struct finalise_result *r,
		 struct text name)
{
	char line[900];

	snprintf(line, sizeof(line), "%s %s/" TEXT_FMT " %s 2>&1", program, r->folder,
		 TEXT_ARG(name), options);
	return maker_run(line);
}

static void check_length(const struct finalise_result *r, const struct manifest_file *f)
{
	char *out =
		ask("ffprobe -v error -show_entries format=duration -of csv=p=0", "", r, f->name);
	double ms = atof(out) * 1000;

	printf("  " TEXT_FMT ": %lld ms, in the file %.0f ms\n", TEXT_ARG(f->media),
	       (long long)f->duration_ms, ms);
	free(out);
	CHECK(fabs(ms - (double)f->duration_ms) < 40);
	CHECK(ms > 2 * HALF * 1000 - 100 && ms < 2 * HALF * 1000 + 150);
}

static void check_whole(const struct finalise_result *r, const struct manifest_file *f)
{
	char *out = ask("ffmpeg -v error -i", "-f null -", r, f->name);

	CHECK_TEXT("", out);
	free(out);
	if (!text_is(f->media, "video/webm"))
		return;
	out = ask("mkvinfo --ui-language en_US -a", "", r, f->name);
	CHECK(strstr(out, "Cues") && strstr(out, "Duration: 00:00:2") && strstr(out, "V_VP8") &&
	      strstr(out, "A_OPUS"));
	free(out);
}

/* film name codec duration */
static void keep(const struct film *film, const struct finalise_result *r,
		 const struct manifest_file *f)
{
	const char *folder = getenv("FILMS");
	char line[1200];

	if (!folder)
		return;
	snprintf(line, sizeof(line),
		 "cp %s/" TEXT_FMT " %s/%s && echo '%s " TEXT_FMT " %lld' >> %s/list", r->folder,
		 TEXT_ARG(f->name), folder, film->name, film->name, TEXT_ARG(f->media),
		 (long long)f->duration_ms, folder);
	CHECK_EQ(0, system(line));
}

static void make(const struct film *film)
{
	OWN(arena) a = arena_new();
	struct finalise_result r = finalise(film);
	struct manifest_file f = media_of(&r, a);

	CHECK_EQ(1, r.files);
	keep(film, &r, &f);
	check_length(&r, &f);
	check_whole(&r, &f);
}

static void h264_and_opus_become_a_film_of_exact_length(void)
{
	make(&(struct film){ "h264.mp4", TAP_H264, 21 });
}

static void vp8_and_opus_become_a_film_of_exact_length(void)
{
	make(&(struct film){ "vp8.webm", TAP_VP8, 22 });
}

static void opus_alone_becomes_sound_of_exact_length(void)
{
	make(&(struct film){ "sound.mp4", TAP_OPUS, 23 });
}

static const struct test tests[] = {
	T(h264_and_opus_become_a_film_of_exact_length),
	T(vp8_and_opus_become_a_film_of_exact_length),
	T(opus_alone_becomes_sound_of_exact_length),
};
RUN_TESTS(tests)
