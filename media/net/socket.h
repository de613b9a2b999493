/*
 * The UDP socket: addresses as values, many datagrams a call. Net thread, but for opening.
 */
#ifndef MEDIA_NET_SOCKET_H
#define MEDIA_NET_SOCKET_H

#include "broker/common/base/own.h"
#include "media/engine/out.h"

#define SOCKET_BATCH    32
#define SOCKET_SEND_MAX 128
#define SOCKET_DATAGRAM 2048 /* larger ones come cut off, and are told so */

struct socket_packet {
	struct addr from;
	size_t n;
	bool is_cut;
	uint8_t *at; /* the socket's memory, until the next socket_take */
};

struct socket;

/* bind "": both families where possible, else IPv4. ERR_NETWORK. */
MUST_USE enum err socket_open(const char *bind, uint16_t port, struct socket **out);
void socket_free(struct socket *s);
OWNABLE(socket)

int socket_fd(const struct socket *s);
int socket_port(const struct socket *s);

/* What is there, without waiting; 0: nothing. */
int socket_take(struct socket *s, struct socket_packet out[SOCKET_BATCH]);

/* Sends without waiting, at most SOCKET_SEND_MAX; returns how many the system did not take, which
 * are lost. The order is kept for each address. Packets of TCP connections are passed over. */
int socket_send(struct socket *s, const struct out_packet *packets, int n);

#endif
