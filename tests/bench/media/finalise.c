/* Seconds of recording finalised per second, two legs of 1.2 to 1.4 Mbit/s; and its cost against a
 * plain copy of the same files by ffmpeg. */
#include "media/studio/finalise.h"

#include "tests/lib/media/maker.h"

#include <sys/resource.h>

#define SECONDS 600
#define CLIP    20
#define TURNS   3

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

	snprintf(
		line, sizeof(line),
		"videotestsrc num-buffers=%d pattern=smpte ! "
		"video/x-raw,format=I420,width=854,height=480,framerate=25/1 ! %s " MAKER_PAY,
		CLIP * 25,
		codec == TAP_H264
			? "openh264enc gop-size=100 bitrate=1200000 rate-control=bitrate ! h264parse ! "
			  "rtph264pay config-interval=-1 pt=96 aggregate-mode=zero-latency"
			: "vp8enc keyframe-max-dist=100 deadline=1 cpu-used=16 target-bitrate=1200000 "
			  "end-usage=cbr ! rtpvp8pay pt=97 picture-id-mode=2");
	struct clip one = clip_make(line);
	struct clip all = repeated(&one, CLIP * INT64_C(1000000), SECONDS / CLIP);
	clip_free(&one);
	return all;
}

struct part {
	struct part_maker maker;
	struct signer *signer;
	char packages[300];
	size_t packets;
};

/* Two legs, each with the film and its sound. */
static void make_part(struct part *p, enum tap_codec codec, unsigned visit)
{
	struct clip film = film_of(codec), short_sound = clip_opus(CLIP, "pink-noise");
	struct clip sound = repeated(&short_sound, CLIP * INT64_C(1000000), SECONDS / CLIP);
	struct stream s[4];

	p->signer = maker_signer(test_folder());
	p->packets = 2 * (film.n + sound.n);
	snprintf(p->packages, sizeof(p->packages), "%s/package", test_folder());
	part_begin(&p->maker, test_folder(), p->signer, visit);
	for (unsigned leg = 1; leg <= 2; leg++) {
		part_leg(&p->maker, leg, 1);
		s[leg * 2 - 2] = (struct stream){ .clip = &sound,
						  .report_us = 1000000,
						  .source = source_of(&p->maker, leg, TAP_OPUS) };
		s[leg * 2 - 1] = (struct stream){ .clip = &film,
						  .report_us = 1000000,
						  .source = source_of(&p->maker, leg, codec) };
	}
	part_play(&p->maker, s, 4);
	part_end(&p->maker);
	clip_free(&film);
	clip_free(&sound);
	clip_free(&short_sound);
}

struct cost {
	double wall; /* s */
	double cpu;
};

static struct cost least(struct cost a, struct cost b)
{
	return (struct cost){ a.wall < b.wall ? a.wall : b.wall, a.cpu < b.cpu ? a.cpu : b.cpu };
}

static double children_cpu(void)
{
	struct rusage u;

	getrusage(RUSAGE_CHILDREN, &u);
	return (double)(u.ru_utime.tv_sec + u.ru_stime.tv_sec) +
	       (double)(u.ru_utime.tv_usec + u.ru_stime.tv_usec) / 1e6;
}

static struct cost finalise(const struct part *p, struct finalise_result *r)
{
	struct finalise_job job = { p->maker.path, p->packages, maker_key(), p->signer,
				    MAKER_ZERO };
	int64_t from_us = clock_monotonic_us(), cpu_us = clock_cpu_us();

	CHECK_EQ(ERR_OK, finalise_part(&job, r));
	CHECK_EQ(2, r->files);
	return (struct cost){ (double)(clock_monotonic_us() - from_us) / 1e6,
			      (double)(clock_cpu_us() - cpu_us) / 1e6 };
}

/* The same files once more, by the tool that everybody has; without it, only read. */
static struct cost copy(const struct finalise_result *r, bool has_ffmpeg)
{
	char line[1500];
	double cpu = children_cpu();
	int64_t from_us = clock_monotonic_us();

	snprintf(
		line, sizeof(line),
		has_ffmpeg
			? "for f in '%s'/leg-*.mp4 '%s'/leg-*.webm; do [ ! -f \"$f\" ] || ffmpeg -v error "
			  "-y -i \"$f\" -c copy -movflags +faststart \"%s/copy.${f##*.}\" || exit 1; done"
			: "cat '%s'/leg-*.* '%s'/leg-*.* >'%s/copy'",
		r->folder, r->folder, test_folder());
	CHECK_EQ(0, system(line));
	return (struct cost){ (double)(clock_monotonic_us() - from_us) / 1e6,
			      children_cpu() - cpu };
}

/* In turns, the best of each counts. */
static void measure(const char *name, enum tap_codec codec, unsigned visit)
{
	bool has_ffmpeg = system("ffmpeg -version >/dev/null 2>&1") == 0;
	struct cost ours = { 1e9, 1e9 }, theirs = ours;
	struct finalise_result r;
	struct part p;

	make_part(&p, codec, visit);
	for (int i = 0; i < TURNS; i++) {
		ours = least(ours, finalise(&p, &r));
		theirs = least(theirs, copy(&r, has_ffmpeg));
		CHECK_EQ(ERR_OK, finalise_remove(p.packages, r.visit, r.part));
	}
	printf("bench finalise_%s %.0f (seconds of recording a second, two legs with sound; %.1f us "
	       "CPU a packet; aim >= 200)\n",
	       name, SECONDS / ours.wall, ours.cpu * 1e6 / (double)p.packets);
	printf("bench finalise_%s_copy %.2f (CPU, against %s of the same files: %.2f s and %.2f s)\n",
	       name, ours.cpu / theirs.cpu, has_ffmpeg ? "ffmpeg -c copy" : "reading", ours.cpu,
	       theirs.cpu);
	signer_free(p.signer);
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
