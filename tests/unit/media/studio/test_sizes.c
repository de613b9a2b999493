/* What the manifest says of the pictures is what another program finds in each of them. */
#include "tests/lib/media/package.h"

static struct signer *signer;

/* Clips of several sizes from one source, one after the other, as layers are switched. */
static struct finalise_result film(unsigned visit, enum tap_codec codec, struct clip *clips, int n)
{
	struct stream s[8];
	struct part_maker m;

	if (!signer)
		signer = maker_signer(test_folder());
	part_begin(&m, test_folder(), signer, visit);
	part_leg(&m, 1, 1);
	uint16_t seq = 100;
	for (int i = 0; i < n; i++) {
		for (size_t k = 0; k < clips[i].n; k++)
			write_u16(clips[i].packets[k].bytes + 2, seq++);
		s[i] = (struct stream){ .clip = &clips[i],
					.source = source_of(&m, 1, codec),
					.report_us = 1000000,
					.start_us = i * 2000000 };
	}
	part_play(&m, s, n);
	struct finalise_result r = part_finalise(&m, signer);
	return r;
}

static const struct manifest_file *film_of(const struct manifest *m)
{
	const struct manifest_file *f = m->files.items;

	for (size_t i = 0; i < m->files.n; i++)
		if (f[i].kind == MANIFEST_MEDIA)
			return &f[i];
	CHECK(0);
	return NULL;
}

/* Pictures of this size that ffprobe decodes; 0, 0: all. */
static int64_t pictures(const struct finalise_result *r, struct text name, int64_t width,
			int64_t height)
{
	char line[900], size[40] = "";

	if (width)
		snprintf(size, sizeof(size), "%lld,%lld", (long long)width, (long long)height);
	snprintf(line, sizeof(line),
		 "ffprobe -v error -select_streams v:0 -show_frames -show_entries "
		 "frame=width,height -of csv=p=0 %s/" TEXT_FMT " | grep -c '^%s'",
		 r->folder, TEXT_ARG(name), size);
	char *out = maker_run(line);
	int64_t n = atoll(out);
	free(out);
	return n;
}

static void check_sizes(const struct finalise_result *r, int sizes, int64_t width, int64_t height)
{
	OWN(arena) a = arena_new();
	struct manifest m = manifest_of(r, a);
	const struct manifest_file *f = film_of(&m);
	const struct manifest_video *v = f->video.items;
	const struct manifest_size *s = v->sizes.items;
	int64_t all = 0;

	CHECK(v->width == width && v->height == height);
	CHECK_EQ(sizes, v->sizes.n);
	for (size_t i = 0; i < v->sizes.n; i++) {
		CHECK_EQ(pictures(r, f->name, s[i].width, s[i].height), s[i].frames);
		all += s[i].frames;
	}
	CHECK_EQ(all, v->frames);
	CHECK_EQ(pictures(r, f->name, 0, 0), all);
	CHECK(v->rate_mhz > 9900 && v->rate_mhz < 10100);
}

static void switched(unsigned visit, enum tap_codec codec,
		     struct clip (*make)(int seconds, int rate, int width, int height))
{
	struct clip clips[4] = { make(2, 10, 160, 90), make(2, 10, 640, 360), make(2, 10, 322, 180),
				 make(2, 10, 160, 90) };

	struct finalise_result r = film(visit, codec, clips, 4);
	check_sizes(&r, 3, 640, 360);
	for (int i = 0; i < 4; i++)
		clip_free(&clips[i]);
}

static void layers_that_are_switched_are_all_in_the_list_in_h264(void)
{
	switched(1, TAP_H264, clip_h264);
}

static void layers_that_are_switched_are_all_in_the_list_in_vp8(void)
{
	switched(2, TAP_VP8, clip_vp8);
}

/* Pictures for two seconds, none for four, and then again. */
static void the_rate_is_that_of_the_pictures_that_came(void)
{
	struct clip clips[4] = { clip_vp8(2, 10, 160, 90), { 0 }, { 0 }, clip_vp8(2, 10, 160, 90) };

	struct finalise_result r = film(3, TAP_VP8, clips, 4);
	check_sizes(&r, 1, 160, 90);
	clip_free(&clips[0]);
	clip_free(&clips[3]);
}

static const struct test tests[] = {
	T(layers_that_are_switched_are_all_in_the_list_in_h264),
	T(layers_that_are_switched_are_all_in_the_list_in_vp8),
	T(the_rate_is_that_of_the_pictures_that_came),
};
RUN_TESTS(tests)
