/*
 * The net thread: one UDP socket, its TCP side, the engine and its timers. Owns the engine's time: whoever
 * wants something of the engine posts an order. Functions say who may call them.
 */
#ifndef MEDIA_NET_NET_H
#define MEDIA_NET_NET_H

#include "media/engine/engine.h"
#include "media/net/tcp.h"

struct net_settings {
	const char *bind; /* address; "": all, both families where the machine has them */
	int64_t port;     /* 0: any free one, see net_port */
	bool tcp;         /* listen for ICE-TCP as well */
	int64_t tcp_port; /* 0: the number of port */
};

/* Datagrams that the socket did not take or give whole. */
struct net_counts {
	uint64_t unsent;    /* the socket's queue was full, or the address cannot be reached */
	uint64_t too_large; /* came in cut off */
	struct tcp_counts tcp;
};

struct net;

/* Binds the sockets; the engine is borrowed until net_free. ERR_NETWORK. */
MUST_USE enum err net_new(const struct net_settings *s, struct engine *engine, struct net **out);
/* Stops first. Orders that nobody carried out go back with ERR_STOPPING. */
void net_free(struct net *n);
OWNABLE(net)

/* From here on only the net thread touches the engine, until net_free has returned. */
MUST_USE enum err net_start(struct net *n);

/* Any thread. False: too many orders wait, or the thread was stopped; the order is still the
 * caller's. Otherwise it comes back through order->answers, or is freed. */
bool net_post(struct net *n, struct stage_order *order);

/* Any thread. */
int net_port(const struct net *n);
int net_tcp_port(const struct net *n); /* 0: none */
struct net_counts net_counts(const struct net *n);

#endif
