/* Seconds of recording that are finalised per second: two legs, 1.2 to 1.4 Mbit/s of video, sound. */
#include "media/studio/finalise.h"

#include "tests/lib/media/maker.h"

#define SECONDS 600
#define CLIP    20

/* A short clip again and again, with its numbers going on. */
static struct clip repeated(const struct clip *c, int64_t length_us, int times)
{
	struct clip out = { malloc(c->n * (size_t)times * sizeof(*c->packets)), 0 };

	for (int i = 0; i < times; i++) {
		for (size_t k = 0; k < c->n; k++) {
			struct clip_packet *p = &out.packets[out.n];
			*p = c->packets[k];
			p->at_us += i * length_us;
			write_u16(p->bytes + 2, (uint16_t)out.n++);
		}
	}
	return out;
}

static struct clip film_of(enum tap_codec codec)
{
	char line[900];

	snprintf(line, sizeof(line),
		 "videotestsrc num-buffers=%d pattern=smpte ! "
		 "video/x-raw,format=I420,width=854,height=480,framerate=25/1 ! %s " MAKER_PAY,
		 CLIP * 25, codec == TAP_H264 ?
		 "openh264enc gop-size=100 bitrate=1200000 rate-control=bitrate ! h264parse ! "
		 "rtph264pay config-interval=-1 pt=96 aggregate-mode=zero-latency" :
		 "vp8enc keyframe-max-dist=100 deadline=1 cpu-used=16 target-bitrate=1200000 "
		 "end-usage=cbr ! rtpvp8pay pt=97 picture-id-mode=2");
	struct clip one = clip_make(line);
	struct clip all = repeated(&one, CLIP * INT64_C(1000000), SECONDS / CLIP);
	clip_free(&one);
	return all;
}

static void measure(const char *name, enum tap_codec codec, unsigned visit)
{
	struct signer *signer = maker_signer(test_folder());
	struct clip film = film_of(codec), short_sound = clip_opus(CLIP, "pink-noise");
	struct clip sound = repeated(&short_sound, CLIP * INT64_C(1000000), SECONDS / CLIP);
	struct finalise_result r;
	struct part_maker m;
	char packages[300];
	size_t bytes = 0;

	snprintf(packages, sizeof(packages), "%s/package", test_folder());
	part_begin(&m, test_folder(), signer, visit);
	struct stream s[4];
	for (unsigned leg = 1; leg <= 2; leg++) {
		part_leg(&m, leg, 1);
		s[leg * 2 - 2] = (struct stream){ .clip = &sound, .report_us = 1000000,
						  .source = source_of(&m, leg, TAP_OPUS) };
		s[leg * 2 - 1] = (struct stream){ .clip = &film, .report_us = 1000000,
						  .source = source_of(&m, leg, codec) };
	}
	part_play(&m, s, 4);
	part_end(&m);
	for (size_t i = 0; i < film.n; i++)
		bytes += film.packets[i].n;
	struct finalise_job job = { m.path, packages, maker_key(), signer, MAKER_ZERO };
	int64_t from_us = clock_monotonic_us(), cpu_us = clock_cpu_us();
	CHECK_EQ(ERR_OK, finalise_part(&job, &r));
	double took = (double)(clock_monotonic_us() - from_us) / 1e6;
	double cpu = (double)(clock_cpu_us() - cpu_us) / 1e6;
	double ours = SECONDS / took;
	printf("  %s: 2 legs, %d s, video %.2f Mbit/s, %zu packets: %.2f s, %.2f s CPU, %.1f us "
	       "CPU a packet\n", name, SECONDS, (double)bytes * 8 / SECONDS / 1e6,
	       (film.n + sound.n) * 2, took, cpu, cpu * 1e6 / (double)((film.n + sound.n) * 2));
	printf("bench finalise_%s ours=%.0f reference=1 ratio=%.0f\n", name, ours, ours);
	CHECK_EQ(2, r.files);
	clip_free(&film);
	clip_free(&sound);
	clip_free(&short_sound);
	signer_free(signer);
}

static void h264_is_finalised_fast(void)
{
	measure("h264", TAP_H264, 1);
}

static void vp8_is_finalised_fast(void)
{
	measure("vp8", TAP_VP8, 2);
}

static const struct test tests[] = { T(h264_is_finalised_fast), T(vp8_is_finalised_fast) };
RUN_TESTS(tests)
