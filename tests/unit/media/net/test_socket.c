/* The UDP socket on loopback: both families, batches, what is too large, what cannot be sent. */
#include "media/net/socket.h"

#include "tests/lib/test.h"

#include <poll.h>
#include <string.h>

static struct socket *open_at(const char *ip)
{
	struct socket *s = NULL;

	CHECK_EQ(ERR_OK, socket_open(ip, 0, &s));
	return s;
}

static struct addr at(const char *ip, int port)
{
	struct addr a;

	CHECK_EQ(ERR_OK, addr_parse(text_of(ip), (uint16_t)port, &a));
	return a;
}

static struct out_packet packet(struct addr to, size_t n, uint8_t fill)
{
	struct out_packet p = { .to = to, .n = (uint16_t)n };

	memset(p.at, fill, n);
	return p;
}

static int take(struct socket *s, struct socket_packet out[SOCKET_BATCH])
{
	struct pollfd p = { .fd = socket_fd(s), .events = POLLIN };

	CHECK_EQ(1, poll(&p, 1, 20000));
	return socket_take(s, out);
}

static void a_datagram_comes_back_to_its_sender(void)
{
	OWN(socket) all = open_at("");
	OWN(socket) one = open_at("127.0.0.1");
	struct addr there = at("127.0.0.1", socket_port(all));
	struct out_packet p = packet(there, 100, 7);
	struct socket_packet in[SOCKET_BATCH];

	CHECK_EQ(0, socket_send(one, &p, 1));
	CHECK_EQ(1, take(all, in));
	CHECK(addr_equals(at("127.0.0.1", socket_port(one)), in[0].from));
	CHECK_EQ(100, in[0].n);
	CHECK_EQ(7, in[0].at[99]);
	p.to = in[0].from;
	CHECK_EQ(0, socket_send(all, &p, 1));
	CHECK_EQ(1, take(one, in));
	CHECK(addr_equals(there, in[0].from));
}

static void many_go_and_come_in_order(void)
{
	OWN(socket) from = open_at("127.0.0.1");
	OWN(socket) to = open_at("127.0.0.1");
	struct out_packet packets[70];
	struct socket_packet in[SOCKET_BATCH];
	int got = 0;

	for (int i = 0; i < 70; i++)
		packets[i] = packet(at("127.0.0.1", socket_port(to)), 20 + (size_t)i, (uint8_t)i);
	CHECK_EQ(0, socket_send(from, packets, 70));
	while (got < 70) {
		int n = take(to, in);

		for (int i = 0; i < n; i++, got++) {
			CHECK_EQ(20 + got, in[i].n);
			CHECK_EQ(got, in[i].at[0]);
		}
	}
	CHECK_EQ(0, socket_take(to, in));
}

/* Equal sizes travel as one piece through the kernel and come out as they were. */
static void trains_come_apart_at_their_seams(void)
{
	OWN(socket) from = open_at("127.0.0.1");
	OWN(socket) to = open_at("");
	OWN(socket) other = open_at("127.0.0.1");
	struct out_packet packets[100];
	struct socket_packet in[SOCKET_BATCH];
	int got = 0;

	for (int i = 0; i < 100; i++) { /* every third for somebody else, every tenth smaller */
		struct socket *s = i % 3 == 2 ? other : to;

		packets[i] = packet(at("127.0.0.1", socket_port(s)), i % 10 == 9 ? 300 : 1200,
				    (uint8_t)i);
	}
	CHECK_EQ(0, socket_send(from, packets, 100));
	while (got < 100 - 33) {
		int n = take(to, in);

		for (int i = 0; i < n; i++, got++) {
			int number = got / 2 * 3 + got % 2;
			CHECK_EQ(number, in[i].at[0]);
			CHECK_EQ(packets[number].n, in[i].n);
			CHECK_EQ(number, in[i].at[in[i].n - 1]);
		}
	}
	for (got = 0; got < 33;)
		got += take(other, in);
	CHECK_EQ(33, got);
}

static void a_datagram_cut_off_is_told(void)
{
	OWN(socket) from = open_at("127.0.0.1");
	OWN(socket) to = open_at("127.0.0.1");
	struct socket_packet in[SOCKET_BATCH];
	struct {
		struct out_packet p;
		uint8_t more[SOCKET_DATAGRAM];
	} large = { packet(at("127.0.0.1", socket_port(to)), OUT_PACKET_MAX, 1), { 0 } };

	large.p.n = SOCKET_DATAGRAM + 1;
	CHECK_EQ(0, socket_send(from, &large.p, 1));
	CHECK_EQ(1, take(to, in));
	CHECK(in[0].is_cut);
}

static void what_cannot_be_sent_stops_nothing(void)
{
	OWN(socket) from = open_at("127.0.0.1");
	OWN(socket) to = open_at("127.0.0.1");
	struct socket_packet in[SOCKET_BATCH];
	struct addr there = at("127.0.0.1", socket_port(to));
	struct out_packet packets[3] = { packet(there, 10, 1), packet(at("127.0.0.1", 0), 10, 2),
					 packet(there, 10, 3) };

	CHECK_EQ(1, socket_send(from, packets, 3));
	int got = take(to, in);
	if (got == 1)
		got += take(to, in);
	CHECK_EQ(2, got);
}

static void a_taken_port_is_refused(void)
{
	OWN(socket) one = open_at("127.0.0.1");
	struct socket *two = NULL;

	CHECK_EQ(ERR_NETWORK, socket_open("127.0.0.1", (uint16_t)socket_port(one), &two));
	CHECK_EQ(ERR_BAD_INPUT, socket_open("nowhere", 0, &two));
}

static const struct test tests[] = {
	T(a_datagram_comes_back_to_its_sender), T(many_go_and_come_in_order),
	T(trains_come_apart_at_their_seams),    T(a_datagram_cut_off_is_told),
	T(what_cannot_be_sent_stops_nothing),   T(a_taken_port_is_refused),
};
RUN_TESTS(tests)
