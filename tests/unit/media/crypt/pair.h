/*
 * Two ends of a DTLS connection and the datagrams between them. What one sends waits in its
 * queue until pair_carry hands it over; a test may lose, copy or change it there.
 */
#ifndef TESTS_UNIT_MEDIA_CRYPT_PAIR_H
#define TESTS_UNIT_MEDIA_CRYPT_PAIR_H

#include "media/crypt/datagrams.h"
#include "media/crypt/dtls.h"
#include "tests/lib/test.h"

#include <openssl/ssl.h>
#include <string.h>

#define PAIR_QUEUE 64

struct queue {
	uint8_t at[PAIR_QUEUE][DTLS_DATAGRAM_MAX];
	size_t length[PAIR_QUEUE];
	int n;
	int sent; /* ever */
};

struct end {
	struct certificate *certificate;
	struct dtls *dtls;
	struct queue out;
};

struct pair {
	struct end server;
	struct end client;
	int64_t now_us;
};

static inline void pair_on_send(void *owner, struct bytes datagram)
{
	struct queue *q = owner;

	CHECK(q->n < PAIR_QUEUE && datagram.n <= DTLS_MTU);
	memcpy(q->at[q->n], datagram.at, datagram.n);
	q->length[q->n++] = datagram.n;
	q->sent++;
}

static inline void pair_init(struct pair *p)
{
	memset(p, 0, sizeof *p);
	p->now_us = 1000000;
	CHECK_EQ(ERR_OK, certificate_new(clock_now(), &p->server.certificate));
	CHECK_EQ(ERR_OK, certificate_new(clock_now(), &p->client.certificate));
}

static inline void pair_open_end(struct pair *p, struct end *e, const struct end *peer)
{
	const struct dtls_options o = {
		.certificate = e->certificate,
		.server = e == &p->server,
		.peer = certificate_fingerprint(peer->certificate),
		.flight_us = 20000,
		.send = pair_on_send,
		.owner = &e->out,
	};

	CHECK_EQ(ERR_OK, dtls_new(&o, p->now_us, &e->dtls));
}

static inline void pair_open(struct pair *p)
{
	pair_open_end(p, &p->server, &p->client);
	pair_open_end(p, &p->client, &p->server);
	dtls_tick(p->client.dtls, p->now_us);
}

static inline void pair_clear(struct pair *p)
{
	dtls_free(p->server.dtls);
	dtls_free(p->client.dtls);
	certificate_free(p->server.certificate);
	certificate_free(p->client.certificate);
}

/* Hands over all that waits in `from`; errors show in the state of `to`. */
static inline void pair_carry(struct pair *p, struct end *from, struct end *to)
{
	struct queue q = from->out;

	from->out.n = 0;
	for (int i = 0; i < q.n; i++) {
		enum err e = dtls_take(to->dtls, (struct bytes){ q.at[i], q.length[i] }, p->now_us);

		CHECK(!e || dtls_state(to->dtls) == DTLS_BROKEN);
	}
}

/* Back and forth until nothing waits. */
static inline void pair_talk(struct pair *p)
{
	while (p->server.out.n || p->client.out.n) {
		pair_carry(p, &p->client, &p->server);
		pair_carry(p, &p->server, &p->client);
	}
}

/* Both ends in this state. */
static inline int pair_is(const struct pair *p, enum dtls_state s)
{
	return dtls_state(p->server.dtls) == s && dtls_state(p->client.dtls) == s;
}

#endif
