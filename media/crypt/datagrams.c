/* A BIO of datagrams that somebody else carries. */
#include "media/crypt/datagrams.h"

#include <openssl/bio.h>
#include <stdlib.h>
#include <string.h>

static int on_write(BIO *bio, const char *at, int n)
{
	struct datagrams *d = BIO_get_data(bio);

	if (n > 0)
		d->send(d->owner, (struct bytes){ (const uint8_t *)at, (size_t)n });
	return n;
}

static int on_read(BIO *bio, char *at, int size)
{
	struct datagrams *d = BIO_get_data(bio);
	size_t n = d->waiting.n;

	BIO_clear_retry_flags(bio);
	if (!n || size < 0) {
		BIO_set_retry_read(bio);
		return -1;
	}
	if (n > (size_t)size)
		n = (size_t)size;
	memcpy(at, d->waiting.at, n);
	d->waiting.n = 0;
	return (int)n;
}

static long on_control(BIO *bio, int what, long number, void *pointer)
{
	(void)bio, (void)number, (void)pointer;
	switch (what) {
	case BIO_CTRL_FLUSH:
	case BIO_CTRL_DUP:
		return 1;
	case BIO_CTRL_DGRAM_QUERY_MTU:
	case BIO_CTRL_DGRAM_GET_FALLBACK_MTU:
		return DTLS_MTU;
	default:
		return 0;
	}
}

static int on_create(BIO *bio)
{
	BIO_set_init(bio, 1);
	return 1;
}

struct bio_method_st *datagrams_method(void)
{
	BIO_METHOD *m = BIO_meth_new(BIO_get_new_index() | BIO_TYPE_SOURCE_SINK, "datagram");

	if (!m || !BIO_meth_set_write(m, on_write) || !BIO_meth_set_read(m, on_read) ||
	    !BIO_meth_set_ctrl(m, on_control) || !BIO_meth_set_create(m, on_create))
		abort();
	return m;
}
