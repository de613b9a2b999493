/* The listener, the table of connections, who has to go. */
#include "media/net/tcp.h"

#include "media/net/name.h"
#include "media/net/stream.h"

#include <assert.h>
#include <errno.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <unistd.h>

#define LISTENER     TCP_EVENTS
#define INDEX_BITS   12 /* of a stream's number; above them a serial */
#define INDEX(n)     ((n) & ((1u << INDEX_BITS) - 1))
#define BACKLOG      128
#define ACCEPTS_TURN 16
#define ROOM_BYTES   16384

struct tcp {
	int fd;
	int family;
	int epoll;    /* borrowed */
	bool is_deaf; /* out of descriptors: the listener rests until the next tick */
	uint64_t serial;
	int64_t tick_us;
	struct stream *streams[TCP_CONNECTIONS];
	int touched[TCP_CONNECTIONS];
	int n_touched;
	uint8_t room[ROOM_BYTES];
	struct {
		_Atomic uint64_t accepted, refused, malformed, idle, unsent, open;
	} counts;
};

static_assert(TCP_CONNECTIONS <= 1 << INDEX_BITS, "an index is a part of a stream's number");

static enum err listen_to(struct tcp *t, struct addr a)
{
	union name name;
	int no = 0, yes = 1;

	t->family = a.family == ADDR_IPV6 ? AF_INET6 : AF_INET;
	t->fd = socket(t->family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
	if (t->fd < 0)
		return ERR_NETWORK;
	if (t->family == AF_INET6)
		setsockopt(t->fd, IPPROTO_IPV6, IPV6_V6ONLY, &no, sizeof(no));
	setsockopt(t->fd, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof(yes));
	if (bind(t->fd, &name.any, name_of(a, t->family, &name)) == 0 &&
	    listen(t->fd, BACKLOG) == 0)
		return ERR_OK;
	close(t->fd);
	t->fd = -1;
	return ERR_NETWORK;
}

static enum err watch(struct tcp *t, int how, int fd, uint64_t number, uint32_t events)
{
	struct epoll_event e = { .events = events, .data.u64 = number };

	return epoll_ctl(t->epoll, how, fd, &e) < 0 ? ERR_NETWORK : ERR_OK;
}

enum err tcp_open(const char *bind_ip, uint16_t port, int epoll, struct tcp **out)
{
	OWN(tcp) t = calloc(1, sizeof(*t));
	struct addr a;

	if (!t)
		abort();
	t->fd = -1;
	t->epoll = epoll;
	if (bind_ip[0]) {
		TRY(addr_parse(text_of(bind_ip), port, &a));
		TRY(listen_to(t, a));
	} else {
		struct addr both = { .family = ADDR_IPV6, .port = port };
		struct addr old = { .family = ADDR_IPV4, .port = port };

		if (listen_to(t, both))
			TRY(listen_to(t, old));
	}
	TRY(watch(t, EPOLL_CTL_ADD, t->fd, LISTENER, EPOLLIN));
	*out = tcp_give(&t);
	return ERR_OK;
}

void tcp_free(struct tcp *t)
{
	if (!t)
		return;
	for (int i = 0; i < TCP_CONNECTIONS; i++)
		stream_free(t->streams[i]);
	if (t->fd >= 0)
		close(t->fd);
	free(t);
}

int tcp_port(const struct tcp *t)
{
	union name name;
	socklen_t n = sizeof(name);

	memset(&name, 0, sizeof(name));
	if (getsockname(t->fd, &name.any, &n) < 0)
		return 0;
	return name_addr(&name).port;
}

static struct stream *find(const struct tcp *t, uint64_t number)
{
	struct stream *s = INDEX(number) < TCP_CONNECTIONS ? t->streams[INDEX(number)] : NULL;

	return s && s->addr.stream == number ? s : NULL;
}

static void drop(struct tcp *t, struct stream *s)
{
	t->streams[INDEX(s->addr.stream)] = NULL;
	stream_free(s);
	t->counts.open--;
}

/* Who counts together: an IPv4 address, an IPv6 network of 64 bits. */
static bool is_same_site(struct addr a, struct addr b)
{
	return a.family == b.family && memcmp(a.ip, b.ip, a.family == ADDR_IPV6 ? 8 : 4) == 0;
}

/* How many there are, and the oldest that has proved nothing. */
struct crowd {
	int n;
	int n_unproved;
	struct stream *oldest;
};

static void crowd_add(struct crowd *c, struct stream *s)
{
	c->n++;
	if (s->is_proved)
		return;
	c->n_unproved++;
	if (!c->oldest || s->addr.stream < c->oldest->addr.stream)
		c->oldest = s;
}

/* A newcomer has room, or somebody unproved makes it; false: neither. */
static bool make_room(struct tcp *t, struct addr from)
{
	struct crowd all = { 0 }, site = { 0 };
	struct stream *goes = NULL;

	for (int i = 0; i < TCP_CONNECTIONS; i++) {
		if (!t->streams[i])
			continue;
		crowd_add(&all, t->streams[i]);
		if (is_same_site(t->streams[i]->addr, from))
			crowd_add(&site, t->streams[i]);
	}
	if (site.n == TCP_PER_ADDRESS)
		goes = site.oldest;
	else if (all.n == TCP_CONNECTIONS || all.n_unproved == TCP_UNPROVED)
		goes = all.oldest;
	else
		return true;
	t->counts.refused++;
	if (goes)
		drop(t, goes);
	return goes != NULL;
}

static void add(struct tcp *t, int fd, struct addr from, int64_t now_us)
{
	unsigned i = 0;

	if (!make_room(t, from)) {
		close(fd);
		return;
	}
	while (t->streams[i])
		i++;
	from.stream = ++t->serial << INDEX_BITS | i;
	t->streams[i] = stream_new(fd, from, now_us);
	t->counts.open++;
	t->counts.accepted++;
	if (watch(t, EPOLL_CTL_ADD, fd, from.stream, EPOLLIN))
		drop(t, t->streams[i]);
}

static void accept_some(struct tcp *t, int64_t now_us)
{
	for (int i = 0; i < ACCEPTS_TURN; i++) {
		union name name;
		socklen_t n = sizeof(name);
		int fd = accept4(t->fd, &name.any, &n, SOCK_NONBLOCK | SOCK_CLOEXEC);

		if (fd >= 0) {
			add(t, fd, name_addr(&name), now_us);
			continue;
		}
		t->is_deaf = errno == EMFILE || errno == ENFILE || errno == ENOMEM;
		if (t->is_deaf && watch(t, EPOLL_CTL_MOD, t->fd, LISTENER, 0))
			t->is_deaf = false;
		return;
	}
}

/* Epoll tells of room only while something waits for it. */
static void flush(struct tcp *t, struct stream *s)
{
	stream_flush(s);
	bool waits = s->from < s->till;
	if (waits == s->wants_room)
		return;
	s->wants_room = waits;
	if (watch(t, EPOLL_CTL_MOD, s->fd, s->addr.stream, waits ? EPOLLIN | EPOLLOUT : EPOLLIN))
		s->is_broken = true;
}

void tcp_on_event(struct tcp *t, uint64_t number, uint32_t events, int64_t now_us,
		  const struct tcp_taker *taker)
{
	enum err err = ERR_OK;

	if (number == LISTENER) {
		accept_some(t, now_us);
		return;
	}
	struct stream *s = find(t, number);
	if (!s)
		return;
	if (events & (EPOLLIN | EPOLLHUP | EPOLLERR)) {
		s->heard_us = now_us;
		err = stream_read(s, t->room, sizeof(t->room), taker);
	}
	if (!err && events & EPOLLOUT)
		flush(t, s);
	if (err == ERR_TOO_LARGE)
		t->counts.malformed++;
	if (err || s->is_broken)
		drop(t, s);
}

void tcp_send(struct tcp *t, const struct out_packet *p)
{
	struct stream *s = find(t, p->to.stream);

	if (s && !stream_add(s, (struct bytes){ p->at, p->n })) {
		flush(t, s);
		if (!stream_add(s, (struct bytes){ p->at, p->n }))
			s = NULL;
	}
	if (!s) {
		t->counts.unsent++;
		return;
	}
	s->is_proved = true;
	if (s->is_touched)
		return;
	s->is_touched = true;
	t->touched[t->n_touched++] = (int)INDEX(s->addr.stream);
}

void tcp_flush(struct tcp *t)
{
	for (int i = 0; i < t->n_touched; i++) {
		struct stream *s = t->streams[t->touched[i]];

		if (s)
			flush(t, s);
	}
	t->n_touched = 0;
}

void tcp_tick(struct tcp *t, int64_t now_us)
{
	t->tick_us = now_us + TCP_TICK_US;
	if (t->is_deaf && !watch(t, EPOLL_CTL_MOD, t->fd, LISTENER, EPOLLIN))
		t->is_deaf = false;
	for (int i = 0; i < TCP_CONNECTIONS; i++) {
		struct stream *s = t->streams[i];

		if (!s)
			continue;
		if (!s->is_broken && now_us - s->heard_us < TCP_IDLE_US &&
		    (s->is_proved || now_us - s->opened_us < TCP_PROVE_US))
			continue;
		t->counts.idle += !s->is_broken;
		drop(t, s);
	}
}

int64_t tcp_next_tick(const struct tcp *t)
{
	return t->tick_us;
}

struct tcp_counts tcp_counts(const struct tcp *t)
{
	return (struct tcp_counts){ t->counts.accepted, t->counts.refused, t->counts.malformed,
				    t->counts.idle,     t->counts.unsent,  t->counts.open };
}
