/*
 * DTLS 1.2 with use_srtp (RFC 5764) over no socket: datagrams in, datagrams out by a call back.
 * The peer's certificate must have the fingerprint that came with its offer. Net thread.
 * OpenSSL keeps the timer of a flight by its own reading of the clock: dtls_due_us says when to
 * call dtls_tick, `now_us` bounds the handshake.
 */
#ifndef MEDIA_CRYPT_DTLS_H
#define MEDIA_CRYPT_DTLS_H

#include "media/crypt/certificate.h"
#include "media/crypt/srtp.h"

#define DTLS_DATAGRAM_MAX 1500
#define DTLS_HANDSHAKE_US INT64_C(30000000)
#define DTLS_FLIGHT_US    250000 /* first wait for an answer; doubles */
#define DTLS_NEVER        INT64_MAX

enum dtls_state {
	DTLS_OPENING,
	DTLS_OPEN,   /* the fingerprint is right, keys are there */
	DTLS_CLOSED, /* the peer said goodbye, or dtls_close */
	DTLS_BROKEN  /* refused, failed or too late */
};

struct dtls_options {
	const struct certificate *certificate; /* borrowed */
	bool server;
	struct sha256 peer; /* fingerprint of the peer's certificate */
	int64_t flight_us;  /* 0: DTLS_FLIGHT_US; not below 20 ms */
	void (*send)(void *owner, struct bytes datagram); /* borrowed for the call */
	void *owner;
};

struct dtls;

/* A client sends its hello at the first dtls_tick. */
MUST_USE enum err dtls_new(const struct dtls_options *o, int64_t now_us, struct dtls **out);
void dtls_free(struct dtls *d);
OWNABLE(dtls)

/* Answers go out by `send` before it returns. ERR_CRYPTO: the connection is DTLS_BROKEN now;
 * datagrams that make no sense are ignored. */
MUST_USE enum err dtls_take(struct dtls *d, struct bytes datagram, int64_t now_us);
void dtls_tick(struct dtls *d, int64_t now_us);

/* When the next dtls_tick is wanted; DTLS_NEVER: none. */
int64_t dtls_due_us(struct dtls *d, int64_t now_us);

enum dtls_state dtls_state(const struct dtls *d);

/* The keys of an open connection (RFC 5705, 5764 s4.2). */
MUST_USE enum err dtls_keys(struct dtls *d, struct srtp_keys *out);

/* Says goodbye. */
void dtls_close(struct dtls *d);

#endif
