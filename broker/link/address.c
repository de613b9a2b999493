/* Addresses as limits count them. */
#include "broker/link/address.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdio.h>
#include <string.h>

static void key_of_6(const struct in6_addr *from, char out[ADDRESS_KEY])
{
	struct in6_addr net = *from;

	if (IN6_IS_ADDR_V4MAPPED(from)) {
		inet_ntop(AF_INET, &from->s6_addr[12], out, ADDRESS_KEY);
		return;
	}
	memset(&net.s6_addr[8], 0, 8);
	inet_ntop(AF_INET6, &net, out, ADDRESS_KEY);
	size_t n = strlen(out);
	snprintf(out + n, ADDRESS_KEY - n, "/64");
}

void address_key(const struct sockaddr *from, char out[ADDRESS_KEY])
{
	struct sockaddr_in6 six;
	struct sockaddr_in four;

	switch (from->sa_family) {
	case AF_INET:
		memcpy(&four, from, sizeof(four));
		inet_ntop(AF_INET, &four.sin_addr, out, ADDRESS_KEY);
		return;
	case AF_INET6:
		memcpy(&six, from, sizeof(six));
		key_of_6(&six.sin6_addr, out);
		return;
	default:
		memcpy(out, "?", 2);
	}
}

enum err address_listen(const char *bind, int port, struct sockaddr_storage *out)
{
	struct sockaddr_in6 six = { .sin6_family = AF_INET6, .sin6_port = htons((uint16_t)port) };
	struct sockaddr_in four = { .sin_family = AF_INET, .sin_port = htons((uint16_t)port) };

	memset(out, 0, sizeof(*out));
	if (!bind[0] || inet_pton(AF_INET6, bind, &six.sin6_addr) == 1)
		memcpy(out, &six, sizeof(six));
	else if (inet_pton(AF_INET, bind, &four.sin_addr) == 1)
		memcpy(out, &four, sizeof(four));
	else
		return ERR_BAD_INPUT;
	return ERR_OK;
}
