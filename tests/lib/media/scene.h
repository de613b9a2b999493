/*
 * A sender whose clocks run apart, behind a relay: through the engine, its tap and the journal to the
 * finaliser, on the clock of the world. For tests that include it once.
 */
#ifndef TESTS_LIB_MEDIA_SCENE_H
#define TESTS_LIB_MEDIA_SCENE_H

#include "media/studio/finalise.h"
#include "tests/lib/media/relay.h"
#include "tests/lib/media/spread.h"

#define WALL_PPM   30               /* the sender's wall clock against the server's */
#define CHECK_US   INT64_C(2500000) /* connectivity checks */
#define LIMIT_MS   40
#define SOUND_US   20000 /* a packet leaves when its 20 ms are over, */
#define PICTURE_US 75000 /* a picture when camera and encoder are done */

static const struct relay_way scene_way = { .loss = 0.05, .delay_us = 60000, .jitter_us = 25000 };

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

/* All that leaves before this time, since its first picture. */
static void talk(struct scene *s, int64_t till_us)
{
	struct voice *v = s->voices;

	for (;;) {
		struct voice *first = voice_due(&v[0]) <= voice_due(&v[1]) ? &v[0] : &v[1];
		bool is_over = packet_due(&v[0]) == INT64_MAX && packet_due(&v[1]) == INT64_MAX;

		if (is_over || voice_due(first) >= till_us)
			return;
		talk_once(s, first, voice_due(first));
	}
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
	relay_init(&s->relay, &world, scene_way);
	s->start_us = world.now_us;
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

#endif
