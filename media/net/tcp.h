/*
 * The TCP side of the media port: ICE-TCP passive (RFC 6544) with RFC 4571 frames. Each connection
 * is an address of its own for the engine (addr.stream). Everything is bounded: connections in all
 * and for each address, one frame coming in, TCP_QUEUE bytes going out. Net thread, but for
 * opening; never waits.
 */
#ifndef MEDIA_NET_TCP_H
#define MEDIA_NET_TCP_H

#include "broker/common/base/own.h"
#include "media/engine/out.h"

#define TCP_CONNECTIONS 1024  /* open at once */
#define TCP_PER_ADDRESS 96    /* an office behind one address */
#define TCP_UNPROVED    256   /* that have not passed an ICE check; the oldest has to go */
#define TCP_QUEUE       65536 /* bytes waiting to go out of one connection */
#define TCP_MEDIA_QUEUE 57344 /* of them for RTP; the rest is kept for STUN, DTLS, RTCP */
#define TCP_PROVE_US    INT64_C(10000000)
#define TCP_IDLE_US     INT64_C(60000000)
#define TCP_TICK_US     INT64_C(1000000)

struct tcp;

struct tcp_counts {
	uint64_t accepted;
	uint64_t refused;   /* too many, in all or from one address */
	uint64_t malformed; /* closed for a frame that cannot be */
	uint64_t idle;      /* closed unproved or silent */
	uint64_t unsent;    /* datagrams that did not fit, or whose connection is gone */
	uint64_t open;      /* now */
};

/* A whole datagram; its bytes may be changed. */
struct tcp_taker {
	void (*take)(void *owner, uint8_t *at, size_t n, struct addr from);
	void *owner;
};

/* Listens, and adds itself and every connection to `epoll` with their numbers as data.u64, all of
 * them >= TCP_EVENTS. bind as in socket_open. ERR_NETWORK. */
#define TCP_EVENTS 16
MUST_USE enum err tcp_open(const char *bind, uint16_t port, int epoll, struct tcp **out);
void tcp_free(struct tcp *t);
OWNABLE(tcp)

int tcp_port(const struct tcp *t);

/* What epoll told of a number >= TCP_EVENTS; at most a few kilobytes a call. */
void tcp_on_event(struct tcp *t, uint64_t number, uint32_t events, int64_t now_us,
		  const struct tcp_taker *taker);

/* A packet to a connection, or nowhere when it is gone; it leaves at tcp_flush. The engine sends
 * only to who passed an ICE check, so this proves the connection. */
void tcp_send(struct tcp *t, const struct out_packet *p);
void tcp_flush(struct tcp *t);

/* Closes who is late; call it when now >= tcp_next_tick. */
void tcp_tick(struct tcp *t, int64_t now_us);
int64_t tcp_next_tick(const struct tcp *t);

/* Any thread. */
struct tcp_counts tcp_counts(const struct tcp *t);

#endif
