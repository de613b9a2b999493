/*
 * The engine's own certificate for DTLS: a P-256 key made at start, self-signed, known to peers
 * by its fingerprint in the answer. Made once, read by the net thread.
 */
#ifndef MEDIA_CRYPT_CERTIFICATE_H
#define MEDIA_CRYPT_CERTIFICATE_H

#include "broker/common/base/clock.h"
#include "broker/common/seal/digest.h"

struct certificate;
struct ssl_ctx_st;
struct bio_method_st;

/* `now` gives its dates: valid from a day before, for two years. */
MUST_USE enum err certificate_new(struct instant now, struct certificate **out);
void certificate_free(struct certificate *c);
OWNABLE(certificate)

/* SHA-256 of its DER form, for a=fingerprint. */
struct sha256 certificate_fingerprint(const struct certificate *c);

/* The OpenSSL context of all DTLS connections with this certificate; for media/crypt only. */
struct ssl_ctx_st *certificate_context(const struct certificate *c);
/* And the BIO through which they read and write datagrams. */
const struct bio_method_st *certificate_datagrams(const struct certificate *c);

#endif
