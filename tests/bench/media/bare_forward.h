/*
 * Forwarding with nothing but the calls that it cannot do without: recvmmsg, unprotect, a copy and
 * protect for each receiver, sendmmsg (or, coupled, the server's own way of sending). A thread of
 * its own that tells its CPU time.
 */
#ifndef TESTS_BENCH_MEDIA_BARE_FORWARD_H
#define TESTS_BENCH_MEDIA_BARE_FORWARD_H

#include "media/net/socket.h"
#include "tests/bench/media/caller.h"

#include <pthread.h>
#include <stdatomic.h>
#include <time.h>

#define BARE_LEGS    6
#define BARE_PACKETS (SOCKET_BATCH * (BARE_LEGS - 1))

struct bare {
	struct socket *socket;
	bool coupled; /* equal datagrams to one address go as one piece */
	int n;        /* receivers */
	struct srtp *in;
	struct srtp *out[BARE_LEGS];
	struct addr to[BARE_LEGS];
	struct sockaddr_in names[BARE_LEGS];
	_Atomic int64_t cpu_ns;
	_Atomic bool stop;
	pthread_t thread;
	struct socket_packet came[SOCKET_BATCH];
	struct out_packet sent[BARE_PACKETS];
};

static inline int64_t thread_cpu_ns(void)
{
	struct timespec t;

	clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
	return t.tv_sec * INT64_C(1000000000) + t.tv_nsec;
}

/* One by one, as sendmmsg does it. */
static inline void bare_send(struct bare *b, int n)
{
	struct mmsghdr m[BARE_PACKETS];
	struct iovec v[BARE_PACKETS];

	for (int k = 0; k < n; k++) {
		v[k] = (struct iovec){ b->sent[k].at, b->sent[k].n };
		m[k].msg_hdr = (struct msghdr){ .msg_iov = &v[k],
						.msg_iovlen = 1,
						.msg_name = &b->names[k % b->n],
						.msg_namelen = sizeof b->names[0] };
	}
	for (int sent = 0; sent < n;) {
		int now = sendmmsg(socket_fd(b->socket), m + sent, (unsigned)(n - sent), 0);

		if (now <= 0)
			abort();
		sent += now;
	}
}

/* One burst: n packets came. */
static inline void bare_forward(struct bare *b, int n)
{
	int k = 0;

	for (int i = 0; i < n; i++) {
		size_t plain = b->came[i].n;

		if (srtp_open_rtp(b->in, b->came[i].at, &plain))
			abort();
		for (int r = 0; r < b->n; r++, k++) {
			struct out_packet *p = &b->sent[k];
			size_t size = plain;

			memcpy(p->at, b->came[i].at, plain);
			if (srtp_seal_rtp(b->out[r], p->at, &size, OUT_PACKET_MAX))
				abort();
			p->n = (uint16_t)size;
			p->to = b->to[r];
		}
	}
	if (!b->coupled)
		bare_send(b, k);
	for (int at = 0; b->coupled && at < k; at += SOCKET_SEND_MAX)
		if (socket_send(b->socket, b->sent + at,
				k - at < SOCKET_SEND_MAX ? k - at : SOCKET_SEND_MAX))
			abort();
}

static inline void *bare_main(void *owner)
{
	struct bare *b = owner;
	struct pollfd p = { socket_fd(b->socket), POLLIN, 0 };

	while (!b->stop) {
		int n;

		b->cpu_ns = thread_cpu_ns();
		if (poll(&p, 1, 20) <= 0)
			continue;
		while ((n = socket_take(b->socket, b->came)) > 0)
			bare_forward(b, n);
	}
	return NULL;
}

static inline struct srtp *bare_srtp(enum srtp_cipher cipher)
{
	struct srtp_keys k = { .cipher = cipher };
	struct srtp *s = NULL;

	memset(k.ours, 7, sizeof k.ours);
	memset(k.theirs, 7, sizeof k.theirs);
	CHECK_EQ(ERR_OK, srtp_new(&k, &s));
	return s;
}

/* Sends to these sockets; returns its port. b->coupled is set. */
static inline int bare_start(struct bare *b, enum srtp_cipher cipher, const int *sockets, int n)
{
	CHECK_EQ(ERR_OK, socket_open("127.0.0.1", 0, &b->socket));
	b->n = n;
	b->in = bare_srtp(cipher);
	for (int i = 0; i < n; i++) {
		socklen_t size = sizeof b->names[i];

		b->out[i] = bare_srtp(cipher);
		CHECK(getsockname(sockets[i], (struct sockaddr *)&b->names[i], &size) == 0);
		CHECK_EQ(ERR_OK,
			 addr_parse(TEXT("127.0.0.1"), ntohs(b->names[i].sin_port), &b->to[i]));
	}
	CHECK(pthread_create(&b->thread, NULL, bare_main, b) == 0);
	return socket_port(b->socket);
}

static inline void bare_end(struct bare *b)
{
	b->stop = true;
	pthread_join(b->thread, NULL);
	srtp_free(b->in);
	for (int i = 0; i < b->n; i++)
		srtp_free(b->out[i]);
	socket_free(b->socket);
}

#endif
