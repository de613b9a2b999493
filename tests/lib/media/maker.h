/*
 * Makes what a recording is made of: RTP by GStreamer, a signer by the openssl program, journals
 * on a clock of their own. For tests of media/record and media/studio; static functions, so that
 * tests of one room need no library.
 */
#ifndef TESTS_LIB_MEDIA_MAKER_H
#define TESTS_LIB_MEDIA_MAKER_H

#include "broker/common/base/clock.h"
#include "media/packet/rtcp.h"
#include "media/record/intake.h"
#include "media/record/tape.h"
#include "tests/lib/test.h"

#include <gst/app/gstappsink.h>
#include <gst/gst.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#define MAKER      __attribute__((unused)) static
#define MAKER_LSAN __attribute__((unused, visibility("default")))

/* GLib lets go of its old table of quarks on purpose. */
const char *__lsan_default_suppressions(void);
MAKER_LSAN const char *__lsan_default_suppressions(void)
{
	return "leak:libglib-2.0.so";
}

#ifndef MAKER_CHUNK_US
#define MAKER_CHUNK_US 500000 /* between chunks of the journal */
#endif
#define MAKER_ZERO   ((struct instant){ INT64_C(1790000000000) })
#define MAKER_NTP_US (INT64_C(3900000000) * 1000000)
#define MAKER_AT_US  INT64_C(5000000000) /* the monotonic clock when the part starts */

/* A key and certificate below a CA, in the folder: ca.pem, media.key, media.pem. */
MAKER struct signer *maker_signer(const char *folder)
{
	struct signer *s = NULL;
	char line[2000], key[300], cert[300];

	snprintf(line, sizeof(line),
		 "cd %s && openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes "
		 "-keyout ca.key -out ca.pem -subj /CN=test-ca -days 30 2>/dev/null && "
		 "openssl req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout "
		 "media.key -out media.csr -subj /CN=media:test 2>/dev/null && openssl x509 -req "
		 "-in media.csr -CA ca.pem -CAkey ca.key -CAcreateserial -out media.pem -days 30 "
		 "2>/dev/null",
		 folder);
	CHECK_EQ(0, system(line));
	snprintf(key, sizeof(key), "%s/media.key", folder);
	snprintf(cert, sizeof(cert), "%s/media.pem", folder);
	CHECK_EQ(ERR_OK, signer_load(key, cert, &s));
	return s;
}

MAKER struct secret_key maker_key(void)
{
	struct secret_key k;

	memset(k.at, 0x5a, sizeof(k.at));
	return k;
}

MAKER struct id maker_id(unsigned n)
{
	struct id id;

	snprintf(id.text, sizeof(id.text), "01JZ00000000000000000000%02u", (unsigned)n % 100);
	return id;
}

/* Packets of one source with the moment each was captured. */
struct clip_packet {
	int64_t at_us;
	size_t n;
	uint8_t bytes[1500];
};

struct clip {
	struct clip_packet *packets;
	size_t n;
};

MAKER void clip_free(struct clip *c)
{
	free(c->packets);
	c->packets = NULL;
	c->n = 0;
}

/* Runs a pipeline that ends with a payloader. */
MAKER struct clip clip_make(const char *line)
{
	struct clip c = { 0 };
	size_t room = 0;
	char whole[2000];
	GError *error = NULL;

	gst_init(NULL, NULL);
	snprintf(whole, sizeof(whole), "%s ! appsink name=out sync=false", line);
	GstElement *pipeline = gst_parse_launch(whole, &error);
	CHECK(pipeline != NULL && error == NULL);
	GstElement *out = gst_bin_get_by_name(GST_BIN(pipeline), "out");
	gst_element_set_state(pipeline, GST_STATE_PLAYING);
	for (GstSample *s; (s = gst_app_sink_pull_sample(GST_APP_SINK(out)));) {
		GstBuffer *b = gst_sample_get_buffer(s);
		if (c.n == room) {
			room = room ? room * 2 : 1024;
			c.packets = realloc(c.packets, room * sizeof(*c.packets));
		}
		struct clip_packet *p = &c.packets[c.n++];
		p->at_us = (int64_t)(GST_BUFFER_PTS(b) / 1000);
		p->n = gst_buffer_extract(b, 0, p->bytes, sizeof(p->bytes));
		gst_sample_unref(s);
	}
	gst_element_set_state(pipeline, GST_STATE_NULL);
	gst_object_unref(out);
	gst_object_unref(pipeline);
	CHECK(c.n > 0);
	return c;
}

#define MAKER_PAY "mtu=1200 seqnum-offset=65000 timestamp-offset=4294960000"

MAKER struct clip clip_h264(int seconds, int rate, int width, int height)
{
	char line[900];

	snprintf(
		line, sizeof(line),
		"videotestsrc num-buffers=%d pattern=ball ! "
		"video/x-raw,format=I420,width=%d,height=%d,framerate=%d/1 ! "
		"openh264enc gop-size=%d bitrate=300000 ! h264parse ! "
		"rtph264pay config-interval=-1 pt=96 ssrc=1111 aggregate-mode=zero-latency " MAKER_PAY,
		seconds * rate, width, height, rate, rate);
	return clip_make(line);
}

MAKER struct clip clip_vp8(int seconds, int rate, int width, int height)
{
	char line[900];

	snprintf(line, sizeof(line),
		 "videotestsrc num-buffers=%d pattern=ball ! "
		 "video/x-raw,format=I420,width=%d,height=%d,framerate=%d/1 ! "
		 "vp8enc keyframe-max-dist=%d deadline=1 cpu-used=16 target-bitrate=300000 ! "
		 "rtpvp8pay pt=97 ssrc=2222 picture-id-mode=2 " MAKER_PAY,
		 seconds * rate, width, height, rate, rate);
	return clip_make(line);
}

MAKER struct clip clip_opus(int seconds, const char *wave)
{
	char line[900];

	snprintf(line, sizeof(line),
		 "audiotestsrc num-buffers=%d samplesperbuffer=960 wave=%s ! "
		 "audio/x-raw,rate=48000,channels=1 ! opusenc complexity=0 bitrate=24000 "
		 "dtx=%s ! rtpopuspay pt=111 ssrc=3333 " MAKER_PAY,
		 seconds * 50, wave, strcmp(wave, "silence") == 0 ? "true" : "false");
	return clip_make(line);
}

/* A part that is being recorded, on a clock of its own. */
struct part_maker {
	struct intake *intake;
	struct tape *tape;
	struct journal_options options;
	char path[JOURNAL_PATH_MAX];
	char folder[300];
	int64_t cut_us;
	int64_t last_us;
	uint64_t random;
};

MAKER struct instant maker_wall(int64_t at_us)
{
	return (struct instant){ MAKER_ZERO.ms + at_us / 1000 };
}

MAKER void part_begin_visit(struct part_maker *m, const char *folder, struct signer *signer,
			    struct id visit, struct id recording)
{
	struct journal_part p = { visit, recording, MAKER_ZERO, true, true };

	memset(m, 0, sizeof(*m));
	snprintf(m->folder, sizeof(m->folder), "%s/journal", folder);
	mkdir(m->folder, 0700);
	m->options = (struct journal_options){ m->folder, maker_key(), signer, NULL };
	m->intake = intake_new(16);
	m->tape = tape_new(p.visit);
	m->random = 88172645463325252u;
	CHECK_EQ(ERR_OK, tape_open(m->tape, &m->options, &p, MAKER_ZERO, MAKER_AT_US));
	snprintf(m->path, sizeof(m->path), "%s", journal_path(tape_journal(m->tape)));
}

MAKER void part_begin(struct part_maker *m, const char *folder, struct signer *signer,
		      unsigned visit)
{
	part_begin_visit(m, folder, signer, maker_id(visit), maker_id(visit + 50));
}

/* 0 .. 1 */
MAKER double maker_chance(struct part_maker *m)
{
	m->random ^= m->random << 13;
	m->random ^= m->random >> 7;
	m->random ^= m->random << 17;
	return (double)(m->random >> 11) / 9007199254740992.0;
}

MAKER void part_drain(struct part_maker *m)
{
	struct intake_item item;
	struct bytes bytes;

	while (intake_next(m->intake, &item, &bytes))
		CHECK_EQ(ERR_OK, tape_take(m->tape, &item, bytes));
}

/* Time passes: a chunk from time to time. at_us: since the part began. */
MAKER void part_tick(struct part_maker *m, int64_t at_us)
{
	m->last_us = at_us > m->last_us ? at_us : m->last_us;
	part_drain(m);
	if (m->last_us - m->cut_us < MAKER_CHUNK_US)
		return;
	CHECK_EQ(ERR_OK, tape_cut(m->tape, maker_wall(m->last_us), MAKER_AT_US + m->last_us));
	m->cut_us = m->last_us;
}

MAKER void part_end(struct part_maker *m)
{
	part_drain(m);
	CHECK_EQ(ERR_OK, tape_close(m->tape, maker_wall(m->last_us), MAKER_AT_US + m->last_us));
	tape_free(m->tape);
	intake_free(m->intake);
}

MAKER void part_leg_id(struct part_maker *m, struct id leg, uint32_t epoch)
{
	struct entry_leg l = {
		.leg = leg, .epoch = epoch, .seat = TEXT("village"), .name = TEXT("鹿鸣溪镇")
	};

	CHECK_EQ(ERR_OK, tape_leg(m->tape, &l, MAKER_AT_US + m->last_us));
}

MAKER void part_leg(struct part_maker *m, unsigned leg, uint32_t epoch)
{
	part_leg_id(m, maker_id(leg), epoch);
}

/* A packet or report of a source reaches the engine's tap. */
MAKER void part_take(struct part_maker *m, const struct tap_source *s, struct bytes b,
		     enum tap_kind kind, int64_t at_us)
{
	struct tap *tap = intake_tap(m->intake);
	struct tap_packet p = {
		.source = *s, .kind = kind, .arrival_us = MAKER_AT_US + at_us, .bytes = b
	};

	tap->take(tap->owner, &p);
	part_tick(m, at_us);
}

MAKER struct tap_source source_of(struct part_maker *m, unsigned leg, enum tap_codec codec)
{
	static const uint8_t types[] = { [TAP_OPUS] = 111, [TAP_H264] = 96, [TAP_VP8] = 97 };

	return (struct tap_source){
		.visit = tape_visit(m->tape),
		.leg = maker_id(leg),
		.epoch = 1,
		.track = codec == TAP_OPUS ? TAP_AUDIO : TAP_VIDEO,
		.codec = codec,
		.payload_type = types[codec],
		.clock_rate = codec == TAP_OPUS ? 48000 : 90000,
		.ssrc = 7000 + leg * 10 + (uint32_t)codec,
	};
}

/* An RTCP sender report: the source's RTP clock says rtp at the moment at_us. */
MAKER void part_report(struct part_maker *m, const struct tap_source *s, int64_t at_us,
		       uint32_t rtp, int64_t arrival_us)
{
	uint8_t room[64];
	struct sink sink;
	uint64_t us = (uint64_t)(MAKER_NTP_US + at_us);
	struct rtcp_sender r = { .ssrc = s->ssrc, .rtp = rtp };

	r.ntp = us / 1000000 << 32 | ((us % 1000000) << 32) / 1000000;
	sink_init(&sink, room, sizeof(room));
	rtcp_format_sender(&r, NULL, 0, &sink);
	part_take(m, s, sink_bytes(&sink), TAP_SENDER_REPORT, arrival_us);
}

/* A clip on its way to the media server, with the faults of the way and of its clock. */
struct stream {
	const struct clip *clip;
	struct tap_source source;
	int64_t start_us; /* of the clip, after the part began */
	double ppm;       /* how much faster its RTP clock runs */
	double loss;      /* share of packets that never come */
	double late;      /* share that comes 100 ms later, behind others */
	uint32_t rtp_offset;
	int64_t report_us; /* between sender reports; 0: none */
};

/* One arrival; packet -1: a sender report. */
struct coming {
	int64_t at_us;
	int64_t captured_us;
	const struct stream *stream;
	int64_t packet;
};

MAKER int coming_order(const void *x, const void *y)
{
	const struct coming *a = x, *b = y;

	if (a->at_us != b->at_us)
		return a->at_us < b->at_us ? -1 : 1;
	if (a->captured_us != b->captured_us)
		return a->captured_us < b->captured_us ? -1 : 1;
	return (a->packet > b->packet) - (a->packet < b->packet);
}

MAKER uint32_t stream_rtp(const struct stream *s, int64_t captured_us)
{
	double ticks = (double)captured_us * s->source.clock_rate / 1e6 * (1 + s->ppm / 1e6);

	return s->rtp_offset + (uint32_t)(int64_t)(ticks + 0.5);
}

MAKER size_t stream_arrivals(struct part_maker *m, const struct stream *s, struct coming *out)
{
	size_t n = 0;
	int64_t next_report = s->start_us;
	int64_t last_delay = 0, last_us = -1;

	for (size_t i = 0; i < s->clip->n; i++) {
		int64_t at = s->start_us + s->clip->packets[i].at_us;
		if (s->report_us && at >= next_report) {
			int64_t noise = (int64_t)(maker_chance(m) * 2000);
			out[n++] = (struct coming){ at + 25000 + noise * 5, at, s, -1 };
			next_report += s->report_us;
		}
		if (at != last_us)
			last_delay = 25000 + (int64_t)(maker_chance(m) * 30000);
		last_us = at;
		if (maker_chance(m) < s->loss)
			continue;
		int64_t delay = last_delay + (maker_chance(m) < s->late ? 100000 : 0);
		out[n++] = (struct coming){ at + delay, at, s, (int64_t)i };
	}
	return n;
}

/* Everything arrives, in order of time. */
MAKER void part_play(struct part_maker *m, const struct stream *streams, int count)
{
	size_t n = 0, room = 1;

	for (int i = 0; i < count; i++)
		room += streams[i].clip->n * 2 + 1;
	struct coming *all = malloc(room * sizeof(*all));
	for (int i = 0; i < count; i++)
		n += stream_arrivals(m, &streams[i], all + n);
	qsort(all, n, sizeof(*all), coming_order);
	for (size_t i = 0; i < n; i++) {
		const struct stream *s = all[i].stream;
		uint32_t rtp = stream_rtp(s, all[i].captured_us);
		if (all[i].packet < 0) {
			part_report(m, &s->source, all[i].captured_us, rtp, all[i].at_us);
			continue;
		}
		struct clip_packet p = s->clip->packets[all[i].packet];
		write_u32(p.bytes + 4, rtp);
		write_u32(p.bytes + 8, s->source.ssrc);
		part_take(m, &s->source, (struct bytes){ p.bytes, p.n }, TAP_RTP, all[i].at_us);
	}
	free(all);
}

/* Runs a program; its standard output, the caller's. */
MAKER char *maker_run(const char *line)
{
	size_t n = 0, room = 1 << 16;
	char *out = malloc(room);
	FILE *f = popen(line, "r");

	for (size_t got; (got = fread(out + n, 1, room - n - 1, f)) > 0;) {
		n += got;
		if (room - n < 1024)
			out = realloc(out, room *= 2);
	}
	out[n] = 0;
	pclose(f);
	return out;
}

#endif
