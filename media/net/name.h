/*
 * The system's names of sockets, from and to our addresses. Pure.
 */
#ifndef MEDIA_NET_NAME_H
#define MEDIA_NET_NAME_H

#include "media/packet/addr.h"

#include <netinet/in.h>
#include <sys/socket.h>

union name {
	struct sockaddr any;
	struct sockaddr_in v4;
	struct sockaddr_in6 v6;
};

/* For a socket of this family; AF_INET6 carries both (RFC 4291 s2.5.5.2). */
socklen_t name_of(struct addr a, int family, union name *out);
struct addr name_addr(const union name *n);

#endif
