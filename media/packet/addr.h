/*
 * The address of a socket as a value, without the system's headers. Pure.
 */
#ifndef MEDIA_PACKET_ADDR_H
#define MEDIA_PACKET_ADDR_H

#include "broker/common/base/text.h"

enum addr_family { ADDR_NONE = 0, ADDR_IPV4 = 4, ADDR_IPV6 = 6 };

struct addr {
	uint8_t ip[16]; /* network order; the first four bytes of IPv4, the rest zero */
	uint16_t port;
	uint8_t family;  /* enum addr_family */
	uint64_t stream; /* 0: UDP; else the TCP connection, a number never used twice */
};

bool addr_equals(struct addr a, struct addr b);

/* Spreads well over a table of any size. */
uint32_t addr_hash(struct addr a);

/* 192.0.2.1 or 2001:db8::1, without a port. */
MUST_USE enum err addr_parse(struct text ip, uint16_t port, struct addr *out);

/* The same, or with a port of its own: 192.0.2.1:443, [2001:db8::1]:443. */
MUST_USE enum err addr_parse_place(struct text place, uint16_t port, struct addr *out);

/* The IP alone, as SDP wants it; terminated. */
#define ADDR_TEXT 46
void addr_format(struct addr a, char out[ADDR_TEXT]);

#endif
