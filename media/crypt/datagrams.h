/*
 * OpenSSL's reading and writing without a socket: one datagram a read, one a write. For media/crypt
 * only.
 */
#ifndef MEDIA_CRYPT_DATAGRAMS_H
#define MEDIA_CRYPT_DATAGRAMS_H

#include "broker/common/base/text.h"

#define DTLS_MTU 1200

/* What a BIO of ours reads from and writes to: set with BIO_set_data, borrowed. */
struct datagrams {
	struct bytes waiting; /* the datagram being taken; n 0: read before */
	void (*send)(void *owner, struct bytes datagram); /* borrowed for the call */
	void *owner;
};

/* The method of such BIOs; heap: pair with BIO_meth_free. */
struct bio_method_st *datagrams_method(void);

#endif
