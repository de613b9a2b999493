/* Ten minutes with clocks 200 ppm apart and 5 % loss: sound and picture of a leg stay together. */
#include "media/studio/finalise.h"

#include "tests/lib/media/maker.h"

#include <math.h>

#define SECONDS 600
#define RATE    10

/* When each packet of the file was captured, by the digest of its bytes. */
static GHashTable *truth_of(const struct clip *c)
{
	GHashTable *t = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);

	for (size_t i = 0; i < c->n; i++) {
		const struct clip_packet *p = &c->packets[i];
		char *hash = g_compute_checksum_for_data(G_CHECKSUM_MD5, p->bytes + 12,
							 p->n - 12);
		g_hash_table_insert(t, hash, GSIZE_TO_POINTER((gsize)p->at_us + 1));
	}
	return t;
}

static char *packets_of(const struct finalise_result *r, const char *stream)
{
	char line[900];

	snprintf(line, sizeof(line),
		 "ffprobe -v error -select_streams %s -show_entries packet=pts_time,size,data_hash "
		 "-show_data_hash md5 -of csv=p=0 %s/leg-*.mp4", stream, r->folder);
	return maker_run(line);
}

/* The error of each packet, file time minus capture time, in ms: least and greatest. */
struct spread {
	double least;
	double most;
	int n;
};

static void spread_take(struct spread *s, double error_ms)
{
	s->least = s->n == 0 || error_ms < s->least ? error_ms : s->least;
	s->most = s->n == 0 || error_ms > s->most ? error_ms : s->most;
	s->n++;
}

static struct spread spread_of_sound(const struct finalise_result *r, const struct clip *c)
{
	GHashTable *truth = truth_of(c);
	struct spread s = { 0 };
	char *out = packets_of(r, "a:0");

	for (char *line = strtok(out, "\n"); line; line = strtok(NULL, "\n")) {
		char *hash = strstr(line, "MD5:");
		gpointer at = hash ? g_hash_table_lookup(truth, hash + 4) : NULL;
		CHECK(at != NULL);
		spread_take(&s, atof(line) * 1000 - (double)(GPOINTER_TO_SIZE(at) - 1) / 1000);
	}
	free(out);
	g_hash_table_destroy(truth);
	return s;
}

/* Bytes that a packet adds to its picture in the file: four of length for each NAL unit. */
static int bytes_of(const struct clip_packet *p)
{
	const uint8_t *at = p->bytes + 12, *end = p->bytes + p->n;
	int sum = 0;

	if ((at[0] & 31) == 28) /* FU-A, RFC 6184 s5.8 */
		return (int)(end - at) - 2 + (at[1] & 0x80 ? 5 : 0);
	if ((at[0] & 31) != 24)
		return (int)(end - at) + 4;
	for (at++; at + 2 < end; at += 2 + read_u16(at)) /* STAP-A, s5.7.1 */
		sum += read_u16(at) + 4;
	return sum;
}

/* The size of each picture, one each 100 ms. */
static int *sizes_of(const struct clip *c)
{
	int *sizes = g_new0(int, SECONDS * RATE + 2);

	for (size_t i = 0; i < c->n; i++)
		sizes[(c->packets[i].at_us + 50000) / 100000] += bytes_of(&c->packets[i]);
	return sizes;
}

/* The nearest 100 ms are the right ones: the picture there has the size that was captured. */
static struct spread spread_of_pictures(const struct finalise_result *r, const struct clip *c)
{
	int *sizes = sizes_of(c);
	struct spread s = { 0 };
	char *out = packets_of(r, "v:0");
	int strange = 0;

	for (char *line = strtok(out, "\n"); line; line = strtok(NULL, "\n")) {
		double ms = atof(line) * 1000;
		char *comma = strchr(line, ',');
		CHECK(comma != NULL);
		int place = (int)round(ms / 100);
		/* Of the parameter sets of a key frame, sent twice, the file keeps one. */
		if (place % RATE)
			strange += atoi(comma + 1) != sizes[place];
		spread_take(&s, ms - round(ms / 100) * 100);
	}
	g_free(sizes);
	free(out);
	CHECK_EQ(0, strange);
	return s;
}

static struct finalise_result record(const struct clip *video, const struct clip *audio,
				     int64_t report_us)
{
	struct signer *signer = maker_signer(test_folder());
	struct finalise_result r;
	struct part_maker m;
	char packages[300];

	part_begin(&m, test_folder(), signer, report_us ? 1 : 2);
	part_leg(&m, 1, 1);
	struct stream s[2] = {
		{ .clip = audio, .source = source_of(&m, 1, TAP_OPUS), .ppm = 100, .loss = 0.05,
		  .late = 0.02, .report_us = report_us * 5, .rtp_offset = 4290000000u },
		{ .clip = video, .source = source_of(&m, 1, TAP_H264), .ppm = -100, .loss = 0.05,
		  .late = 0.02, .report_us = report_us, .rtp_offset = 99 },
	};
	part_play(&m, s, 2);
	part_end(&m);
	snprintf(packages, sizeof(packages), "%s/package", test_folder());
	struct finalise_job job = { m.path, packages, maker_key(), signer, MAKER_ZERO };
	CHECK_EQ(ERR_OK, finalise_part(&job, &r));
	signer_free(signer);
	return r;
}

static void measure(int64_t report_us)
{
	struct clip video = clip_h264(SECONDS, RATE, 160, 120);
	struct clip audio = clip_opus(SECONDS, "white-noise");

	struct finalise_result r = record(&video, &audio, report_us);
	struct spread sound = spread_of_sound(&r, &audio);
	struct spread picture = spread_of_pictures(&r, &video);
	printf("  sound %.1f..%.1f ms (%d packets), picture %.1f..%.1f ms (%d)\n", sound.least,
	       sound.most, sound.n, picture.least, picture.most, picture.n);
	CHECK(sound.n > SECONDS * 50 * 93 / 100);
	CHECK(picture.n > SECONDS * RATE / 4);
	/* the worst pair of a sound and a picture */
	CHECK(sound.most - picture.least < 40);
	CHECK(picture.most - sound.least < 40);
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
