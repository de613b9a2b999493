/* Weak links between two legs and the engine: loss, delay, reordering, a cut of half a minute. What
 * the receiver gets of picture and sound, told for each link; at 5 % and 100 ms it has to be good. */
#include "tests/lib/media/relay.h"

#define SECONDS    60
#define STEP_US    5000
#define SOUND_US   20000
#define PICTURE_US 40000
#define PACKETS    3 /* a picture */
#define NACK_US    50000
#define CHECK_US   2500000
#define HOPE_US    400000 /* then a receiver asks for a key frame */

/* The receiver's screen and loudspeaker. */
struct screen {
	uint16_t next;    /* the first number that has not come */
	uint32_t keys;    /* key frames when it last began anew */
	int64_t moved_us; /* the last picture became whole */
	int64_t asked_us;
	int64_t stall_us;  /* the longest time without one */
	int64_t frozen_us; /* in stalls of half a second and more */
};

struct link_run {
	struct relay relay;
	struct screen screen;
	int64_t start_us;
	int sounds;
};

static bool has_come(const struct sim_heard *h, uint16_t seq)
{
	return h->came[seq / 8] >> (seq % 8) & 1;
}

static void note_stall(struct screen *s, int64_t now_us)
{
	int64_t us = now_us > s->moved_us ? now_us - s->moved_us : 0;

	s->stall_us = us > s->stall_us ? us : s->stall_us;
	s->frozen_us += us >= 500000 ? us : 0;
	s->moved_us = now_us;
}

/* Pictures are whole in order, or from a key frame on. */
static void watch(struct link_run *r)
{
	struct sim_heard *h = world_heard(&world, 1, 0, SIM_VIDEO);
	struct screen *s = &r->screen;
	uint16_t before = s->next;

	if (!h->packets)
		return;
	while (has_come(h, s->next) && s->next != (uint16_t)(h->seq + 1))
		s->next++;
	if (s->next == before && h->keys > s->keys && s->asked_us > s->moved_us)
		s->next = h->first_seq = (uint16_t)(h->seq + 1); /* nobody asks for older ones */
	if (s->next == before) {
		if (world.now_us - s->moved_us > HOPE_US && world.now_us - s->asked_us > HOPE_US) {
			s->asked_us = world.now_us;
			s->keys = h->keys;
			sim_send_pli(&world.clients[1], 0);
		}
		return;
	}
	note_stall(s, world.now_us);
}

static void step(struct link_run *r, int64_t at_us)
{
	if (at_us % SOUND_US == 0) {
		sim_send_audio(&world.clients[0]);
		r->sounds++;
	}
	if (at_us % PICTURE_US == 0)
		sim_send_video(&world.clients[0], PACKETS);
	if (at_us % NACK_US == 0)
		sim_send_nack(&world.clients[1], 0);
	for (int i = 0; i < 2 && at_us % CHECK_US == 0; i++)
		sim_check(&world.clients[i], true);
	relay_pass(&r->relay, r->start_us + at_us + STEP_US);
	watch(r);
}

static void run(struct link_run *r, int64_t from_us, int64_t till_us)
{
	for (int64_t at = from_us; at < till_us; at += STEP_US)
		step(r, at);
}

static void open_run(struct link_run *r, struct relay_way way)
{
	*r = (struct link_run){ 0 };
	world_init(&world);
	world_enter(&world, 0);
	world_enter(&world, 1);
	world_talk(&world, 1, PACKETS);
	relay_init(&r->relay, &world, way);
	r->start_us = world.now_us;
	r->screen.next = (uint16_t)(world_heard(&world, 1, 0, SIM_VIDEO)->seq + 1);
	r->screen.moved_us = world.now_us + way.delay_us * 2; /* the first picture's way */
}

static void close_run(struct link_run *r)
{
	relay_clear(&r->relay);
	world_clear(&world);
}

/* Percent of the sound that came; it is never asked for again, the codec makes up for it. */
static double heard(const struct link_run *r)
{
	return 100.0 * world_heard(&world, 1, 0, SIM_AUDIO)->packets / r->sounds;
}

static void tell(const struct link_run *r, const char *what)
{
	printf("  %s: sound %.1f %%, longest stall of the picture %d ms, frozen %.1f s in all; "
	       "%d asked of the sender, %d sent again\n",
	       what, heard(r), (int)(r->screen.stall_us / 1000), (double)r->screen.frozen_us / 1e6,
	       world.clients[0].counts.nacked, world.clients[0].counts.resent);
}

/* `loss` of each of both ways, half of the delay on each. */
static void measure(struct link_run *r, double loss, int delay_ms)
{
	char what[60];

	open_run(r, (struct relay_way){ loss, delay_ms * 500, delay_ms * 100 });
	run(r, 0, SECONDS * INT64_C(1000000));
	snprintf(what, sizeof(what), "%2.0f %% loss, %3d ms", loss * 100, delay_ms);
	tell(r, what);
}

static void five_percent_and_100_ms_are_no_trouble(void)
{
	struct link_run r;

	measure(&r, 0.05, 100);
	CHECK(r.screen.stall_us <= 500000);
	CHECK_EQ(0, r.screen.frozen_us);
	CHECK(heard(&r) > 100 * 0.95 * 0.95 - 2);
	close_run(&r);
}

/* Not every link can be good; none may end the call, and pictures go on. */
static void on_every_link_something_comes(void)
{
	static const double losses[] = { 0, 0.05, 0.1, 0.2 };
	static const int delays[] = { 0, 100, 200, 400 };

	for (size_t i = 0; i < 4; i++)
		for (size_t k = 0; k < 4; k++) {
			struct link_run r;
			struct leg_report leg;

			measure(&r, losses[i], delays[k]);
			CHECK_EQ(1, world_report(&world, 0, &leg));
			CHECK_EQ(LEG_LIVE, leg.state);
			CHECK(heard(&r) > 100 * (1 - losses[i]) * (1 - losses[i]) - 3);
			CHECK(r.screen.frozen_us < SECONDS * INT64_C(500000));
			if (losses[i] == 0)
				CHECK(r.screen.stall_us <= 200000);
			close_run(&r);
		}
}

static void bursts_and_copies_are_no_trouble(void)
{
	static const struct relay_way way = {
		.loss = 0.05, .delay_us = 50000, .jitter_us = 10000, .burst = 6, .twice = 0.05
	};
	struct link_run r;

	open_run(&r, way);
	run(&r, 0, SECONDS * INT64_C(1000000));
	tell(&r, " 5 % loss in bursts of 6, 5 % twice, 100 ms");
	CHECK(r.screen.stall_us <= 500000);
	CHECK_EQ(0, world_heard(&world, 1, 0, SIM_VIDEO)->backwards);
	close_run(&r);
}

static void after_a_cut_of_30_s_it_comes_back_within_2_s(void)
{
	static const struct relay_way way = { 0.05, 50000, 10000 };
	struct link_run r;

	open_run(&r, way);
	run(&r, 0, 10000000);
	r.relay.way.loss = 1;
	run(&r, 10000000, 40000000);
	r.relay.way = way;

	uint32_t sounds = world_heard(&world, 1, 0, SIM_AUDIO)->packets;
	uint32_t keys = world_heard(&world, 1, 0, SIM_VIDEO)->keys;

	run(&r, 40000000, 42000000);
	CHECK(world_heard(&world, 1, 0, SIM_AUDIO)->packets > sounds + 20);
	CHECK(world_heard(&world, 1, 0, SIM_VIDEO)->keys > keys);
	r.screen.stall_us = 0;
	run(&r, 42000000, 50000000);
	tell(&r, "after a cut of 30 s");
	CHECK(r.screen.stall_us <= 500000);
	close_run(&r);
}

static const struct test tests[] = {
	T(five_percent_and_100_ms_are_no_trouble),
	T(on_every_link_something_comes),
	T(bursts_and_copies_are_no_trouble),
	T(after_a_cut_of_30_s_it_comes_back_within_2_s),
};
RUN_TESTS(tests)
