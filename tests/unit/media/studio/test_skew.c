/* Ten minutes with clocks 200 ppm apart and 5 % loss: sound and picture of a leg stay together. */
#include "tests/lib/media/package.h"
#include "tests/lib/media/spread.h"

#define SECONDS 600
#define RATE    10

static struct finalise_result record(const struct clip *video, const struct clip *audio,
				     int64_t report_us)
{
	struct signer *signer = maker_signer(test_folder());
	struct part_maker m;

	part_begin(&m, test_folder(), signer, report_us ? 1 : 2);
	part_leg(&m, 1, 1);
	struct stream s[2] = {
		{ .clip = audio,
		  .source = source_of(&m, 1, TAP_OPUS),
		  .ppm = 100,
		  .loss = 0.05,
		  .late = 0.02,
		  .report_us = report_us * 5,
		  .rtp_offset = 4290000000u },
		{ .clip = video,
		  .source = source_of(&m, 1, TAP_H264),
		  .ppm = -100,
		  .loss = 0.05,
		  .late = 0.02,
		  .report_us = report_us,
		  .rtp_offset = 99 },
	};
	part_play(&m, s, 2);
	struct finalise_result r = part_finalise(&m, signer);
	signer_free(signer);
	return r;
}

static void measure(int64_t report_us)
{
	struct clip video = clip_h264(SECONDS, RATE, 160, 120);
	struct clip audio = clip_opus(SECONDS, "white-noise");

	struct finalise_result r = record(&video, &audio, report_us);
	GHashTable *sounds = truth_of_sound(&audio);
	GHashTable *pictures = truth_of_pictures(&video, TAP_H264);
	struct spread sound = spread_of(r.folder, "a:0", sounds, SECONDS);
	struct spread picture = spread_of(r.folder, "v:0", pictures, SECONDS);
	for (int i = 0; i < SPREAD_SPANS; i++) {
		printf("  sound %.1f..%.1f ms, picture %.1f..%.1f ms\n", sound.least[i],
		       sound.most[i], picture.least[i], picture.most[i]);
		CHECK(spread_skew(&sound, &picture, i) < 40);
	}
	printf("  %d sounds, %d pictures, %d unknown\n", sound.n, picture.n, picture.unknown);
	CHECK(sound.n > SECONDS * 50 * 93 / 100);
	CHECK(picture.n > SECONDS * RATE / 4);
	CHECK_EQ(0, sound.unknown + picture.unknown);
	g_hash_table_destroy(sounds);
	g_hash_table_destroy(pictures);
	clip_free(&video);
	clip_free(&audio);
}

static void skewed_clocks_stay_within_40_ms_by_sender_reports(void)
{
	measure(1000000);
}

static void skewed_clocks_stay_within_40_ms_by_arrival_alone(void)
{
	measure(0);
}

static const struct test tests[] = {
	T(skewed_clocks_stay_within_40_ms_by_sender_reports),
	T(skewed_clocks_stay_within_40_ms_by_arrival_alone),
};
RUN_TESTS(tests)
