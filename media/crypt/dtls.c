/* One DTLS connection: what OpenSSL reads was handed to dtls_take, what it writes goes to the owner. */
#include "media/crypt/dtls.h"

#include "media/crypt/datagrams.h"

#include <openssl/err.h>
#include <openssl/ssl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/time.h>

#define FLIGHT_MIN_US 20000 /* OpenSSL takes less than 15 ms for none */
#define FLIGHT_MAX_US 2000000
#define EXPORT_LABEL  "EXTRACTOR-dtls_srtp"

struct dtls {
	SSL *ssl;
	enum dtls_state state;
	struct datagrams datagrams;
	int64_t deadline_us;
	bool started;
	struct dtls_options options;
};

static unsigned on_timer(SSL *ssl, unsigned last_us)
{
	const struct dtls *d = SSL_get_app_data(ssl);
	unsigned first = (unsigned)d->options.flight_us;

	if (!last_us)
		return first;
	return last_us * 2 < FLIGHT_MAX_US ? last_us * 2 : FLIGHT_MAX_US;
}

enum err dtls_new(const struct dtls_options *o, int64_t now_us, struct dtls **out)
{
	OWN(dtls) d = calloc(1, sizeof *d);
	BIO *bio;

	if (!d)
		abort();
	d->options = *o;
	d->datagrams.send = o->send;
	d->datagrams.owner = o->owner;
	if (!d->options.flight_us)
		d->options.flight_us = DTLS_FLIGHT_US;
	if (d->options.flight_us < FLIGHT_MIN_US)
		d->options.flight_us = FLIGHT_MIN_US;
	d->deadline_us = now_us + DTLS_HANDSHAKE_US;
	d->ssl = SSL_new(certificate_context(o->certificate));
	bio = d->ssl ? BIO_new(certificate_datagrams(o->certificate)) : NULL;
	if (!bio)
		return ERR_CRYPTO;

	BIO_set_data(bio, &d->datagrams);
	SSL_set_bio(d->ssl, bio, bio);
	SSL_set_app_data(d->ssl, d);
	DTLS_set_link_mtu(d->ssl, DTLS_MTU);
	SSL_set_mtu(d->ssl, DTLS_MTU);
	DTLS_set_timer_cb(d->ssl, on_timer);
	if (o->server)
		SSL_set_accept_state(d->ssl);
	else
		SSL_set_connect_state(d->ssl);
	*out = dtls_give(&d);
	return ERR_OK;
}

void dtls_free(struct dtls *d)
{
	if (!d)
		return;
	SSL_free(d->ssl);
	free(d);
}

static enum err break_off(struct dtls *d)
{
	d->state = DTLS_BROKEN;
	ERR_clear_error();
	return ERR_CRYPTO;
}

/* The peer is who the offer said it is, and speaks SRTP. */
static bool is_expected_peer(const struct dtls *d)
{
	X509 *x = SSL_get0_peer_certificate(d->ssl);
	struct sha256 f;
	unsigned n = 0;

	if (!x || !X509_digest(x, EVP_sha256(), f.at, &n) || n != SHA256_BYTES)
		return false;
	return sha256_equals(f, d->options.peer) && SSL_get_selected_srtp_profile(d->ssl);
}

static enum err shake_hands(struct dtls *d)
{
	int r, why;

	ERR_clear_error();
	r = SSL_do_handshake(d->ssl);
	if (r == 1) {
		if (!is_expected_peer(d)) {
			SSL_shutdown(d->ssl);
			return break_off(d);
		}
		d->state = DTLS_OPEN;
		return ERR_OK;
	}
	why = SSL_get_error(d->ssl, r);
	if (why == SSL_ERROR_WANT_READ || why == SSL_ERROR_WANT_WRITE)
		return ERR_OK;
	return break_off(d);
}

/* After the handshake: answers the peer's repeated flight, hears its goodbye, drops data. */
static enum err read_on(struct dtls *d)
{
	char dropped[DTLS_DATAGRAM_MAX];
	int r, why;

	do {
		ERR_clear_error();
		r = SSL_read(d->ssl, dropped, sizeof dropped);
	} while (r > 0);
	why = SSL_get_error(d->ssl, r);
	if (why == SSL_ERROR_WANT_READ || why == SSL_ERROR_WANT_WRITE)
		return ERR_OK;
	if (why == SSL_ERROR_ZERO_RETURN) {
		d->state = DTLS_CLOSED;
		return ERR_OK;
	}
	return break_off(d);
}

enum err dtls_take(struct dtls *d, struct bytes datagram, int64_t now_us)
{
	enum err e = ERR_OK;

	if (!datagram.n || datagram.n > DTLS_DATAGRAM_MAX)
		return ERR_BAD_INPUT;
	if (d->state == DTLS_OPENING && now_us >= d->deadline_us)
		return break_off(d);
	d->started = true;
	d->datagrams.waiting = datagram;
	if (d->state == DTLS_OPENING)
		e = shake_hands(d);
	if (!e && d->state == DTLS_OPEN)
		e = read_on(d);
	d->datagrams.waiting.n = 0;
	return e;
}

void dtls_tick(struct dtls *d, int64_t now_us)
{
	enum err e = ERR_OK;

	if (d->state != DTLS_OPENING)
		return;
	if (now_us >= d->deadline_us) {
		e = break_off(d);
	} else if (!d->started && !d->options.server) {
		d->started = true;
		e = shake_hands(d);
	} else {
		ERR_clear_error();
		if (DTLSv1_handle_timeout(d->ssl) < 0)
			e = break_off(d);
	}
	(void)e; /* the state says it */
}

int64_t dtls_due_us(struct dtls *d, int64_t now_us)
{
	struct timeval left;
	int64_t due;

	if (d->state != DTLS_OPENING)
		return DTLS_NEVER;
	if (!d->started && !d->options.server)
		return now_us;
	if (!DTLSv1_get_timeout(d->ssl, &left))
		return d->deadline_us;
	due = now_us + (int64_t)left.tv_sec * 1000000 + left.tv_usec;
	return due < d->deadline_us ? due : d->deadline_us;
}

enum dtls_state dtls_state(const struct dtls *d)
{
	return d->state;
}

/* RFC 5764 s4.2: client key, server key, client salt, server salt. */
enum err dtls_keys(struct dtls *d, struct srtp_keys *out)
{
	const SRTP_PROTECTION_PROFILE *p;
	uint8_t raw[2 * SRTP_KEY_BYTES];
	uint8_t *client = d->options.server ? out->theirs : out->ours;
	uint8_t *server = d->options.server ? out->ours : out->theirs;
	size_t salt;

	if (d->state != DTLS_OPEN)
		return ERR_WRONG_STATE;
	p = SSL_get_selected_srtp_profile(d->ssl);
	salt = p->id == SRTP_GCM ? 12 : 14;
	if (SSL_export_keying_material(d->ssl, raw, 2 * (16 + salt), EXPORT_LABEL,
				       strlen(EXPORT_LABEL), NULL, 0, 0) != 1)
		return ERR_CRYPTO;

	memset(out, 0, sizeof *out);
	out->cipher = (enum srtp_cipher)p->id;
	memcpy(client, raw, 16);
	memcpy(server, raw + 16, 16);
	memcpy(client + 16, raw + 32, salt);
	memcpy(server + 16, raw + 32 + salt, salt);
	OPENSSL_cleanse(raw, sizeof raw);
	return ERR_OK;
}

void dtls_close(struct dtls *d)
{
	if (d->state == DTLS_OPEN) {
		ERR_clear_error();
		SSL_shutdown(d->ssl);
		d->state = DTLS_CLOSED;
	}
	ERR_clear_error();
}
