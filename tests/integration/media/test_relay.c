/* Ten minutes over a lossy relay, through the engine, journal and finaliser, with clocks 200 ppm
 * apart: sound and picture of a leg stay within 40 ms. */
#include "media/studio/finalise.h"

#include "tests/lib/media/relay.h"
#include "tests/lib/media/spread.h"

#define SECONDS    600
#define RATE       25
#define WALL_PPM   30 /* the sender's wall clock against the server's */
#define CHECK_US   INT64_C(2500000) /* connectivity checks */
#define LIMIT_MS   40
#define SOUND_US   20000 /* a packet leaves when its 20 ms are over, */
#define PICTURE_US 75000 /* a picture when camera and encoder are done */

static const struct relay_way way = { .loss = 0.05, .delay_us = 60000, .jitter_us = 25000 };

/* A source of the sender, with its own clock. */
struct voice {
	enum sim_kind kind;
	const struct clip *clip;
	struct stream clock; /* for stream_rtp */
	int64_t latency_us;  /* from capture until it leaves */
	size_t next;         /* packet */
	int64_t report_us;   /* the next report */
	int first_lost;      /* packets the relay lost at their first try */
	int came;
};

struct scene {
	struct relay relay;
	struct part_maker part;
	struct voice voices[SIM_KINDS];
	int64_t start_us;
	int64_t check_us;
	enum tap_codec codec;
};

static void on_packet(void *owner, const struct tap_packet *p)
{
	struct scene *s = owner;
	struct tap *tap = intake_tap(s->part.intake);

	s->voices[p->source.track].came += p->kind == TAP_RTP;
	tap->take(tap->owner, p);
	part_tick(&s->part, p->arrival_us - MAKER_AT_US);
}

static void on_note(void *owner, const struct tap_note *n)
{
	struct tap *tap = intake_tap(((struct scene *)owner)->part.intake);

	tap->note(tap->owner, n);
}

/* The sender's wall clock, as NTP time. */
static uint64_t sender_ntp(int64_t at_us)
{
	uint64_t us = (uint64_t)(MAKER_NTP_US + at_us + at_us * WALL_PPM / 1000000);

	return us / 1000000 << 32 | ((us % 1000000) << 32) / 1000000;
}

static int64_t packet_due(const struct voice *v)
{
	return v->next < v->clip->n ? v->clip->packets[v->next].at_us + v->latency_us : INT64_MAX;
}

static void send_packet(struct scene *s, struct voice *v)
{
	const struct clip_packet *p = &v->clip->packets[v->next++];
	struct sim_payload out = { .bytes = { p->bytes + 12, p->n - 12 },
				   .ts = stream_rtp(&v->clock, p->at_us),
				   .marker = p->bytes[1] & 0x80 };

	relay_gather(&s->relay);
	int lost = s->relay.counts[true].lost;
	sim_send_payload(&world.clients[0], v->kind, &out);
	relay_gather(&s->relay);
	v->first_lost += s->relay.counts[true].lost - lost;
}

/* One to five seconds lie between two. */
static void send_report(struct scene *s, struct voice *v)
{
	sim_send_report(&world.clients[0], v->kind, sender_ntp(v->report_us),
			stream_rtp(&v->clock, v->report_us));
	v->report_us += 1000000 + (int64_t)(relay_chance(&s->relay) * 4e6);
}

static int64_t voice_due(const struct voice *v)
{
	int64_t packet = packet_due(v);

	return packet < v->report_us ? packet : v->report_us;
}

/* The sender does what is next; at_us: since its first picture. */
static void talk_once(struct scene *s, struct voice *v, int64_t at_us)
{
	relay_pass(&s->relay, s->start_us + at_us);
	if (at_us >= s->check_us) {
		sim_check(&world.clients[0], true);
		s->check_us += CHECK_US;
	}
	if (v->report_us <= at_us)
		send_report(s, v);
	else
		send_packet(s, v);
}

static void talk(struct scene *s)
{
	struct voice *v = s->voices;

	s->start_us = world.now_us;
	while (packet_due(&v[SIM_AUDIO]) < INT64_MAX || packet_due(&v[SIM_VIDEO]) < INT64_MAX) {
		struct voice *first = voice_due(&v[0]) <= voice_due(&v[1]) ? &v[0] : &v[1];
		talk_once(s, first, voice_due(first));
	}
	relay_pass(&s->relay, world.now_us + 2000000);
}

/* The client joins and connects, recording starts, the relay gets bad. */
static void open_scene(struct scene *s, struct signer *signer)
{
	static const struct stage_cover all = { true, true, true };
	const struct sim_options o = { .video = s->codec == TAP_VP8 ? SDP_VP8 : SDP_H264 };

	world_init(&world);
	world.now_us = MAKER_AT_US;
	world.tap = (struct tap){ s, on_packet, on_note };
	part_begin_visit(&s->part, test_folder(), signer, world.visit, maker_id(77));
	CHECK_EQ(ERR_OK, world_join(&world, 0, &o, 1));
	part_leg_id(&s->part, world.legs[0], 1);
	world_connect(&world, 0);
	CHECK_EQ(ERR_OK, world_stage(&world, ORDER_STAGE_RECORD, all));
	relay_init(&s->relay, &world, way);
}

static void close_scene(struct scene *s)
{
	part_end(&s->part);
	relay_clear(&s->relay);
	world_clear(&world);
}

static struct finalise_result finalise(struct scene *s, struct signer *signer)
{
	struct finalise_result r;
	char packages[300];

	snprintf(packages, sizeof(packages), "%s/package", test_folder());
	struct finalise_job job = { s->part.path, packages, maker_key(), signer, MAKER_ZERO };
	CHECK_EQ(ERR_OK, finalise_part(&job, &r));
	CHECK_EQ(1, r.files);
	return r;
}

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
	       "%d asked for, %d sent again, %d missing at last\n", up->sent, up->lost,
	       up->overtaken, (int)v->clip->n, v->first_lost, c->nacked, c->resent, missing);
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
	for (int i = 0; i < SPREAD_THIRDS; i++) {
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
	const char *encoder = codec == TAP_VP8
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
		.kind = SIM_AUDIO, .clip = &audio, .latency_us = SOUND_US, .report_us = 300000,
		.clock = { .source.clock_rate = 48000, .ppm = 100, .rtp_offset = 4290000000u } };
	s.voices[SIM_VIDEO] = (struct voice){
		.kind = SIM_VIDEO, .clip = &video, .latency_us = PICTURE_US, .report_us = 700000,
		.clock = { .source.clock_rate = 90000, .ppm = -100, .rtp_offset = 99 } };
	open_scene(&s, signer);
	talk(&s);
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
