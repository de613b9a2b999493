/* Sockets of the clients in batches, with loss and delay. */
#include "tests/bench/legs/way.h"

#include <arpa/inet.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#define LATE_MAX 32768 /* datagrams under way; more are lost */

struct late {
	int64_t due_us;
	void *leg; /* NULL: going out */
	int fd;
	uint16_t n;
	uint8_t at[WAY_DATAGRAM_MAX];
};

struct way {
	struct way_settings settings;
	uint64_t dice;
	struct late *late; /* a ring; NULL: no delay */
	size_t first;
	size_t waiting;
	int fd; /* of what is gathered */
	int n;
	uint16_t sizes[WAY_BATCH];
	uint8_t out[WAY_BATCH][WAY_DATAGRAM_MAX];
	uint8_t in[WAY_BATCH][2048];
};

struct way *way_new(const struct way_settings *s)
{
	struct way *w = calloc(1, sizeof *w);

	if (!w)
		abort();
	w->settings = *s;
	w->dice = 88172645463325252u;
	if (s->delay_us && !(w->late = calloc(LATE_MAX, sizeof *w->late)))
		abort();
	return w;
}

void way_free(struct way *w)
{
	if (!w)
		return;
	free(w->late);
	free(w);
}

int way_socket(uint16_t *port)
{
	struct sockaddr_in a = { .sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_ANY) };
	int fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0), size = 4 << 20;
	socklen_t n = sizeof a;

	if (fd < 0 || bind(fd, (struct sockaddr *)&a, n) ||
	    getsockname(fd, (struct sockaddr *)&a, &n))
		abort();
	setsockopt(fd, SOL_SOCKET, SO_RCVBUF, &size, sizeof size);
	*port = ntohs(a.sin_port);
	return fd;
}

enum err way_connect(int fd, const char *ip, uint16_t port)
{
	struct sockaddr_in a = { .sin_family = AF_INET, .sin_port = htons(port) };

	if (inet_pton(AF_INET, ip, &a.sin_addr) != 1)
		return ERR_BAD_INPUT;
	return connect(fd, (struct sockaddr *)&a, sizeof a) ? ERR_NETWORK : ERR_OK;
}

static bool is_lost(struct way *w)
{
	if (w->settings.loss <= 0)
		return false;
	w->dice ^= w->dice << 13;
	w->dice ^= w->dice >> 7;
	w->dice ^= w->dice << 17;
	return (double)(w->dice >> 11) / 9007199254740992.0 < w->settings.loss;
}

static void delay(struct way *w, int fd, void *leg, struct bytes d, int64_t now_us)
{
	if (w->waiting == LATE_MAX || d.n > WAY_DATAGRAM_MAX)
		return;
	struct late *l = &w->late[(w->first + w->waiting++) % LATE_MAX];
	l->due_us = now_us + w->settings.delay_us;
	l->leg = leg;
	l->fd = fd;
	l->n = (uint16_t)d.n;
	memcpy(l->at, d.at, d.n);
}

/* What the server does not take (it is gone, its buffer is full) is lost, as on any way. */
void way_flush(struct way *w)
{
	struct mmsghdr m[WAY_BATCH];
	struct iovec v[WAY_BATCH];

	for (int i = 0; i < w->n; i++) {
		v[i] = (struct iovec){ w->out[i], w->sizes[i] };
		m[i].msg_hdr = (struct msghdr){ .msg_iov = &v[i], .msg_iovlen = 1 };
	}
	for (int done = 0; done < w->n;) {
		int sent = sendmmsg(w->fd, m + done, (unsigned)(w->n - done), 0);

		done += sent > 0 ? sent : 1;
	}
	w->n = 0;
}

static void gather(struct way *w, int fd, struct bytes d)
{
	if (w->n && (w->fd != fd || w->n == WAY_BATCH))
		way_flush(w);
	if (d.n > WAY_DATAGRAM_MAX)
		return;
	w->fd = fd;
	w->sizes[w->n] = (uint16_t)d.n;
	memcpy(w->out[w->n++], d.at, d.n);
}

void way_send(struct way *w, int fd, struct bytes datagram, int64_t now_us)
{
	if (is_lost(w))
		return;
	if (w->late)
		delay(w, fd, NULL, datagram, now_us);
	else
		gather(w, fd, datagram);
}

void way_take(struct way *w, int fd, void *leg, int64_t now_us)
{
	struct mmsghdr m[WAY_BATCH];
	struct iovec v[WAY_BATCH];
	int n = WAY_BATCH;

	while (n == WAY_BATCH) {
		for (int i = 0; i < WAY_BATCH; i++) {
			v[i] = (struct iovec){ w->in[i], sizeof w->in[i] };
			m[i].msg_hdr = (struct msghdr){ .msg_iov = &v[i], .msg_iovlen = 1 };
		}
		n = recvmmsg(fd, m, WAY_BATCH, 0, NULL);
		for (int i = 0; i < n; i++) {
			if (is_lost(w))
				continue;
			if (w->late)
				delay(w, fd, leg, (struct bytes){ w->in[i], m[i].msg_len }, now_us);
			else
				w->settings.come(leg, w->in[i], m[i].msg_len, now_us);
		}
	}
}

void way_tick(struct way *w, int64_t now_us)
{
	while (w->waiting && w->late[w->first].due_us <= now_us) {
		struct late l = w->late[w->first];

		w->first = (w->first + 1) % LATE_MAX;
		w->waiting--;
		if (l.leg)
			w->settings.come(l.leg, l.at, l.n, now_us);
		else
			gather(w, l.fd, (struct bytes){ l.at, l.n });
	}
}
