/* When a stage moves to another codec, what a leg still sends of the one before stands in the same
 * part: each codec has a film, and the sound stays with the larger. */
#include "tests/lib/media/package.h"

static struct finalise_result make(const struct clip *before, const struct clip *after,
				   const struct clip *sound)
{
	const char *folder = test_folder();
	struct signer *signer = maker_signer(folder);
	struct part_maker m;

	part_begin(&m, folder, signer, 31);
	part_leg(&m, 1, 1);
	struct stream s[3] = {
		{ .clip = before, .source = source_of(&m, 1, TAP_H264), .report_us = 1000000 },
		{ .clip = after,
		  .source = source_of(&m, 1, TAP_VP8),
		  .start_us = 2000000,
		  .report_us = 1000000 },
		{ .clip = sound,
		  .source = source_of(&m, 1, TAP_OPUS),
		  .start_us = 2000000,
		  .report_us = 1000000 },
	};
	part_play(&m, s, 1);
	s[1].source.epoch = s[2].source.epoch = 2;
	part_leg(&m, 1, 2);
	part_play(&m, s + 1, 2);
	struct finalise_result r = part_finalise(&m, signer);
	signer_free(signer);
	return r;
}

static void sound_stays_with_the_most_pictures_of_a_leg(void)
{
	struct clip before = clip_h264(1, 10, 320, 240), after = clip_vp8(4, 10, 320, 240);
	struct clip sound = clip_opus(4, "sine");
	OWN(arena) a = arena_new();
	struct finalise_result r = make(&before, &after, &sound);
	struct manifest m = manifest_of(&r, a);
	const struct manifest_file *f = m.files.items;
	int films = 0;

	for (size_t i = 0; i < m.files.n; i++) {
		if (f[i].kind != MANIFEST_MEDIA)
			continue;
		bool is_webm = text_is(f[i].media, "video/webm");
		const struct manifest_video *v = f[i].video.items;
		CHECK_EQ(is_webm ? 40 : 10, v->frames);
		CHECK_EQ(is_webm, f[i].audio.n);
		films++;
	}
	CHECK_EQ(2, films);
	clip_free(&before);
	clip_free(&after);
	clip_free(&sound);
}

static const struct test tests[] = { T(sound_stays_with_the_most_pictures_of_a_leg) };
RUN_TESTS(tests)
