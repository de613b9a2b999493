/*
 * The doors: listening sockets of our own. Each newcomer is counted by its address before anything
 * is spent on it (TLS, a request's memory), a few at a time, so that a flood at one door leaves the
 * loop time for the others; then the library takes the connection. People's doors share what is left
 * of the open files; the programs' door has its own share and its own limits. Owned by the loop.
 */
#ifndef BROKER_LINK_DOOR_H
#define BROKER_LINK_DOOR_H

#include "broker/common/base/err.h"
#include "broker/link/guests.h"

#include <uv.h>

struct link;
struct lws;
struct lws_context;
struct lws_vhost;

#define DOORS 4

/* Each has a context of the library of its own: nothing that the library keeps can be used up at
 * another one, and by the name of a host nobody gets from one to another. */
struct door {
	struct link *link;
	struct guests *guests;
	struct lws_context *context; /* set to NULL by the library when it is gone */
	struct lws_vhost *vhost;
	uv_poll_t poll;
	int fd;
	bool is_open;
	bool is_tls;
	bool is_resting; /* no descriptor was left: until the next second */
};

struct doors {
	struct guests people;
	struct guests programs;
	struct door list[DOORS];
};

enum door_kind { DOOR_SECURE, DOOR_PLAIN, DOOR_METRICS, DOOR_PROGRAMS }; /* in list */

/* Shares out the open files that the system allows. */
void doors_init(struct link *l);
void doors_clear(struct link *l);

/* ERR_NETWORK: it cannot listen there. */
MUST_USE enum err door_open(struct link *l, struct door *d, const char *bind, int64_t port);
void doors_close(struct link *l); /* nobody comes in any more */

/* Which one it came through. */
bool door_is(struct lws *wsi, enum door_kind kind);

/* Each second: who did not do in time what it owes goes. */
void doors_tick(struct link *l, int64_t now_us);

/* The connection's first request is whole. False: it is one too many of its address. */
bool door_enter(struct lws *wsi);
/* False: only places kept for media servers are left. */
bool door_has_room(struct lws *wsi);

/* Must be done with what it does now in this time; 0: owes nothing. */
void door_owe(struct lws *wsi, int64_t in_us);

/* The library has let go of a connection. */
void door_leave(struct lws *wsi);

/* One odd thing may be logged; false: there were so many lately that it is counted only. */
bool door_may_tell(struct link *l);

#endif
