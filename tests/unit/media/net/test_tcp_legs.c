/* Clients over real TCP and UDP meet in an engine on its thread: whole frames, single bytes, floods. */
#include "media/net/name.h"
#include "media/net/net.h"

#include "broker/common/base/clock.h"
#include "broker/common/base/mailbox.h"
#include "media/packet/frames.h"
#include "tests/lib/media/sim_client.h"
#include "tests/lib/test.h"

#include <netinet/tcp.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define LIMIT_US INT64_C(60000000) /* then a test gives up */

struct bench {
	struct certificate *certificate;
	struct engine *engine;
	struct net *net;
	struct mailbox *answers;
};

/* A client and its socket. */
struct peer {
	struct sim_client sim;
	struct frames in;
	int fd;
	bool is_tcp;
	bool by_byte;
	bool is_ended;
	struct peer *other; /* talks while this one roams */
};

static struct stage_order *ask(struct bench *b, struct stage_order *o)
{
	void *item;

	o->answers = b->answers;
	memcpy(o->visit.text, "01JZ1111111111111111111150", ID_LENGTH + 1);
	CHECK(net_post(b->net, o));
	CHECK_EQ(1, mailbox_wait(b->answers, &item, 1, 20000));
	CHECK_EQ(ERR_OK, o->result);
	return o;
}

static struct bench bench_new(void)
{
	struct engine_options o = { .n_codecs = 1,
				    .codecs = { SDP_VP8 },
				    .n_addresses = 1,
				    .wall = clock_now(),
				    .wall_us = clock_monotonic_us() };
	struct net_settings s = { .bind = "127.0.0.1", .tcp = true };
	struct bench b = { .answers = mailbox_new(16) };

	CHECK_EQ(ERR_OK, addr_parse(TEXT("127.0.0.1"), 9, &o.addresses[0]));
	CHECK_EQ(ERR_OK, certificate_new(clock_now(), &b.certificate));
	o.certificate = b.certificate;
	CHECK_EQ(ERR_OK, engine_new(&o, &b.engine));
	CHECK_EQ(ERR_OK, net_new(&s, b.engine, &b.net));
	CHECK_EQ(net_port(b.net), net_tcp_port(b.net));
	CHECK_EQ(ERR_OK, net_start(b.net));
	stage_order_free(ask(&b, stage_order_new(ORDER_STAGE_OPEN)));
	return b;
}

static void bench_free(struct bench *b)
{
	net_free(b->net);
	engine_free(b->engine);
	certificate_free(b->certificate);
	mailbox_free(b->answers);
}

static void send_some(struct peer *p, const uint8_t *at, size_t n)
{
	while (n && !p->is_ended) {
		ssize_t sent = send(p->fd, at, p->by_byte ? 1 : n, MSG_NOSIGNAL);

		p->is_ended = sent <= 0;
		at += sent > 0 ? sent : 0;
		n -= sent > 0 ? (size_t)sent : 0;
	}
}

static void on_send(void *owner, struct bytes d)
{
	struct peer *p = owner;
	uint8_t room[FRAME_HEAD + 2048];

	if (!p->is_tcp) {
		send(p->fd, d.at, d.n, 0);
		return;
	}
	CHECK(d.n <= 2048);
	write_u16(room, (uint16_t)d.n);
	memcpy(room + FRAME_HEAD, d.at, d.n);
	send_some(p, room, FRAME_HEAD + d.n);
}

static int dial(struct bench *b, int type)
{
	struct addr to = { .ip = { 127, 0, 0, 1 },
			   .port = (uint16_t)net_port(b->net),
			   .family = ADDR_IPV4 };
	union name name;
	int fd = socket(AF_INET, type, 0), yes = 1;

	CHECK(connect(fd, &name.any, name_of(to, AF_INET, &name)) == 0);
	if (type == SOCK_STREAM)
		setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
	return fd;
}

/* Asks for a leg; its socket is open, its path not checked. */
static void peer_join(struct bench *b, struct peer *p, int number, bool is_tcp)
{
	struct stage_order *o = stage_order_new(ORDER_LEG_OPEN);
	struct sim_options s = { .video = SDP_VP8, .send = on_send, .owner = p };
	socklen_t n = sizeof(union name);
	char offer[SIM_OFFER_MAX], id[64];
	union name name;

	memset(p, 0, sizeof *p);
	p->is_tcp = is_tcp;
	p->fd = dial(b, is_tcp ? SOCK_STREAM : SOCK_DGRAM);
	CHECK(getsockname(p->fd, &name.any, &n) == 0);
	s.addr = name_addr(&name);
	sim_init(&p->sim, &s);
	snprintf(id, sizeof id, "01JD0000000000000000000%03d", number);
	CHECK_EQ(ERR_OK, id_parse(text_of(id), &o->leg));
	o->epoch = 1;
	sim_offer(&p->sim, offer);
	stage_order_set_text(o, text_of(offer));
	ask(b, o);
	sim_take_answer(&p->sim, text_of(o->text), clock_monotonic_us());
	stage_order_free(o);
}

static void peer_free(struct peer *p)
{
	close(p->fd);
	sim_clear(&p->sim);
}

static void take_stream(struct peer *p, struct bytes rest)
{
	uint8_t *frame;
	size_t n;

	for (;;) {
		CHECK_EQ(ERR_OK, frames_take(&p->in, &rest, &frame, &n));
		if (!frame)
			return;
		sim_take(&p->sim, (struct bytes){ frame, n }, clock_monotonic_us());
	}
}

/* Takes what comes within a few milliseconds. */
static void peer_listen(struct peer *p)
{
	struct pollfd f = { p->fd, POLLIN, 0 };
	uint8_t room[4096];

	sim_tick(&p->sim, clock_monotonic_us());
	while (!p->is_ended && poll(&f, 1, 3) > 0) {
		ssize_t n = recv(p->fd, room, sizeof room, MSG_DONTWAIT);

		if (n <= 0)
			p->is_ended = true;
		else if (p->is_tcp)
			take_stream(p, (struct bytes){ room, (size_t)n });
		else
			sim_take(&p->sim, (struct bytes){ room, (size_t)n }, clock_monotonic_us());
	}
}

static void peer_connect(struct peer *p)
{
	int64_t till_us = clock_monotonic_us() + LIMIT_US;

	sim_check(&p->sim, true);
	while (!p->sim.counts.checks_answered) {
		peer_listen(p);
		CHECK(!p->is_ended && clock_monotonic_us() < till_us);
	}
	while (!sim_is_open(&p->sim)) {
		peer_listen(p);
		CHECK(!p->is_ended && clock_monotonic_us() < till_us);
	}
}

/* Both talk until each has heard n more packets of video and of sound. */
static void talk(struct peer *a, struct peer *b, uint32_t n)
{
	int64_t till_us = clock_monotonic_us() + LIMIT_US;
	struct peer *both[] = { a, b };
	uint32_t before[2][SIM_KINDS];

	for (int i = 0; i < 4; i++)
		before[i / 2][i % 2] = both[i / 2]->sim.slots[0][i % 2].packets;
	for (bool is_done = false; !is_done;) {
		is_done = true;
		for (int i = 0; i < 2; i++) {
			sim_send_audio(&both[i]->sim);
			sim_send_video(&both[i]->sim, 3);
			peer_listen(both[i]);
		}
		for (int i = 0; i < 4; i++)
			is_done &= both[i / 2]->sim.slots[0][i % 2].packets >=
				   before[i / 2][i % 2] + n;
		CHECK(!a->is_ended && !b->is_ended && clock_monotonic_us() < till_us);
	}
}

static void nothing_was_damaged(const struct peer *p)
{
	CHECK_EQ(0, p->sim.counts.forged);
	for (int i = 0; i < SIM_KINDS; i++) {
		CHECK_EQ(0, p->sim.slots[0][i].repeated);
		CHECK_EQ(0, p->sim.slots[0][i].backwards);
	}
}

static void a_leg_over_tcp_and_one_over_udp_meet(void)
{
	struct bench b = bench_new();
	struct peer x, y;

	peer_join(&b, &x, 0, true);
	peer_join(&b, &y, 1, false);
	peer_connect(&x);
	peer_connect(&y);
	talk(&x, &y, 100);
	nothing_was_damaged(&x);
	nothing_was_damaged(&y);
	CHECK_EQ(0, net_counts(b.net).tcp.unsent);
	peer_free(&x);
	peer_free(&y);
	bench_free(&b);
}

static void single_bytes_make_the_same_leg(void)
{
	struct bench b = bench_new();
	struct peer x, y;

	peer_join(&b, &x, 0, true);
	peer_join(&b, &y, 1, true);
	x.by_byte = true;
	peer_connect(&x);
	peer_connect(&y);
	talk(&x, &y, 20);
	nothing_was_damaged(&x);
	nothing_was_damaged(&y);
	peer_free(&x);
	peer_free(&y);
	bench_free(&b);
}

/* Another socket under the same leg: no new offer, no new handshake. */
static void peer_roam(struct bench *b, struct peer *p, bool is_tcp)
{
	int64_t till_us = clock_monotonic_us() + LIMIT_US;
	uint32_t before = p->sim.slots[0][SIM_VIDEO].packets;
	socklen_t n = sizeof(union name);
	union name name;

	close(p->fd);
	p->fd = dial(b, is_tcp ? SOCK_STREAM : SOCK_DGRAM);
	p->is_tcp = is_tcp;
	p->in.have = 0;
	CHECK(getsockname(p->fd, &name.any, &n) == 0);
	p->sim.options.addr = name_addr(&name);
	p->sim.counts.checks_answered = 0;
	while (!p->sim.counts.checks_answered || p->sim.slots[0][SIM_VIDEO].packets == before) {
		sim_check(&p->sim, true);
		peer_listen(p);
		CHECK(!p->is_ended && clock_monotonic_us() < till_us);
		if (p->other) {
			sim_send_video(&p->other->sim, 1);
			peer_listen(p->other);
		}
	}
}

static void a_leg_roams_between_udp_and_tcp_without_a_new_offer(void)
{
	struct bench b = bench_new();
	struct peer x, y;

	peer_join(&b, &x, 0, false);
	peer_join(&b, &y, 1, false);
	peer_connect(&x);
	peer_connect(&y);
	x.other = &y;
	talk(&x, &y, 20);
	peer_roam(&b, &x, false);
	talk(&x, &y, 20);
	peer_roam(&b, &x, true);
	talk(&x, &y, 20);
	peer_roam(&b, &x, false);
	talk(&x, &y, 20);
	nothing_was_damaged(&x);
	nothing_was_damaged(&y);
	peer_free(&x);
	peer_free(&y);
	bench_free(&b);
}

/* Connections that send half a frame, one that is too large, DTLS without a check, a forged check. */
static void strike(struct bench *b, int fds[], int n)
{
	static const struct {
		char at[24];
		size_t n;
	} blows[] = {
		{ "\x05\xdc half", 7 },
		{ "\xff\xff", 2 },
		{ "\0\5\x16\xfe\xfd\0\0", 7 },
		{ "\0\x14\0\1\0\0\x21\x12\xa4\x42"
		  "123456789012",
		  22 },
		{ "\0\0\0\0\0\0", 6 },
	};

	for (int i = 0; i < n; i++) {
		fds[i] = dial(b, SOCK_STREAM);
		send(fds[i], blows[i % 5].at, blows[i % 5].n, MSG_NOSIGNAL);
	}
}

static void a_flood_of_connections_disturbs_no_leg(void)
{
	struct bench b = bench_new();
	struct peer x, y;
	int fds[300];

	peer_join(&b, &x, 0, true);
	peer_join(&b, &y, 1, false);
	peer_connect(&x);
	peer_connect(&y);
	for (int turn = 0; turn < 5; turn++) {
		strike(&b, fds, 300);
		talk(&x, &y, 20);
		CHECK(net_counts(b.net).tcp.open <= TCP_PER_ADDRESS);
		for (int i = 0; i < 300; i++)
			close(fds[i]);
	}
	nothing_was_damaged(&x);
	nothing_was_damaged(&y);
	CHECK(net_counts(b.net).tcp.malformed > 0);
	CHECK(net_counts(b.net).tcp.refused > 0);
	peer_free(&x);
	peer_free(&y);
	bench_free(&b);
}

/* A leg that stops reading: its own packets go missing, the others' do not. */
static void a_leg_that_does_not_read_disturbs_nobody(void)
{
	struct bench b = bench_new();
	struct peer deaf, x, y;
	int64_t till_us = clock_monotonic_us() + LIMIT_US;

	peer_join(&b, &deaf, 0, true);
	peer_join(&b, &x, 1, false);
	peer_join(&b, &y, 2, true);
	peer_connect(&deaf);
	peer_connect(&x);
	peer_connect(&y);
	while (!net_counts(b.net).tcp.unsent) {
		for (int i = 0; i < 20; i++)
			sim_send_video(&x.sim, 20);
		peer_listen(&x);
		peer_listen(&y);
		CHECK(clock_monotonic_us() < till_us);
	}
	CHECK(x.sim.slots[1][SIM_VIDEO].ssrc && !y.is_ended && !x.is_ended);
	uint32_t before = y.sim.slots[1][SIM_VIDEO].packets;
	sim_send_video(&x.sim, 5);
	while (y.sim.slots[1][SIM_VIDEO].packets < before + 5) {
		peer_listen(&y);
		CHECK(clock_monotonic_us() < till_us);
	}
	peer_free(&deaf);
	peer_free(&x);
	peer_free(&y);
	bench_free(&b);
}

static const struct test tests[] = {
	T(a_leg_over_tcp_and_one_over_udp_meet),
	T(single_bytes_make_the_same_leg),
	T(a_leg_roams_between_udp_and_tcp_without_a_new_offer),
	T(a_flood_of_connections_disturbs_no_leg),
	T(a_leg_that_does_not_read_disturbs_nobody),
};
RUN_TESTS(tests)
