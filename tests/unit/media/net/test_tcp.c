/* The TCP side alone, on a clock of the test: bounded in number, bytes and time; frames kept whole. */
#include "media/net/tcp.h"

#include "broker/common/base/sink.h"
#include "media/packet/frames.h"
#include "tests/lib/test.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

struct desk {
	int epoll;
	struct tcp *tcp;
	int64_t now_us;
	int frames;
	size_t bytes;
	struct addr from; /* of the last frame */
};

static void on_frame(void *owner, uint8_t *at, size_t n, struct addr from)
{
	struct desk *d = owner;

	d->frames++;
	d->bytes += n;
	d->from = from;
	memset(at, 0, n);
}

static struct desk desk_new(void)
{
	struct desk d = { .epoll = epoll_create1(0) };
	struct rlimit files = { 8192, 8192 };

	setrlimit(RLIMIT_NOFILE, &files);
	CHECK_EQ(ERR_OK, tcp_open("127.0.0.1", 0, d.epoll, &d.tcp));
	return d;
}

static void desk_free(struct desk *d)
{
	tcp_free(d->tcp);
	close(d->epoll);
}

/* Hands over what epoll has, until it has nothing. */
static void serve(struct desk *d)
{
	const struct tcp_taker taker = { on_frame, d };
	struct epoll_event events[64];

	for (int n; (n = epoll_wait(d->epoll, events, 64, 20)) > 0;)
		for (int i = 0; i < n; i++)
			tcp_on_event(d->tcp, events[i].data.u64, events[i].events, d->now_us,
				     &taker);
}

/* From 127.0.0.`host`. */
static int dial(struct desk *d, int host)
{
	int fd = socket(AF_INET, SOCK_STREAM, 0);
	struct sockaddr_in a = { .sin_family = AF_INET };

	a.sin_addr.s_addr = htonl(0x7f000000u + (uint32_t)host);
	CHECK(bind(fd, (struct sockaddr *)&a, sizeof a) == 0);
	a.sin_addr.s_addr = htonl(0x7f000001u);
	a.sin_port = htons((uint16_t)tcp_port(d->tcp));
	CHECK(connect(fd, (struct sockaddr *)&a, sizeof a) == 0);
	return fd;
}

static void write_all(int fd, const void *at, size_t n)
{
	CHECK_EQ((ssize_t)n, send(fd, at, n, MSG_NOSIGNAL));
}

/* A connection that has sent a frame, and was sent one if `proved`. */
static int enter(struct desk *d, int host, bool proved)
{
	int fd = dial(d, host);
	struct out_packet p = { .n = 4, .at = { 0, 1, 2, 3 } };

	write_all(fd, "\0\2hi", 4);
	serve(d);
	CHECK(d->from.stream != 0);
	p.to = d->from;
	if (!proved)
		return fd;
	tcp_send(d->tcp, &p);
	tcp_flush(d->tcp);
	return fd;
}

static bool is_ended(int fd)
{
	char c[64];
	ssize_t n;

	while ((n = recv(fd, c, sizeof c, MSG_DONTWAIT)) > 0)
		;
	return n == 0;
}

static void frames_come_whole_however_they_are_cut(void)
{
	struct desk d = desk_new();
	int fd = dial(&d, 1);
	static const char stream[] = "\0\3abc\0\0\0\5defgh\0\1i";

	for (size_t i = 0; i < sizeof stream - 1; i++) {
		write_all(fd, stream + i, 1);
		serve(&d);
	}
	CHECK_EQ(3, d.frames);
	CHECK_EQ(9, d.bytes);
	CHECK_EQ(ADDR_IPV4, d.from.family);
	close(fd);
	desk_free(&d);
}

static void both_families_come_to_one_listener(void)
{
	struct desk d = { .epoll = epoll_create1(0) };
	struct sockaddr_in6 a = { .sin6_family = AF_INET6, .sin6_addr = in6addr_loopback };
	int six = socket(AF_INET6, SOCK_STREAM, 0);

	CHECK_EQ(ERR_OK, tcp_open("", 0, d.epoll, &d.tcp));
	close(enter(&d, 1, false));
	CHECK_EQ(ADDR_IPV4, d.from.family);
	CHECK_EQ(127, d.from.ip[0]);
	a.sin6_port = htons((uint16_t)tcp_port(d.tcp));
	if (six >= 0 &&
	    connect(six, (struct sockaddr *)&a, sizeof a) == 0) { /* else it has no IPv6 */
		write_all(six, "\0\2hi", 4);
		serve(&d);
		CHECK_EQ(ADDR_IPV6, d.from.family);
		CHECK_EQ(1, d.from.ip[15]);
	}
	close(six);
	desk_free(&d);
}

static void every_connection_is_an_address_of_its_own(void)
{
	struct desk d = desk_new();
	uint64_t last = 0;

	for (int i = 0; i < 50; i++) {
		int fd = enter(&d, 1, true);

		CHECK(d.from.stream > last);
		last = d.from.stream;
		close(fd);
		serve(&d);
		CHECK_EQ(0, tcp_counts(d.tcp).open);
	}
	desk_free(&d);
}

static void a_frame_that_cannot_be_ends_the_connection(void)
{
	struct desk d = desk_new();
	int fd = dial(&d, 1), good = enter(&d, 1, true);

	write_all(fd, "\0\1x\xff\xffyyyy", 9);
	serve(&d);
	CHECK(is_ended(fd) || errno == ECONNRESET);
	CHECK_EQ(1, tcp_counts(d.tcp).malformed);
	CHECK_EQ(1, tcp_counts(d.tcp).open);
	close(fd);
	close(good);
	desk_free(&d);
}

static void who_proves_nothing_in_ten_seconds_goes(void)
{
	struct desk d = desk_new();
	int idle = dial(&d, 1), talker = enter(&d, 1, false), good = enter(&d, 1, true);

	serve(&d);
	d.now_us = TCP_PROVE_US - 1;
	write_all(talker, "\0\2hi", 4);
	serve(&d);
	tcp_tick(d.tcp, d.now_us);
	CHECK_EQ(3, tcp_counts(d.tcp).open);
	tcp_tick(d.tcp, TCP_PROVE_US);
	CHECK_EQ(1, tcp_counts(d.tcp).open);
	CHECK(is_ended(idle) && is_ended(talker) && !is_ended(good));
	CHECK_EQ(2, tcp_counts(d.tcp).idle);
	tcp_tick(d.tcp, TCP_IDLE_US - 1);
	CHECK(!is_ended(good));
	tcp_tick(d.tcp, TCP_IDLE_US);
	CHECK(is_ended(good));
	close(idle);
	close(talker);
	close(good);
	desk_free(&d);
}

static void a_flood_displaces_itself_and_nobody_else(void)
{
	struct desk d = desk_new();
	int good = enter(&d, 1, true), fds[1500];

	for (int i = 0; i < 1500; i++) {
		fds[i] = dial(&d, 2 + i / 80);
		write_all(fds[i], "\x05\xdc half a frame", 15);
		if (i % 50 == 0)
			serve(&d);
	}
	serve(&d);
	CHECK_EQ(1 + TCP_UNPROVED, tcp_counts(d.tcp).open);
	CHECK_EQ(1500 - TCP_UNPROVED, tcp_counts(d.tcp).refused);
	CHECK(!is_ended(good));
	write_all(good, "\0\2hi", 4);
	d.frames = 0;
	serve(&d);
	CHECK_EQ(1, d.frames);
	for (int i = 0; i < 1500; i++)
		close(fds[i]);
	close(good);
	desk_free(&d);
}

static void an_address_has_its_share(void)
{
	struct desk d = desk_new();
	int fds[TCP_PER_ADDRESS + 1], other;

	for (int i = 0; i < TCP_PER_ADDRESS; i++)
		fds[i] = enter(&d, 1, true);
	fds[TCP_PER_ADDRESS] = dial(&d, 1);
	serve(&d);
	CHECK(is_ended(fds[TCP_PER_ADDRESS]) || errno == ECONNRESET);
	CHECK(!is_ended(fds[0]));
	other = enter(&d, 2, true);
	CHECK(!is_ended(other));
	CHECK_EQ(TCP_PER_ADDRESS + 1, tcp_counts(d.tcp).open);
	for (int i = 0; i <= TCP_PER_ADDRESS; i++)
		close(fds[i]);
	close(other);
	desk_free(&d);
}

/* Until it is not taken; returns how many were. */
static int fill(struct desk *d, struct out_packet *p)
{
	uint64_t before = tcp_counts(d->tcp).unsent;
	int n = 0;

	for (;; n++) {
		write_u16(p->at + 2, (uint16_t)n);
		tcp_send(d->tcp, p);
		tcp_flush(d->tcp);
		if (tcp_counts(d->tcp).unsent != before)
			return n;
	}
}

static void a_peer_that_does_not_read_costs_a_bounded_queue(void)
{
	struct desk d = desk_new();
	int fd = enter(&d, 1, true), came = 0;
	struct out_packet media = { .to = d.from, .n = 1200, .at = { 0x80, 0x60 } };
	struct out_packet check = { .to = d.from, .n = 100, .at = { 1, 1 } };
	struct frames in = { .have = 0 };
	uint8_t room[5000], *frame;
	size_t n;

	int sent = fill(&d, &media);
	tcp_send(d.tcp, &check);
	CHECK_EQ(1, tcp_counts(d.tcp).unsent);
	CHECK(sent > TCP_MEDIA_QUEUE / 1202 - 2);
	CHECK(sent < 4000000 / 1202);
	for (bool is_last = false; !is_last;) {
		ssize_t got = recv(fd, room, sizeof room, MSG_DONTWAIT);

		if (got < 0) {
			serve(&d);
			continue;
		}
		struct bytes rest = { room, (size_t)got };
		for (;;) {
			CHECK_EQ(ERR_OK, frames_take(&in, &rest, &frame, &n));
			if (!frame)
				break;
			is_last = n == 100;
			if (n == 1200)
				CHECK_EQ(came++ & 0xffff, read_u16(frame + 2));
		}
	}
	CHECK_EQ(sent, came);
	close(fd);
	desk_free(&d);
}

static void a_packet_for_a_connection_that_is_gone_is_counted(void)
{
	struct desk d = desk_new();
	int fd = enter(&d, 1, true);
	struct out_packet p = { .to = d.from, .n = 100 };

	close(fd);
	serve(&d);
	fd = enter(&d, 1, false);
	tcp_send(d.tcp, &p);
	tcp_flush(d.tcp);
	CHECK_EQ(1, tcp_counts(d.tcp).unsent);
	CHECK(!is_ended(fd));
	close(fd);
	desk_free(&d);
}

static const struct test tests[] = {
	T(frames_come_whole_however_they_are_cut),
	T(both_families_come_to_one_listener),
	T(every_connection_is_an_address_of_its_own),
	T(a_frame_that_cannot_be_ends_the_connection),
	T(who_proves_nothing_in_ten_seconds_goes),
	T(a_flood_displaces_itself_and_nobody_else),
	T(an_address_has_its_share),
	T(a_peer_that_does_not_read_costs_a_bounded_queue),
	T(a_packet_for_a_connection_that_is_gone_is_counted),
};
RUN_TESTS(tests)
