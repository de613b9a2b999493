/* CPU of the net thread for each packet that it forwards, against the bare calls: one publisher, one
 * or five receivers, both SRTP profiles, the same bursts, in turns; the best turn of each counts. */
#include "media/engine/engine.h"

#include "tests/bench/media/bare_forward.h"

#define TURNS    3
#define BURSTS   250
#define BURST    12   /* packets */
#define PAUSE_US 3000 /* between bursts */

/* Bursts go out on socket fd, what comes is taken by the callers. Forwarded packets. */
static uint64_t play(struct caller *from, struct srtp *seal, int fd, struct caller *to, int n)
{
	static uint8_t room[BURST][1536];
	struct mmsghdr m[BURST];
	struct iovec v[BURST];
	uint64_t before = 0, after = 0;

	for (int i = 0; i < n; i++)
		before += to[i].received;
	for (int b = 0; b < BURSTS; b++) {
		for (int i = 0; i < BURST; i++) {
			v[i] = (struct iovec){ room[i], caller_make_packet(from, seal, room[i]) };
			m[i].msg_hdr = (struct msghdr){ .msg_iov = &v[i], .msg_iovlen = 1 };
		}
		CHECK_EQ(BURST, sendmmsg(fd, m, BURST, 0));
		usleep(PAUSE_US);
		for (int i = 0; i < n; i++)
			caller_take(&to[i], 0);
	}
	usleep(50000);
	for (int i = 0; i < n; i++)
		caller_take(&to[i], 0);
	for (int i = 0; i < n; i++)
		after += to[i].received;
	return after - before;
}

struct scene {
	enum srtp_cipher cipher;
	int legs;
	struct net *net;
	struct caller callers[BARE_LEGS]; /* the first publishes */
};

/* Microseconds of CPU a forwarded packet: of all threads but this one. */
static double turn_ours(struct scene *s)
{
	for (int i = 0; i < s->legs; i++)
		caller_check(&s->callers[i]);
	int64_t cpu = clock_cpu_us() * 1000 - thread_cpu_ns();
	uint64_t n = play(&s->callers[0], s->callers[0].srtp, s->callers[0].fd, s->callers + 1,
			  s->legs - 1);

	cpu = clock_cpu_us() * 1000 - thread_cpu_ns() - cpu;
	/* Every packet but what was sent before the first key frame was asked for. */
	CHECK(n > (uint64_t)BURSTS * BURST * (uint64_t)(s->legs - 1) * 9 / 10);
	return (double)cpu / 1e3 / (double)n;
}

static double turn_bare(struct scene *s, bool coupled)
{
	static struct bare b;
	struct caller to[BARE_LEGS] = { 0 };
	int sockets[BARE_LEGS];
	uint64_t n;

	memset(&b, 0, sizeof b);
	b.coupled = coupled;
	for (int i = 0; i < s->legs - 1; i++) {
		to[i].fd = sockets[i] = caller_socket(0);
		to[i].srtp = bare_srtp(s->cipher);
	}
	struct caller from = {
		.ssrc = 77, .fd = caller_socket(bare_start(&b, s->cipher, sockets, s->legs - 1))
	};
	struct srtp *seal = bare_srtp(s->cipher);
	int64_t cpu = b.cpu_ns;

	n = play(&from, seal, from.fd, to, s->legs - 1);
	usleep(30000);
	cpu = b.cpu_ns - cpu;
	CHECK_EQ(BURSTS * BURST * (s->legs - 1), n);
	bare_end(&b);
	srtp_free(seal);
	close(from.fd);
	for (int i = 0; i < s->legs - 1; i++)
		caller_close(&to[i]);
	return (double)cpu / 1e3 / (double)n;
}

static void scene_open(struct scene *s, struct net *net)
{
	OWN(stage_order) o = stage_order_new(ORDER_STAGE_OPEN);

	s->net = net;
	o->visit = id_new(clock_now());
	caller_order(net, o);
	for (int i = 0; i < s->legs; i++)
		caller_open(&s->callers[i], net, o->visit,
			    s->cipher == SRTP_GCM ? "SRTP_AEAD_AES_128_GCM"
						  : "SRTP_AES128_CM_SHA1_80");
}

static double least(double a, double b)
{
	return a < b ? a : b;
}

static void compare(enum srtp_cipher cipher, int legs, struct net *net)
{
	static struct scene s;
	double ours = 1e9, theirs = 1e9, coupled = 1e9;

	s = (struct scene){ .cipher = cipher, .legs = legs };
	scene_open(&s, net);
	for (int i = 0; i < TURNS; i++) {
		ours = least(ours, turn_ours(&s));
		theirs = least(theirs, turn_bare(&s, false));
		coupled = least(coupled, turn_bare(&s, true));
	}
	printf("bench forward_%s_%d %.2f (%.2f us CPU a forwarded packet of 1,100 bytes, %d legs; "
	       "libsrtp with recvmmsg and sendmmsg %.2f us; aim <= 1.3; %.2f of %.2f us if it "
	       "couples datagrams as the server does)\n",
	       cipher == SRTP_GCM ? "gcm" : "cm_sha1", legs, ours / theirs, ours, legs, theirs,
	       ours / coupled, coupled);
	for (int i = 0; i < legs; i++)
		caller_close(&s.callers[i]);
}

static void packets_cost_little_more_than_the_bare_calls(void)
{
	OWN(certificate) certificate = NULL;
	OWN(engine) engine = NULL;
	OWN(net) net = NULL;
	const struct net_settings settings = { "127.0.0.1", 0 };
	struct engine_options o = { .codecs = { SDP_VP8 },
				    .n_codecs = 1,
				    .n_addresses = 1,
				    /* As fast as it goes is the measure here. */
				    .budget = { 10000000, 10000000000 },
				    .wall = clock_now(),
				    .wall_us = clock_monotonic_us() };

	CHECK_EQ(ERR_OK, certificate_new(clock_now(), &certificate));
	CHECK_EQ(ERR_OK, addr_parse(TEXT("127.0.0.1"), 9, &o.addresses[0]));
	o.certificate = certificate;
	CHECK_EQ(ERR_OK, engine_new(&o, &engine));
	CHECK_EQ(ERR_OK, net_new(&settings, engine, &net));
	CHECK_EQ(ERR_OK, net_start(net));
	compare(SRTP_GCM, 2, net);
	compare(SRTP_GCM, 6, net);
	compare(SRTP_CM_SHA1, 2, net);
	compare(SRTP_CM_SHA1, 6, net);
}

static const struct test tests[] = { T(packets_cost_little_more_than_the_bare_calls) };
RUN_TESTS(tests)
