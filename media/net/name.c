/* Names of sockets: IPv4, IPv6, and IPv4 in IPv6. */
#include "media/net/name.h"

#include <arpa/inet.h>
#include <string.h>

socklen_t name_of(struct addr a, int family, union name *out)
{
	static const uint8_t mapped[12] = { 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff };

	memset(out, 0, sizeof(*out));
	if (family == AF_INET) {
		out->v4.sin_family = AF_INET;
		out->v4.sin_port = htons(a.port);
		memcpy(&out->v4.sin_addr, a.ip, 4);
		return sizeof(out->v4);
	}
	out->v6.sin6_family = AF_INET6;
	out->v6.sin6_port = htons(a.port);
	if (a.family == ADDR_IPV4) {
		memcpy(out->v6.sin6_addr.s6_addr, mapped, 12);
		memcpy(out->v6.sin6_addr.s6_addr + 12, a.ip, 4);
	} else {
		memcpy(out->v6.sin6_addr.s6_addr, a.ip, 16);
	}
	return sizeof(out->v6);
}

struct addr name_addr(const union name *n)
{
	struct addr a = { .family = ADDR_NONE };

	if (n->any.sa_family == AF_INET) {
		a.family = ADDR_IPV4;
		a.port = ntohs(n->v4.sin_port);
		memcpy(a.ip, &n->v4.sin_addr, 4);
	} else if (IN6_IS_ADDR_V4MAPPED(&n->v6.sin6_addr)) {
		a.family = ADDR_IPV4;
		a.port = ntohs(n->v6.sin6_port);
		memcpy(a.ip, n->v6.sin6_addr.s6_addr + 12, 4);
	} else {
		a.family = ADDR_IPV6;
		a.port = ntohs(n->v6.sin6_port);
		memcpy(a.ip, n->v6.sin6_addr.s6_addr, 16);
	}
	return a;
}
