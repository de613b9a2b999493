/* One UDP socket for all legs: recvmmsg, sendmmsg, IPv4 in IPv6. */
#include "media/net/socket.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#define QUEUE_BYTES (4 << 20) /* asked for; the system gives what it allows */

union name {
	struct sockaddr any;
	struct sockaddr_in v4;
	struct sockaddr_in6 v6;
};

struct socket {
	int fd;
	int family; /* AF_INET6 carries both */
	uint8_t in[SOCKET_BATCH][SOCKET_DATAGRAM];
	union name names[SOCKET_BATCH];
	struct iovec pieces[SOCKET_BATCH];
	struct mmsghdr heads[SOCKET_BATCH];
};

static socklen_t name_of(const struct socket *s, struct addr a, union name *out)
{
	static const uint8_t mapped[12] = { 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff };

	memset(out, 0, sizeof(*out));
	if (s->family == AF_INET) {
		out->v4.sin_family = AF_INET;
		out->v4.sin_port = htons(a.port);
		memcpy(&out->v4.sin_addr, a.ip, 4);
		return sizeof(out->v4);
	}
	out->v6.sin6_family = AF_INET6;
	out->v6.sin6_port = htons(a.port);
	if (a.family == ADDR_IPV4) { /* RFC 4291 s2.5.5.2 */
		memcpy(out->v6.sin6_addr.s6_addr, mapped, 12);
		memcpy(out->v6.sin6_addr.s6_addr + 12, a.ip, 4);
	} else {
		memcpy(out->v6.sin6_addr.s6_addr, a.ip, 16);
	}
	return sizeof(out->v6);
}

static struct addr addr_of(const union name *n)
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

static enum err bind_to(struct socket *s, struct addr a)
{
	union name name;
	int no = 0, size = QUEUE_BYTES;

	s->family = a.family == ADDR_IPV6 ? AF_INET6 : AF_INET;
	s->fd = socket(s->family, SOCK_DGRAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
	if (s->fd < 0)
		return ERR_NETWORK;
	if (s->family == AF_INET6)
		setsockopt(s->fd, IPPROTO_IPV6, IPV6_V6ONLY, &no, sizeof(no));
	setsockopt(s->fd, SOL_SOCKET, SO_RCVBUF, &size, sizeof(size));
	setsockopt(s->fd, SOL_SOCKET, SO_SNDBUF, &size, sizeof(size));
	if (bind(s->fd, &name.any, name_of(s, a, &name)) == 0)
		return ERR_OK;
	close(s->fd);
	s->fd = -1;
	return ERR_NETWORK;
}

enum err socket_open(const char *bind_ip, uint16_t port, struct socket **out)
{
	OWN(socket) s = calloc(1, sizeof(*s));
	struct addr a;

	if (!s)
		abort();
	s->fd = -1;
	if (bind_ip[0]) {
		TRY(addr_parse(text_of(bind_ip), port, &a));
		TRY(bind_to(s, a));
	} else {
		struct addr both = { .family = ADDR_IPV6, .port = port };
		struct addr old = { .family = ADDR_IPV4, .port = port };

		if (bind_to(s, both))
			TRY(bind_to(s, old));
	}
	*out = socket_give(&s);
	return ERR_OK;
}

void socket_free(struct socket *s)
{
	if (!s)
		return;
	if (s->fd >= 0)
		close(s->fd);
	free(s);
}

int socket_fd(const struct socket *s)
{
	return s->fd;
}

int socket_port(const struct socket *s)
{
	union name name;
	socklen_t n = sizeof(name);

	memset(&name, 0, sizeof(name));
	if (getsockname(s->fd, &name.any, &n) < 0)
		return 0;
	return addr_of(&name).port;
}

int socket_take(struct socket *s, struct socket_packet out[SOCKET_BATCH])
{
	for (int i = 0; i < SOCKET_BATCH; i++) {
		s->pieces[i] = (struct iovec){ s->in[i], SOCKET_DATAGRAM };
		s->heads[i] = (struct mmsghdr){
			.msg_hdr = { .msg_name = &s->names[i], .msg_namelen = sizeof(s->names[i]),
				     .msg_iov = &s->pieces[i], .msg_iovlen = 1 }
		};
	}
	int n = recvmmsg(s->fd, s->heads, SOCKET_BATCH, MSG_DONTWAIT, NULL);
	for (int i = 0; i < n; i++)
		out[i] = (struct socket_packet){
			.from = addr_of(&s->names[i]), .n = s->heads[i].msg_len,
			.is_cut = s->heads[i].msg_hdr.msg_flags & MSG_TRUNC, .at = s->in[i]
		};
	return n > 0 ? n : 0;
}

/* Sends a batch; returns how many were taken before the first that was not. */
static int send_batch(struct socket *s, const struct out_packet *packets, int n)
{
	union name names[SOCKET_BATCH];
	struct iovec pieces[SOCKET_BATCH];
	struct mmsghdr heads[SOCKET_BATCH];

	for (int i = 0; i < n; i++) {
		pieces[i] = (struct iovec){ (void *)packets[i].at, packets[i].n };
		heads[i] = (struct mmsghdr){
			.msg_hdr = { .msg_name = &names[i],
				     .msg_namelen = name_of(s, packets[i].to, &names[i]),
				     .msg_iov = &pieces[i], .msg_iovlen = 1 }
		};
	}
	int sent = sendmmsg(s->fd, heads, (unsigned)n, MSG_DONTWAIT);
	return sent > 0 ? sent : 0;
}

int socket_send(struct socket *s, const struct out_packet *packets, int n)
{
	int lost = 0;

	for (int i = 0; i < n;) {
		int most = n - i < SOCKET_BATCH ? n - i : SOCKET_BATCH;
		int sent = send_batch(s, packets + i, most);

		i += sent;
		if (sent == 0) { /* the first cannot be sent: leave it out, go on */
			if (errno == EINTR)
				continue;
			lost++;
			i++;
		}
	}
	return lost;
}
