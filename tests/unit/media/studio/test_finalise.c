/* Journals of several kinds become packages that other programs can read. */
#include "media/studio/finalise.h"

#include "broker/common/seal/manifest.h"
#include "media/record/seal.h"
#include "tests/lib/media/maker.h"

#include <pthread.h>
#include <unistd.h>

static struct signer *signer;
static char packages[300];

static const char *folder_of_all(void)
{
	const char *f = test_folder();

	if (!signer) {
		signer = maker_signer(f);
		snprintf(packages, sizeof(packages), "%s/package", f);
	}
	return f;
}

static struct signer *signer_of_all(void)
{
	folder_of_all();
	return signer;
}

static struct finalise_result finalise(struct part_maker *m)
{
	struct finalise_result r = { 0 };
	struct finalise_job job = { m->path, packages, maker_key(), signer, MAKER_ZERO };

	CHECK_EQ(ERR_OK, finalise_part(&job, &r));
	return r;
}

static struct manifest manifest_of(const struct finalise_result *r, struct arena *a)
{
	char path[700], ca[400];
	struct manifest m;

	snprintf(ca, sizeof(ca), "%s/ca.pem", test_folder());
	CHECK_EQ(ERR_OK, seal_check(r->folder, ca));
	snprintf(path, sizeof(path), "cat %s/manifest.json", r->folder);
	char *text = maker_run(path);
	CHECK_EQ(ERR_OK, manifest_parse(text_of(arena_copy(a, text_of(text))), a, &m));
	free(text);
	return m;
}

static const struct manifest_file *media_of(const struct manifest *m, int i)
{
	const struct manifest_file *f = m->files.items;

	for (size_t k = 0; k < m->files.n; k++) {
		if (f[k].kind == MANIFEST_MEDIA && i-- == 0)
			return &f[k];
	}
	CHECK(0);
	return NULL;
}

/* Packets that ffprobe reads of a kind of stream, and what it complains about. */
static int packets_of(const struct finalise_result *r, struct text name, const char *stream)
{
	char line[900];

	snprintf(line, sizeof(line),
		 "ffprobe -v error -count_packets -select_streams %s -show_entries "
		 "stream=nb_read_packets -of csv=p=0 %s/" TEXT_FMT " 2>&1",
		 stream, r->folder, TEXT_ARG(name));
	char *out = maker_run(line);
	char *end;
	long n = strtol(out, &end, 10);
	if (end[0] && end[0] != '\n')
		printf("  ffprobe says: %s\n", out);
	CHECK(end != out && (end[0] == '\n' || end[0] == 0));
	free(out);
	return (int)n;
}

static void check_decodes(const struct finalise_result *r, struct text name)
{
	char line[900];

	snprintf(line, sizeof(line), "ffmpeg -v error -i %s/" TEXT_FMT " -f null - 2>&1", r->folder,
		 TEXT_ARG(name));
	char *out = maker_run(line);
	CHECK_TEXT("", out);
	free(out);
}

static void record(struct part_maker *m, unsigned visit, enum tap_codec codec,
		   const struct clip *video, const struct clip *audio)
{
	part_begin(m, folder_of_all(), signer_of_all(), visit);
	part_leg(m, 1, 1);
	struct stream s[2] = {
		{ .clip = audio,
		  .source = source_of(m, 1, TAP_OPUS),
		  .start_us = 1000000,
		  .report_us = 1000000,
		  .late = 0.02,
		  .rtp_offset = 4294900000u },
		{ .clip = video,
		  .source = source_of(m, 1, codec),
		  .start_us = 1200000,
		  .report_us = 1000000,
		  .late = 0.02,
		  .rtp_offset = 77 },
	};
	part_play(m, s, video ? 2 : 1);
	part_end(m);
}

static void a_leg_with_h264_becomes_a_seekable_mp4(void)
{
	struct clip video = clip_h264(6, 15, 320, 240), audio = clip_opus(6, "sine");
	OWN(arena) a = arena_new();
	struct part_maker m;

	record(&m, 1, TAP_H264, &video, &audio);
	struct finalise_result r = finalise(&m);
	struct manifest f = manifest_of(&r, a);
	const struct manifest_file *file = media_of(&f, 0);
	CHECK_EQ(1, r.files);
	CHECK_EQ(90, packets_of(&r, file->name, "v:0"));
	CHECK_EQ((int)audio.n, packets_of(&r, file->name, "a:0"));
	check_decodes(&r, file->name);
	const struct manifest_video *v = file->video.items;
	CHECK_EQ(320, v->width);
	CHECK_EQ(90, v->frames);
	CHECK(v->rate_mhz > 13500 && v->rate_mhz < 15500);
	CHECK(file->offset_ms >= 1010 && file->offset_ms <= 1060);
	CHECK(file->duration_ms >= 6100 && file->duration_ms <= 6400);
	CHECK_EQ(0, f.gaps.n);
	CHECK(manifest_find(&f, TEXT("leg-01JZ0000000000000000000001.jpg")) != NULL);
	clip_free(&video);
	clip_free(&audio);
}

static void a_leg_with_vp8_becomes_a_webm_with_cues(void)
{
	struct clip video = clip_vp8(6, 15, 320, 240), audio = clip_opus(6, "sine");
	OWN(arena) a = arena_new();
	struct part_maker m;
	char line[900];

	record(&m, 2, TAP_VP8, &video, &audio);
	struct finalise_result r = finalise(&m);
	struct manifest f = manifest_of(&r, a);
	const struct manifest_file *file = media_of(&f, 0);
	CHECK_EQ(90, packets_of(&r, file->name, "v:0"));
	CHECK_EQ((int)audio.n, packets_of(&r, file->name, "a:0"));
	check_decodes(&r, file->name);
	snprintf(line, sizeof(line), "mkvinfo --ui-language en_US -a %s/" TEXT_FMT, r.folder,
		 TEXT_ARG(file->name));
	char *out = maker_run(line);
	CHECK(strstr(out, "Cues") && strstr(out, "V_VP8") && strstr(out, "A_OPUS"));
	free(out);
	CHECK(file->duration_ms >= 6000 && file->duration_ms <= 6400);
	clip_free(&video);
	clip_free(&audio);
}

static void a_leg_without_camera_becomes_a_file_with_sound(void)
{
	struct clip audio = clip_opus(5, "sine");
	OWN(arena) a = arena_new();
	struct part_maker m;

	record(&m, 3, TAP_OPUS, NULL, &audio);
	struct finalise_result r = finalise(&m);
	struct manifest f = manifest_of(&r, a);
	CHECK(text_is(media_of(&f, 0)->media, "audio/mp4"));
	CHECK_EQ((int)audio.n, packets_of(&r, media_of(&f, 0)->name, "a:0"));
	clip_free(&audio);
}

/* Two clips of different size, one after the other, from one source. */
static void change_size(unsigned visit, enum tap_codec codec)
{
	struct clip one =
		codec == TAP_H264 ? clip_h264(4, 10, 320, 240) : clip_vp8(4, 10, 320, 240);
	struct clip two =
		codec == TAP_H264 ? clip_h264(4, 10, 160, 120) : clip_vp8(4, 10, 160, 120);
	OWN(arena) a = arena_new();
	struct part_maker m;

	uint16_t last = read_u16(one.packets[one.n - 1].bytes + 2);
	for (size_t i = 0; i < two.n; i++)
		write_u16(two.packets[i].bytes + 2, (uint16_t)(last + 1 + i));
	part_begin(&m, folder_of_all(), signer_of_all(), visit);
	part_leg(&m, 1, 1);
	struct tap_source source = source_of(&m, 1, codec);
	struct stream s[2] = {
		{ .clip = &one, .source = source, .report_us = 1000000 },
		{ .clip = &two, .source = source, .report_us = 1000000, .start_us = 4000000 },
	};
	part_play(&m, s, 2);
	part_end(&m);
	struct finalise_result r = finalise(&m);
	struct manifest f = manifest_of(&r, a);
	CHECK_EQ(80, packets_of(&r, media_of(&f, 0)->name, "v:0"));
	check_decodes(&r, media_of(&f, 0)->name);
	CHECK(media_of(&f, 0)->duration_ms > 7800);
	clip_free(&one);
	clip_free(&two);
}

static void a_change_of_size_loses_nothing_in_mp4(void)
{
	change_size(4, TAP_H264);
}

static void a_change_of_size_loses_nothing_in_webm(void)
{
	change_size(5, TAP_VP8);
}

/* Silence sends a packet every 400 ms at most: time must not shrink. */
static void silence_keeps_its_length(void)
{
	struct clip audio = clip_opus(10, "sine");
	OWN(arena) a = arena_new();
	struct part_maker m;
	size_t kept = 0;

	for (size_t i = 0; i < audio.n; i++) { /* from 3 s to 7 s one packet each 400 ms */
		int64_t at = audio.packets[i].at_us;
		if (at < 3000000 || at > 7000000 || at % 400000 < 20000)
			audio.packets[kept++] = audio.packets[i];
	}
	audio.n = kept;
	for (size_t i = 0; i < kept; i++)
		write_u16(audio.packets[i].bytes + 2, (uint16_t)(900 + i));
	record(&m, 6, TAP_OPUS, NULL, &audio);
	struct finalise_result r = finalise(&m);
	struct manifest f = manifest_of(&r, a);
	CHECK_EQ(0, f.gaps.n);
	CHECK(media_of(&f, 0)->duration_ms > 9500 && media_of(&f, 0)->duration_ms < 10200);
	clip_free(&audio);
}

/* When the second stretch of pictures begins in the file, ms. */
static int64_t pause_of(const struct finalise_result *r, struct text name, const char *stream)
{
	char line[900];
	double last = -1, longest = 0, at_longest = 0;

	snprintf(line, sizeof(line),
		 "ffprobe -v error -select_streams %s -show_entries packet=pts_time -of csv=p=0 "
		 "%s/" TEXT_FMT,
		 stream, r->folder, TEXT_ARG(name));
	char *out = maker_run(line);
	for (char *l = strtok(out, "\n"); l; l = strtok(NULL, "\n")) {
		double at = atof(l);
		if (last >= 0 && at - last > longest) {
			longest = at - last;
			at_longest = at;
		}
		last = at;
	}
	free(out);
	return (int64_t)(at_longest * 1000);
}

/* One of the two is away for a minute; with nothing said, a muxer would wait for it. */
static void pause_one(unsigned visit, enum tap_codec codec, bool is_sound)
{
	struct clip video = codec == TAP_H264 ? clip_h264(is_sound ? 60 : 3, 10, 160, 120)
					      : clip_vp8(is_sound ? 60 : 3, 10, 160, 120);
	struct clip audio = clip_opus(is_sound ? 3 : 60, "sine");
	OWN(arena) a = arena_new();
	struct part_maker m;

	part_begin(&m, folder_of_all(), signer_of_all(), visit);
	part_leg(&m, 1, 1);
	struct stream s[3] = {
		{ .clip = &audio, .source = source_of(&m, 1, TAP_OPUS), .report_us = 1000000 },
		{ .clip = &video, .source = source_of(&m, 1, codec), .report_us = 1000000 },
	};
	s[2] = is_sound ? s[0] : s[1];
	s[2].start_us = 50000000;
	s[2].source.ssrc += 500;
	part_play(&m, s, 3);
	part_end(&m);
	struct finalise_result r = finalise(&m);
	struct manifest f = manifest_of(&r, a);
	CHECK_EQ(1, r.files);
	CHECK_EQ(is_sound ? 600 : 60, packets_of(&r, media_of(&f, 0)->name, "v:0"));
	check_decodes(&r, media_of(&f, 0)->name);
	int64_t at = pause_of(&r, media_of(&f, 0)->name, is_sound ? "a:0" : "v:0");
	CHECK(at > 49900 && at < 50100);
	CHECK_EQ(0, f.gaps.n);
	clip_free(&video);
	clip_free(&audio);
}

static void a_camera_that_was_off_comes_back_at_its_place(void)
{
	pause_one(11, TAP_H264, false);
	pause_one(12, TAP_VP8, false);
}

static void a_microphone_that_was_off_comes_back_at_its_place(void)
{
	pause_one(13, TAP_H264, true);
	pause_one(14, TAP_VP8, true);
}

static void after_a_loss_the_picture_goes_on_at_the_next_key_frame(void)
{
	struct clip video = clip_h264(6, 10, 320, 240), whole = video;
	OWN(arena) a = arena_new();
	struct part_maker m;
	size_t kept = 0;

	/* 2.25 s to 2.45 s never came */
	for (size_t i = 0; i < whole.n; i++) {
		int64_t at = whole.packets[i].at_us;
		if (at < 2250000 || at > 2450000)
			video.packets[kept++] = whole.packets[i];
	}
	video.n = kept;
	part_begin(&m, folder_of_all(), signer_of_all(), 7);
	part_leg(&m, 1, 1);
	struct stream s = { .clip = &video,
			    .source = source_of(&m, 1, TAP_H264),
			    .report_us = 1000000 };
	part_play(&m, &s, 1);
	part_end(&m);
	struct finalise_result r = finalise(&m);
	struct manifest f = manifest_of(&r, a);
	CHECK_EQ(60 - 7, packets_of(&r, media_of(&f, 0)->name, "v:0")); /* 2.3 .. 2.9 */
	check_decodes(&r, media_of(&f, 0)->name);
	CHECK_EQ(1, f.gaps.n);
	const struct manifest_gap *g = f.gaps.items;
	CHECK(text_is(g->why, "lost") && text_is(g->media, "video"));
	CHECK(g->from_ms > 2200 && g->from_ms < 2320 && g->till_ms > 2980 && g->till_ms < 3080);
	clip_free(&video);
}

static void a_leg_that_comes_back_goes_on_in_the_same_file(void)
{
	struct clip video = clip_h264(4, 10, 320, 240), audio = clip_opus(4, "sine");
	OWN(arena) a = arena_new();
	struct part_maker m;

	part_begin(&m, folder_of_all(), signer_of_all(), 8);
	part_leg(&m, 1, 1);
	struct stream s[4] = {
		{ .clip = &audio, .source = source_of(&m, 1, TAP_OPUS), .report_us = 1000000 },
		{ .clip = &video, .source = source_of(&m, 1, TAP_H264), .report_us = 1000000 },
	};
	s[2] = s[0];
	s[3] = s[1];
	for (int i = 2; i < 4; i++) {
		s[i].source.epoch = 2;
		s[i].source.ssrc += 1000;
		s[i].start_us = 20000000;
		s[i].rtp_offset = 123456789;
	}
	part_play(&m, s, 2);
	part_leg(&m, 1, 2);
	part_play(&m, s + 2, 2);
	part_end(&m);
	struct finalise_result r = finalise(&m);
	struct manifest f = manifest_of(&r, a);
	CHECK_EQ(1, r.files);
	CHECK_EQ(80, packets_of(&r, media_of(&f, 0)->name, "v:0"));
	CHECK(media_of(&f, 0)->duration_ms > 23800 && media_of(&f, 0)->duration_ms < 24400);
	const struct manifest_gap *g = f.gaps.items;
	CHECK_EQ(1, f.gaps.n);
	CHECK(text_is(g->why, "leg_lost") && g->from_ms < 4200 && g->till_ms > 19900);
	clip_free(&video);
	clip_free(&audio);
}

static void a_finished_package_is_not_made_again(void)
{
	struct clip audio = clip_opus(2, "sine");
	struct part_maker m;
	struct stat before, after;
	char path[700];

	record(&m, 9, TAP_OPUS, NULL, &audio);
	struct finalise_result r = finalise(&m);
	snprintf(path, sizeof(path), "%s/manifest.json", r.folder);
	CHECK_EQ(0, stat(path, &before));
	r = finalise(&m);
	CHECK_EQ(0, stat(path, &after));
	CHECK_EQ(before.st_ino, after.st_ino);
	CHECK_EQ(1, r.files);
	CHECK_EQ(ERR_OK, finalise_remove(packages, r.visit, r.part));
	CHECK(stat(path, &after) < 0);
	clip_free(&audio);
}

static void a_part_without_packets_becomes_a_package_without_media(void)
{
	OWN(arena) a = arena_new();
	struct part_maker m;

	part_begin(&m, folder_of_all(), signer_of_all(), 10);
	part_tick(&m, 2000000);
	part_end(&m);
	struct finalise_result r = finalise(&m);
	struct manifest f = manifest_of(&r, a);
	CHECK_EQ(0, r.files);
	CHECK_EQ(2, f.files.n);
}

static void *finalise_too(void *path)
{
	struct finalise_job job = { path, packages, maker_key(), signer, MAKER_ZERO };
	struct finalise_result r = { 0 };

	return finalise_part(&job, &r) == ERR_OK && r.files == 1 ? path : NULL;
}

/* A finaliser that outlived its server and the one of the next server make one package. */
static void two_finalisers_at_once_make_one_package(void)
{
	struct clip video = clip_h264(6, 15, 320, 240), audio = clip_opus(6, "sine");
	OWN(arena) a = arena_new();
	struct part_maker m;
	pthread_t other;
	void *done = NULL;

	record(&m, 23, TAP_H264, &video, &audio);
	CHECK_EQ(0, pthread_create(&other, NULL, finalise_too, (void *)m.path));
	struct finalise_result r = finalise(&m);
	CHECK(pthread_join(other, &done) == 0 && done);
	struct manifest f = manifest_of(&r, a);
	CHECK_EQ((int)audio.n, packets_of(&r, media_of(&f, 0)->name, "a:0"));
	check_decodes(&r, media_of(&f, 0)->name);
	clip_free(&video);
	clip_free(&audio);
}

/* Cut off before the first key frame was whole: an MP4 track without samples is corrupt. */
static void without_picture(unsigned visit, enum tap_codec codec, struct clip video)
{
	struct clip audio = clip_opus(2, "sine"), whole = video;
	OWN(arena) a = arena_new();
	struct part_maker m;

	CHECK(whole.n > 21);
	video.packets += 1; /* the key frame never came whole */
	video.n = 20;
	record(&m, visit, codec, &video, &audio);
	struct finalise_result r = finalise(&m);
	struct manifest f = manifest_of(&r, a);
	CHECK_EQ(1, r.files);
	CHECK(text_is(media_of(&f, 0)->media, "audio/mp4"));
	CHECK_EQ((int)audio.n, packets_of(&r, media_of(&f, 0)->name, "a:0"));
	CHECK_EQ(4, f.files.n + f.gaps.n); /* journal, gap map, sound; nothing half beside it */
	const struct manifest_gap *g = f.gaps.items;
	CHECK(text_is(g->why, "waiting_key_frame") && text_is(g->media, "video"));
	CHECK_EQ(20, g->packets);
	clip_free(&whole);
	clip_free(&audio);
}

static void sound_without_one_whole_picture_becomes_a_file_with_sound(void)
{
	without_picture(21, TAP_H264, clip_h264(6, 60, 320, 240));
	without_picture(22, TAP_VP8, clip_vp8(6, 60, 320, 240));
}

static const struct test tests[] = {
	T(a_leg_with_h264_becomes_a_seekable_mp4),
	T(a_leg_with_vp8_becomes_a_webm_with_cues),
	T(a_leg_without_camera_becomes_a_file_with_sound),
	T(a_change_of_size_loses_nothing_in_mp4),
	T(a_change_of_size_loses_nothing_in_webm),
	T(silence_keeps_its_length),
	T(a_camera_that_was_off_comes_back_at_its_place),
	T(a_microphone_that_was_off_comes_back_at_its_place),
	T(after_a_loss_the_picture_goes_on_at_the_next_key_frame),
	T(a_leg_that_comes_back_goes_on_in_the_same_file),
	T(a_finished_package_is_not_made_again),
	T(a_part_without_packets_becomes_a_package_without_media),
	T(two_finalisers_at_once_make_one_package),
	T(sound_without_one_whole_picture_becomes_a_file_with_sound),
};
RUN_TESTS(tests)
