/* The net thread: datagrams, orders and timers go to the engine, its packets to the socket. */
#include "media/net/net.h"

#include "broker/common/base/clock.h"
#include "broker/common/base/log.h"
#include "broker/common/base/mailbox.h"
#include "media/net/socket.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <sys/epoll.h>
#include <unistd.h>

#define ORDERS_MAX  1024
#define ORDERS_TURN 16
#define TAKES_TURN  8 /* batches; then orders and timers have their turn */
#define OUT_PACKETS 64
#define WAIT_MS_MAX 1000
#define EVENTS_TURN 32
#define PORT_TRIES  16 /* for a number that is free for both */

enum { EVENT_DATAGRAMS, EVENT_ORDERS }; /* below TCP_EVENTS */

struct net {
	struct engine *engine; /* borrowed */
	struct socket *socket;
	struct tcp *tcp; /* NULL: none */
	struct mailbox *orders;
	int epoll;
	int port;
	struct out out;
	struct out_packet packets[OUT_PACKETS];
	pthread_t thread;
	bool has_thread;
	_Atomic uint64_t unsent;
	_Atomic uint64_t too_large;
};

static void flush(void *owner, struct out *out)
{
	struct net *n = owner;
	int lost = socket_send(n->socket, out->packets, out->n);

	for (int i = 0; n->tcp && i < out->n; i++)
		if (out->packets[i].to.stream)
			tcp_send(n->tcp, &out->packets[i]);
	if (n->tcp)
		tcp_flush(n->tcp);
	if (lost)
		atomic_fetch_add(&n->unsent, (uint64_t)lost);
	out->n = 0;
}

static enum err watch(struct net *n, int fd, uint64_t number)
{
	struct epoll_event e = { .events = EPOLLIN, .data.u64 = number };

	return epoll_ctl(n->epoll, EPOLL_CTL_ADD, fd, &e) < 0 ? ERR_NETWORK : ERR_OK;
}

/* Both, or neither. */
static enum err open_pair(struct net *n, const struct net_settings *s)
{
	enum err err = ERR_OK;

	TRY(socket_open(s->bind, (uint16_t)s->port, &n->socket));
	if (s->tcp)
		err = tcp_open(s->bind,
			       (uint16_t)(s->tcp_port ? s->tcp_port : socket_port(n->socket)),
			       n->epoll, &n->tcp);
	if (!err)
		return ERR_OK;
	socket_free(n->socket);
	n->socket = NULL;
	return err;
}

static enum err open_ports(struct net *n, const struct net_settings *s)
{
	enum err err = open_pair(n, s);

	for (int i = 1; err && !s->port && i < PORT_TRIES; i++)
		err = open_pair(n, s);
	return err;
}

enum err net_new(const struct net_settings *s, struct engine *engine, struct net **out)
{
	OWN(net) n = calloc(1, sizeof(*n));

	if (!n)
		abort();
	n->engine = engine;
	n->orders = mailbox_new(ORDERS_MAX);
	n->out = (struct out){
		.packets = n->packets, .size = OUT_PACKETS, .flush = flush, .owner = n
	};
	n->epoll = epoll_create1(EPOLL_CLOEXEC);
	if (n->epoll < 0)
		return ERR_NETWORK;
	enum err err = open_ports(n, s);
	if (err) {
		log_broken("net.no_port", "port=%d tcp_port=%d", (int)s->port, (int)s->tcp_port);
		return err;
	}
	n->port = socket_port(n->socket);
	TRY(watch(n, socket_fd(n->socket), EVENT_DATAGRAMS));
	TRY(watch(n, mailbox_fd(n->orders), EVENT_ORDERS));
	*out = net_give(&n);
	return ERR_OK;
}

static void give_back(struct stage_order *o)
{
	if (!o->answers || !mailbox_post(o->answers, o))
		stage_order_free(o);
}

static void take_orders(struct net *n)
{
	void *items[ORDERS_TURN];
	int count = mailbox_take(n->orders, items, ORDERS_TURN);

	for (int i = 0; i < count; i++) {
		engine_order(n->engine, items[i], clock_monotonic_us(), &n->out);
		give_back(items[i]);
	}
}

static void take_packets(struct net *n)
{
	struct socket_packet packets[SOCKET_BATCH];

	for (int turn = 0; turn < TAKES_TURN; turn++) {
		int count = socket_take(n->socket, packets);
		int64_t now_us = clock_monotonic_us();

		for (int i = 0; i < count; i++) {
			if (packets[i].is_cut)
				atomic_fetch_add(&n->too_large, 1);
			else
				engine_take(n->engine,
					    (struct arrival){ packets[i].at, packets[i].n,
							      packets[i].from },
					    now_us, &n->out);
		}
		if (count < SOCKET_BATCH)
			return;
		out_flush(&n->out);
	}
}

static void on_frame(void *owner, uint8_t *at, size_t size, struct addr from)
{
	struct net *n = owner;

	engine_take(n->engine, (struct arrival){ at, size, from }, clock_monotonic_us(), &n->out);
}

static void take_event(struct net *n, const struct epoll_event *e)
{
	const struct tcp_taker taker = { on_frame, n };

	if (e->data.u64 == EVENT_DATAGRAMS)
		take_packets(n);
	else if (e->data.u64 == EVENT_ORDERS)
		take_orders(n);
	else
		tcp_on_event(n->tcp, e->data.u64, e->events, clock_monotonic_us(), &taker);
}

static void tick(struct net *n)
{
	int64_t now_us = clock_monotonic_us();

	if (now_us >= engine_next_tick(n->engine))
		engine_tick(n->engine, now_us, &n->out);
	if (n->tcp && now_us >= tcp_next_tick(n->tcp))
		tcp_tick(n->tcp, now_us);
}

/* Rounded up, so that a timer never finds the thread too early. */
static int wait_ms(struct net *n)
{
	int64_t left_us = engine_next_tick(n->engine) - clock_monotonic_us();

	if (left_us <= 0)
		return 0;
	return left_us >= WAIT_MS_MAX * 1000 ? WAIT_MS_MAX : (int)((left_us + 999) / 1000);
}

static void *net_main(void *owner)
{
	struct net *n = owner;
	struct epoll_event events[EVENTS_TURN];

	while (!mailbox_is_closed(n->orders)) {
		int count = epoll_wait(n->epoll, events, EVENTS_TURN, wait_ms(n));

		for (int i = 0; i < count; i++)
			take_event(n, &events[i]);
		tick(n);
		out_flush(&n->out);
	}
	return NULL;
}

enum err net_start(struct net *n)
{
	if (pthread_create(&n->thread, NULL, net_main, n) != 0)
		return ERR_BUSY;
	pthread_setname_np(n->thread, "net");
	n->has_thread = true;
	return ERR_OK;
}

static void stop(struct net *n)
{
	void *item;

	mailbox_close(n->orders);
	if (n->has_thread)
		pthread_join(n->thread, NULL);
	n->has_thread = false;
	while (mailbox_take(n->orders, &item, 1) > 0) {
		struct stage_order *o = item;

		o->result = ERR_STOPPING;
		give_back(o);
	}
}

void net_free(struct net *n)
{
	if (!n)
		return;
	stop(n);
	mailbox_free(n->orders);
	tcp_free(n->tcp);
	socket_free(n->socket);
	if (n->epoll >= 0)
		close(n->epoll);
	free(n);
}

bool net_post(struct net *n, struct stage_order *order)
{
	return mailbox_post(n->orders, order);
}

int net_port(const struct net *n)
{
	return n->port;
}

int net_tcp_port(const struct net *n)
{
	return n->tcp ? tcp_port(n->tcp) : 0;
}

struct net_counts net_counts(const struct net *n)
{
	struct net_counts c = { .unsent = atomic_load(&n->unsent),
				.too_large = atomic_load(&n->too_large) };

	if (n->tcp)
		c.tcp = tcp_counts(n->tcp);
	return c;
}
