/* Listening sockets: accept, count, hand over to the library, and end what takes too long. */
#include "broker/link/door.h"

#include "broker/common/base/log.h"
#include "broker/link/inside.h"

#include <errno.h>
#include <libwebsockets.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <unistd.h>

#define ACCEPTS_AT_ONCE 32 /* then the loop looks at everybody else */
#define BACKLOG         4096

/* Descriptors that no connection gets: database, archive, web client, reading. */
#define FILES_KEPT 512
#define FEW_LEFT   64 /* connections, at least, whatever the system allows */

/* Requests without a whole head hold one of the library's header tables each: below its pool. */
#define OPENING_PEOPLE   1024
#define OPENING_PROGRAMS 256

/* Of the programs' places, those that terminals leave to media servers: a quarter of a small share. */
#define SERVERS_KEPT 64

#define LINES_IN_TEN_S 20

void doors_init(struct link *l)
{
	const struct link_settings *s = l->settings;
	struct rlimit files = { 1024, 1024 };

	getrlimit(RLIMIT_NOFILE, &files);
	int64_t all = files.rlim_cur > 1000000 ? 1000000 : (int64_t)files.rlim_cur;
	int64_t programs = s->program_share < all / 4 ? s->program_share : all / 4;
	int64_t people = all - programs - FILES_KEPT;
	struct guests_limits limits = {
		.most = (int)(people > FEW_LEFT ? people : FEW_LEFT),
		.opening = OPENING_PEOPLE,
		.per_address = (int)s->per_address,
		.opening_per_address = (int)s->opening_per_address,
		.head_us = s->head_time * 1000,
		.free = text_of(s->proxies),
	};

	guests_init(&l->doors.people, &limits);
	limits.most = (int)programs;
	limits.kept = programs / 4 < SERVERS_KEPT ? (int)programs / 4 : SERVERS_KEPT;
	limits.opening = OPENING_PROGRAMS;
	guests_init(&l->doors.programs, &limits);
	if (programs < s->program_share || people < FEW_LEFT)
		log_odd("link.few_files", "open_files=%lld people=%lld programs=%lld",
			(long long)all, (long long)people, (long long)programs);
}

void doors_clear(struct link *l)
{
	guests_clear(&l->doors.people);
	guests_clear(&l->doors.programs);
}

bool door_may_tell(struct link *l)
{
	struct link_lines *lines = &l->counts.lines;

	if (l->watches.ticks / 10 != lines->window) {
		if (lines->kept_back)
			log_odd("link.quiet", "kept_back=%u", lines->kept_back);
		*lines = (struct link_lines){ .window = l->watches.ticks / 10 };
	}
	if (lines->n++ < LINES_IN_TEN_S)
		return true;
	lines->kept_back++;
	return false;
}

/* What the library keeps for us with a connection: a handle, never a pointer. */
static void *as_opaque(struct handle h)
{
	return (void *)(uintptr_t)((uint64_t)h.index << 32 | h.epoch);
}

bool door_is(struct lws *wsi, enum door_kind kind)
{
	struct lws_context *context = lws_get_context(wsi);
	struct link *l = lws_context_user(context);

	return context == l->doors.list[kind].context;
}

static struct guests *guests_of(struct lws *wsi)
{
	struct link *l = lws_context_user(lws_get_context(wsi));

	return door_is(wsi, DOOR_PROGRAMS) ? &l->doors.programs : &l->doors.people;
}

static struct guest *guest_of(struct lws *wsi)
{
	uint64_t at = (uint64_t)(uintptr_t)lws_get_opaque_user_data(wsi);

	return guests_find(guests_of(wsi), (struct handle){ (uint32_t)(at >> 32), (uint32_t)at });
}

static void let_go(struct link *l, struct guest *g, const char *why)
{
	l->counts.dropped++;
	if (door_may_tell(l))
		log_odd("link.dropped", "why=%s", why);
	if (!g->socket)
		return;
	lws_set_timeout(g->socket, PENDING_TIMEOUT_USER_REASON_BASE, LWS_TO_KILL_ASYNC);
	lws_cancel_service(lws_get_context(g->socket)); /* it looks at its timers only when woken */
}

/* Without a farewell: the kernel keeps nothing of it either. */
static void turn_away(struct link *l, int fd)
{
	struct linger now = { 1, 0 };

	setsockopt(fd, SOL_SOCKET, SO_LINGER, &now, sizeof(now));
	close(fd);
	l->counts.dropped++;
	if (door_may_tell(l))
		log_odd("link.refused", "why=full");
}

static void take_in(struct door *d, int fd, const struct sockaddr *from)
{
	char address[ADDRESS_KEY];
	struct guest *leaves;

	int on = 1;

	setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on));
	address_key(from, address);
	struct guest *g = guests_add(d->guests, address, clock_monotonic_us(), &leaves);
	if (leaves)
		let_go(d->link, leaves, "no_request");
	if (!g) {
		turn_away(d->link, fd);
		return;
	}
	struct handle self = g->self;
	lws_adopt_desc_t info = {
		.vh = d->vhost,
		.type = LWS_ADOPT_SOCKET | LWS_ADOPT_HTTP | (d->is_tls ? LWS_ADOPT_ALLOW_SSL : 0),
		.fd = { .sockfd = fd },
		.opaque = as_opaque(self),
	};
	struct lws *wsi = lws_adopt_descriptor_vhost_via_info(&info);
	/* It may be gone already: by the library's word, or without one. */
	g = guests_find(d->guests, self);
	if (g && wsi)
		g->socket = wsi;
	else if (g)
		guests_remove(d->guests, g);
}

static void rest(struct door *d)
{
	log_broken("link.no_files", "errno=%d", errno);
	uv_poll_stop(&d->poll);
	d->is_resting = true;
	if (d->guests->oldest)
		let_go(d->link, d->guests->oldest, "no_files");
}

static void on_knock(uv_poll_t *p, int status, int events)
{
	struct door *d = p->data;

	(void)status;
	(void)events;
	for (int i = 0; i < ACCEPTS_AT_ONCE; i++) {
		struct sockaddr_storage from = { 0 };
		socklen_t n = sizeof(from);
		int fd = accept4(d->fd, (struct sockaddr *)&from, &n, SOCK_NONBLOCK | SOCK_CLOEXEC);

		if (fd >= 0)
			take_in(d, fd, (const struct sockaddr *)&from);
		else if (errno == EMFILE || errno == ENFILE || errno == ENOBUFS || errno == ENOMEM)
			return rest(d);
		else if (errno != ECONNABORTED && errno != EINTR)
			return;
	}
}

static int listen_at(const struct sockaddr_storage *at)
{
	int fd = socket(at->ss_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
	int on = 1, off = 0;
	socklen_t n =
		at->ss_family == AF_INET ? sizeof(struct sockaddr_in) : sizeof(struct sockaddr_in6);

	if (fd < 0)
		return -1;
	setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on));
	if (at->ss_family == AF_INET6)
		setsockopt(fd, IPPROTO_IPV6, IPV6_V6ONLY, &off, sizeof(off));
	if (!bind(fd, (const struct sockaddr *)at, n) && !listen(fd, BACKLOG))
		return fd;
	close(fd);
	return -1;
}

enum err door_open(struct link *l, struct door *d, const char *bind, int64_t port)
{
	struct sockaddr_storage at;

	d->link = l;
	d->guests = d == &l->doors.list[DOOR_PROGRAMS] ? &l->doors.programs : &l->doors.people;
	TRY(address_listen(bind, (int)port, &at));
	d->fd = listen_at(&at);
	/* A system without IPv6: all addresses are those of IPv4. */
	if (d->fd < 0 && errno == EAFNOSUPPORT && !bind[0] &&
	    !address_listen("0.0.0.0", (int)port, &at))
		d->fd = listen_at(&at);
	if (d->fd < 0)
		return ERR_NETWORK;
	uv_poll_init(&l->loop, &d->poll, d->fd);
	d->poll.data = d;
	uv_poll_start(&d->poll, UV_READABLE, on_knock);
	d->is_open = true;
	return ERR_OK;
}

static void each(struct link *l, void (*do_it)(struct door *d))
{
	for (int i = 0; i < DOORS; i++)
		if (l->doors.list[i].is_open)
			do_it(&l->doors.list[i]);
}

static void on_shut(uv_handle_t *h)
{
	close(((struct door *)h->data)->fd);
}

static void shut(struct door *d)
{
	d->is_open = false;
	uv_poll_stop(&d->poll);
	uv_close((uv_handle_t *)&d->poll, on_shut);
}

void doors_close(struct link *l)
{
	each(l, shut);
}

static void wake(struct door *d)
{
	if (!d->is_resting)
		return;
	d->is_resting = false;
	uv_poll_start(&d->poll, UV_READABLE, on_knock);
}

static void end_late(struct link *l, struct guests *guests, int64_t now_us)
{
	for (uint32_t i = 0; i < guests->all.n; i++) {
		struct guest *g = handle_at(&guests->all, i);

		if (g && g->until_us && g->until_us <= now_us)
			let_go(l, g, "too_late");
	}
}

void doors_tick(struct link *l, int64_t now_us)
{
	end_late(l, &l->doors.people, now_us);
	end_late(l, &l->doors.programs, now_us);
	each(l, wake);
}

bool door_enter(struct lws *wsi)
{
	struct guest *g = guest_of(wsi);

	if (!g)
		return false;
	guest_enter(guests_of(wsi), g);
	return !g->is_one_too_many;
}

bool door_has_room(struct lws *wsi)
{
	return guests_has_room(guests_of(wsi));
}

void door_owe(struct lws *wsi, int64_t in_us)
{
	struct guest *g = guest_of(wsi);

	if (g)
		g->until_us = in_us ? clock_monotonic_us() + in_us : 0;
}

void door_leave(struct lws *wsi)
{
	struct guest *g = guest_of(wsi);

	if (g)
		guests_remove(guests_of(wsi), g);
}
