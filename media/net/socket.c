/* One UDP socket for all legs: recvmmsg, sendmmsg with segments, IPv4 in IPv6. */
#include "media/net/socket.h"

#include "media/net/name.h"

#include <assert.h>
#include <errno.h>
#include <netinet/in.h>
#include <netinet/udp.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#define TRAIN_MAX   40        /* of 1,500 bytes: below the 64 KiB of one call */
#define QUEUE_BYTES (4 << 20) /* asked for; the system gives what it allows */

/* Datagrams to one address that the kernel takes as one piece (UDP_SEGMENT, Linux 4.18): all of
 * one size, only the last may be smaller. */
struct train {
	union name name;
	struct iovec pieces[TRAIN_MAX];
	int n;
	union {
		struct cmsghdr align;
		char at[CMSG_SPACE(sizeof(uint16_t))];
	} control;
};

/* What socket_send was given, and which of it is on its way. */
struct batch {
	const struct out_packet *packets;
	int n;
	bool *gone;
};

struct socket {
	int fd;
	int family; /* AF_INET6 carries both */
	uint8_t in[SOCKET_BATCH][SOCKET_DATAGRAM];
	union name names[SOCKET_BATCH];
	struct iovec pieces[SOCKET_BATCH];
	struct mmsghdr heads[SOCKET_BATCH];
	struct train trains[SOCKET_BATCH];
	bool one_by_one; /* the system does not take trains */
};

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
	if (bind(s->fd, &name.any, name_of(a, s->family, &name)) == 0)
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
	return name_addr(&name).port;
}

int socket_take(struct socket *s, struct socket_packet out[SOCKET_BATCH])
{
	for (int i = 0; i < SOCKET_BATCH; i++) {
		s->pieces[i] = (struct iovec){ s->in[i], SOCKET_DATAGRAM };
		s->heads[i] = (struct mmsghdr){ .msg_hdr = { .msg_name = &s->names[i],
							     .msg_namelen = sizeof(s->names[i]),
							     .msg_iov = &s->pieces[i],
							     .msg_iovlen = 1 } };
	}
	int n = recvmmsg(s->fd, s->heads, SOCKET_BATCH, MSG_DONTWAIT, NULL);
	for (int i = 0; i < n; i++)
		out[i] =
			(struct socket_packet){ .from = name_addr(&s->names[i]),
						.n = s->heads[i].msg_len,
						.is_cut = s->heads[i].msg_hdr.msg_flags & MSG_TRUNC,
						.at = s->in[i] };
	return n > 0 ? n : 0;
}

/* May this one be coupled on? *is_last: nothing after it. */
static bool train_takes(const struct train *t, size_t size, bool *is_last)
{
	size_t each = t->pieces[0].iov_len;

	*is_last = size < each;
	return size <= each && t->n < TRAIN_MAX;
}

/* Builds the train that starts with packet `first`; what is in it is marked as gone. */
static void train_init(struct socket *s, struct train *t, const struct batch *b, int first)
{
	const struct out_packet *head = &b->packets[first];
	bool is_last = s->one_by_one;

	t->n = 0;
	for (int i = first; i < b->n; i++) {
		const struct out_packet *p = &b->packets[i];

		if (b->gone[i] || !addr_equals(p->to, head->to))
			continue;
		if (t->n && (is_last || !train_takes(t, p->n, &is_last)))
			break;
		t->pieces[t->n++] = (struct iovec){ (void *)p->at, p->n };
		b->gone[i] = true;
	}
}

static struct msghdr train_head(const struct socket *s, struct train *t, struct addr to)
{
	struct msghdr h = { .msg_name = &t->name,
			    .msg_namelen = name_of(to, s->family, &t->name),
			    .msg_iov = t->pieces,
			    .msg_iovlen = (size_t)t->n };
	uint16_t each = (uint16_t)t->pieces[0].iov_len;

	if (t->n == 1)
		return h;
	memset(&t->control, 0, sizeof(t->control));
	h.msg_control = t->control.at;
	h.msg_controllen = sizeof(t->control.at);
	struct cmsghdr *c = CMSG_FIRSTHDR(&h);
	c->cmsg_level = SOL_UDP;
	c->cmsg_type = UDP_SEGMENT;
	c->cmsg_len = CMSG_LEN(sizeof(each));
	memcpy(CMSG_DATA(c), &each, sizeof(each));
	return h;
}

/* The train was not taken: its datagrams go one by one. Returns how many were lost. */
static int send_apart(struct socket *s, struct msghdr *h)
{
	int n = (int)h->msg_iovlen, lost = 0;
	struct iovec *pieces = h->msg_iov;

	if (n == 1 || errno == EAGAIN)
		return n;
	if (errno == EINVAL || errno == EIO) /* an old kernel, or a card that cannot */
		s->one_by_one = true;
	h->msg_control = NULL;
	h->msg_controllen = 0;
	h->msg_iovlen = 1;
	for (int i = 0; i < n; i++) {
		h->msg_iov = &pieces[i];
		lost += sendmsg(s->fd, h, MSG_DONTWAIT) < 0;
	}
	return lost;
}

static int send_trains(struct socket *s, struct mmsghdr *heads, int n)
{
	int lost = 0;

	for (int i = 0; i < n;) {
		int sent = sendmmsg(s->fd, heads + i, (unsigned)(n - i), MSG_DONTWAIT);

		if (sent > 0)
			i += sent;
		else if (errno != EINTR)
			lost += send_apart(s, &heads[i++].msg_hdr);
	}
	return lost;
}

int socket_send(struct socket *s, const struct out_packet *packets, int n)
{
	bool gone[SOCKET_SEND_MAX];
	struct batch b = { packets, n, gone };
	struct mmsghdr heads[SOCKET_BATCH];
	int trains = 0, lost = 0;

	assert(n <= SOCKET_SEND_MAX);
	for (int i = 0; i < n; i++)
		gone[i] = packets[i].to.stream != 0;
	for (int i = 0; i < n; i++) {
		if (gone[i])
			continue;
		train_init(s, &s->trains[trains], &b, i);
		heads[trains] = (struct mmsghdr){ .msg_hdr = train_head(s, &s->trains[trains],
									packets[i].to) };
		if (++trains == SOCKET_BATCH) {
			lost += send_trains(s, heads, trains);
			trains = 0;
		}
	}
	return lost + (trains ? send_trains(s, heads, trains) : 0);
}
