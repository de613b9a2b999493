/*
 * A WebSocket connection: who it is, the message being put together, the frames waiting to go
 * out. Small while idle. Owned by the loop.
 */
#ifndef BROKER_LINK_PEER_H
#define BROKER_LINK_PEER_H

#include "broker/desk/desk.h"

#include <libwebsockets.h>

struct link;
struct peer;

#define PEER_FLIGHTS_MAX   64  /* requests of one connection under way */
#define PEER_FLIGHTS_MEDIA 256 /* of a media server: it has 64 itself, and reports between them */
#define PEER_PING_S        30  /* silence before a ping */
#define PEER_SILENT_S      75  /* silence before it counts as lost */
#define PEER_CHECK_S       300 /* is the session still there? */
#define PEER_SUBPROTOCOL   "xinqiao.v1"

size_t peer_size(void);

/* The library's callback for the subprotocol. */
int peer_callback(struct lws *wsi, enum lws_callback_reasons reason, void *user, void *in,
		  size_t n);

/* What the desk asks of connections: see struct desk_lines. */
bool peers_have(void *link, struct handle at);
bool peers_send(void *link, struct handle to, struct text frame);
int64_t peers_send_all(void *link, struct text frame,
		       bool (*may)(const struct caller *who, const void *with), const void *with);
void peers_drop(void *link, struct handle at, const char *why);

/* Closes the connections of a session. */
void peers_drop_session(struct link *l, struct id session);

/* Each second: pings, lost connections, ended sessions. */
void peers_tick(struct link *l, uint32_t second);

#endif
