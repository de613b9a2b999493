/* Ten minutes over a lossy relay, through the engine, journal and finaliser, with clocks 200 ppm
 * apart: sound and picture of a leg stay within 40 ms. */
#include "tests/lib/media/scene.h"

#define SECONDS 600
#define RATE    25

/* What the way did to it, and what was asked for again. */
static void check_way(struct scene *s)
{
	const struct voice *v = &s->voices[SIM_VIDEO];
	const struct sim_counts *c = &world.clients[0].counts;
	const struct relay_counts *up = &s->relay.counts[true];
	int missing = (int)v->clip->n - v->came;
	struct leg_report r;

	CHECK_EQ(1, world_report(&world, 0, &r));
	printf("  up: %d datagrams, %d lost, %d overtaken; pictures: %d packets, %d lost at first, "
	       "%d asked for, %d sent again, %d missing at last\n",
	       up->sent, up->lost, up->overtaken, (int)v->clip->n, v->first_lost, c->nacked,
	       c->resent, missing);
	CHECK_EQ(LEG_LIVE, r.state);
	CHECK(up->lost > up->sent * 4 / 100);
	CHECK(up->overtaken > up->sent / 20);
	CHECK(v->first_lost > (int)v->clip->n * 4 / 100);
	CHECK(missing < v->first_lost / 50);
	/* nobody asks for sound again */
	const struct voice *sound = &s->voices[SIM_AUDIO];
	CHECK_EQ((int)sound->clip->n - sound->first_lost, sound->came);
	/* but for what came too late, or was the last */
	CHECK(abs(sound->first_lost + missing - (int)r.lost) <= 3);
}

static void check_film(const struct scene *s, const struct finalise_result *r)
{
	const struct clip *video = s->voices[SIM_VIDEO].clip, *audio = s->voices[SIM_AUDIO].clip;
	GHashTable *sounds = truth_of_sound(audio);
	GHashTable *pictures = truth_of_pictures(video, s->codec);
	struct spread sound = spread_of(r->folder, "a:0", sounds, SECONDS);
	struct spread picture = spread_of(r->folder, "v:0", pictures, SECONDS);

	printf("  %d sounds, %d pictures in the file\n", sound.n, picture.n);
	CHECK_EQ(0, sound.unknown + picture.unknown);
	CHECK(sound.n > SECONDS * 50 * 93 / 100);
	CHECK(picture.n > SECONDS * RATE * 199 / 200);
	for (int i = 0; i < SPREAD_SPANS; i++) {
		double skew = spread_skew(&sound, &picture, i);
		printf("  third %d: sound %.1f..%.1f ms, picture %.1f..%.1f ms, worst pair %.1f ms\n",
		       i + 1, sound.least[i], sound.most[i], picture.least[i], picture.most[i],
		       skew);
		CHECK(skew < LIMIT_MS);
	}
	g_hash_table_destroy(sounds);
	g_hash_table_destroy(pictures);
}

static struct clip make_video(enum tap_codec codec)
{
	char line[900];
	const char *encoder =
		codec == TAP_VP8
			? "vp8enc keyframe-max-dist=50 deadline=1 cpu-used=16 target-bitrate=300000 ! "
			  "rtpvp8pay pt=96 picture-id-mode=2 "
			: "openh264enc gop-size=50 complexity=low bitrate=300000 ! h264parse ! "
			  "rtph264pay config-interval=-1 pt=108 aggregate-mode=zero-latency ";

	snprintf(line, sizeof(line),
		 "videotestsrc num-buffers=%d pattern=snow ! "
		 "video/x-raw,format=I420,width=96,height=64,framerate=%d/1 ! %s" MAKER_PAY,
		 SECONDS * RATE, RATE, encoder);
	return clip_make(line);
}

static void measure(enum tap_codec codec)
{
	static struct scene s;
	struct signer *signer = maker_signer(test_folder());
	struct clip audio = clip_opus(SECONDS, "white-noise");
	struct clip video = make_video(codec);

	s = (struct scene){ .codec = codec };
	s.voices[SIM_AUDIO] = (struct voice){
		.kind = SIM_AUDIO,
		.clip = &audio,
		.latency_us = SOUND_US,
		.report_us = 300000,
		.clock = { .source.clock_rate = 48000, .ppm = 100, .rtp_offset = 4290000000u }
	};
	s.voices[SIM_VIDEO] = (struct voice){
		.kind = SIM_VIDEO,
		.clip = &video,
		.latency_us = PICTURE_US,
		.report_us = 700000,
		.clock = { .source.clock_rate = 90000, .ppm = -100, .rtp_offset = 99 }
	};
	open_scene(&s, signer);
	talk(&s, INT64_MAX);
	relay_pass(&s.relay, world.now_us + 2000000);
	check_way(&s);
	close_scene(&s);
	struct finalise_result r = finalise(&s, signer);
	check_film(&s, &r);
	signer_free(signer);
	clip_free(&video);
	clip_free(&audio);
}

static void h264_and_sound_stay_within_40_ms_behind_a_bad_relay(void)
{
	measure(TAP_H264);
}

static void vp8_and_sound_stay_within_40_ms_behind_a_bad_relay(void)
{
	measure(TAP_VP8);
}

static const struct test tests[] = {
	T(h264_and_sound_stay_within_40_ms_behind_a_bad_relay),
	T(vp8_and_sound_stay_within_40_ms_behind_a_bad_relay),
};
RUN_TESTS(tests)
