/* Two hours of talk with pauses (DTX) over a lossy relay, with clocks 200 ppm apart and one cut of
 * half a minute, after which the leg comes again with a higher epoch: over all that time sound and
 * picture stay within 40 ms of each other, and neither drifts. */
#define SPREAD_SPANS   48
#define MAKER_CHUNK_US 1000000
#include "tests/lib/media/scene.h"

#define SECONDS   7200
#define SOUND_MS  20
#define SILENT_MS 400 /* between packets of comfort noise, RFC 7587 s3.1.3 */
#define FRAME_MS  250
#define KEY_EVERY 8 /* frames */
#define CUT_US    INT64_C(3600000000)
#define BACK_US   (CUT_US + INT64_C(30000000))

static struct clip_packet *add_packet(struct clip *c, size_t most, int64_t at_ms)
{
	struct clip_packet *p = &c->packets[c->n++];

	CHECK(c->n <= most);
	memset(p, 0, sizeof(*p));
	p->at_us = at_ms * 1000;
	p->n = 12; /* room of the RTP header */
	return p;
}

/* Bytes that no other packet has. */
static void add_body(struct clip_packet *p, size_t n, uint64_t number)
{
	for (size_t i = 0; i < n; i++) {
		number = number * 6364136223846793005u + 1442695040888963407u;
		p->bytes[p->n++] = (uint8_t)(number >> 56);
	}
}

static struct clip clip_new(size_t most)
{
	struct clip c = { calloc(most, sizeof(struct clip_packet)), 0 };

	CHECK(c.packets != NULL);
	return c;
}

/* Somebody speaks for one to eight seconds, then listens for half to six. */
static struct clip make_talk(void)
{
	const size_t most = (size_t)SECONDS * 1000 / SOUND_MS;
	struct clip c = clip_new(most);
	struct relay dice = { .dice = 99 };
	int64_t till_ms = 0;
	bool speaks = false;

	for (int64_t at = 0; at < (int64_t)SECONDS * 1000;) {
		if (at >= till_ms) {
			speaks = !speaks;
			till_ms = at + (speaks ? 1000 : 500) +
				  (int64_t)(relay_chance(&dice) * (speaks ? 7000 : 5500));
		}
		struct clip_packet *p = add_packet(&c, most, at);
		p->bytes[p->n++] = 0x78; /* CELT, 20 ms; alone: nothing to hear */
		if (speaks)
			add_body(p, 50, (uint64_t)at + 1);
		at += speaks ? SOUND_MS : SILENT_MS;
	}
	return c;
}

/* One packet a frame (RFC 7741, RFC 6386 s9.1). */
static struct clip make_pictures(void)
{
	static const uint8_t key[] = { 0x10, 0, 0, 0x9d, 0x01, 0x2a, 0x60, 0, 0x40, 0 };
	const size_t most = (size_t)SECONDS * 1000 / FRAME_MS;
	struct clip c = clip_new(most);

	for (size_t i = 0; i < most; i++) {
		struct clip_packet *p = add_packet(&c, most, (int64_t)i * FRAME_MS);
		const uint8_t head[] = { 0x90, 0x80, (uint8_t)(0x80 | (i >> 8 & 0x7f)),
					 (uint8_t)i };

		p->bytes[1] = 0x80; /* the marker: the frame's last packet */
		memcpy(p->bytes + p->n, head, sizeof(head));
		p->n += sizeof(head);
		if (i % KEY_EVERY == 0) {
			memcpy(p->bytes + p->n, key, sizeof(key));
			p->n += sizeof(key);
		} else {
			p->bytes[p->n++] = 0x11;
		}
		add_body(p, 60, i + 1);
	}
	return c;
}

/* The line is cut; then the client comes again, as browsers do. */
static void come_again(struct scene *s)
{
	const struct sim_options o = { .video = SDP_VP8 };

	s->relay.way.loss = 1;
	talk(s, BACK_US);
	relay_pass(&s->relay, s->start_us + BACK_US);
	s->relay.n = 0;
	world.n = 0;
	sim_clear(&world.clients[0]);
	CHECK_EQ(ERR_OK, world_join(&world, 0, &o, 2));
	world_connect(&world, 0);
	s->relay.way.loss = scene_way.loss;
}

static struct finalise_result record(struct scene *s, struct signer *signer)
{
	s->codec = TAP_VP8;
	s->voices[SIM_AUDIO].clock = (struct stream){ .source.clock_rate = 48000,
						      .ppm = 100,
						      .rtp_offset = 4290000000u };
	s->voices[SIM_VIDEO].clock =
		(struct stream){ .source.clock_rate = 90000, .ppm = -100, .rtp_offset = 99 };
	open_scene(s, signer);
	talk(s, CUT_US);
	come_again(s);
	talk(s, INT64_MAX);
	relay_pass(&s->relay, world.now_us + 2000000);
	close_scene(s);
	return finalise(s, signer);
}

/* The least error of a span is its steadiest: what came without delay. */
static double drift_of(const struct spread *s)
{
	double least = 1e9, most = -1e9;

	for (int i = 0; i < SPREAD_SPANS; i++) {
		double middle = (s->least[i] + s->most[i]) / 2;

		least = middle < least ? middle : least;
		most = middle > most ? middle : most;
	}
	return most - least;
}

static void check_film(const struct scene *s, const struct finalise_result *r)
{
	GHashTable *sounds = truth_of_sound(s->voices[SIM_AUDIO].clip);
	GHashTable *pictures = truth_of_pictures(s->voices[SIM_VIDEO].clip, TAP_VP8);
	struct spread sound = spread_of(r->folder, "a:0", sounds, SECONDS);
	struct spread picture = spread_of(r->folder, "v:0", pictures, SECONDS);
	double worst = 0;

	for (int i = 0; i < SPREAD_SPANS; i++)
		worst = spread_skew(&sound, &picture, i) > worst ? spread_skew(&sound, &picture, i)
								 : worst;
	printf("  %d sounds, %d pictures in the file; worst pair in %d spans %.1f ms, drift of "
	       "sound %.1f ms, of picture %.1f ms\n",
	       sound.n, picture.n, SPREAD_SPANS, worst, drift_of(&sound), drift_of(&picture));
	CHECK_EQ(0, sound.unknown + picture.unknown);
	CHECK(picture.n > (SECONDS - 40) * 1000 / FRAME_MS * 99 / 100);
	CHECK(worst < LIMIT_MS);
	CHECK(drift_of(&sound) < LIMIT_MS);
	CHECK(drift_of(&picture) < LIMIT_MS);
	g_hash_table_destroy(sounds);
	g_hash_table_destroy(pictures);
}

static void two_hours_with_pauses_and_a_cut_do_not_drift(void)
{
	static struct scene s;
	struct signer *signer = maker_signer(test_folder());
	struct clip audio = make_talk(), video = make_pictures();

	s.voices[SIM_AUDIO] = (struct voice){
		.kind = SIM_AUDIO, .clip = &audio, .latency_us = SOUND_US, .report_us = 300000
	};
	s.voices[SIM_VIDEO] = (struct voice){
		.kind = SIM_VIDEO, .clip = &video, .latency_us = PICTURE_US, .report_us = 700000
	};
	struct finalise_result r = record(&s, signer);
	check_film(&s, &r);
	signer_free(signer);
	clip_free(&video);
	clip_free(&audio);
}

static const struct test tests[] = {
	T(two_hours_with_pauses_and_a_cut_do_not_drift),
};
RUN_TESTS(tests)
