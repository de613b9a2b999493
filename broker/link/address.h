/*
 * Addresses of those who connect, as limits count them: an IPv4 address is one, of IPv6 the /64 that
 * one line gets. Pure; any thread.
 */
#ifndef BROKER_LINK_ADDRESS_H
#define BROKER_LINK_ADDRESS_H

#include "broker/common/base/text.h"

#include <stdbool.h>
#include <sys/socket.h>

#define ADDRESS_KEY 48

/* "192.0.2.7" (also for ::ffff:192.0.2.7) or "2001:db8:1:2::/64"; "?" for any other family. */
void address_key(const struct sockaddr *from, char out[ADDRESS_KEY]);

/* Where to listen; empty: all addresses of both families. ERR_BAD_INPUT: it is no address. */
MUST_USE enum err address_listen(const char *bind, int port, struct sockaddr_storage *out);

#endif
