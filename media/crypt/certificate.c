/* The certificate of the engine and the OpenSSL context that uses it. */
#include "media/crypt/certificate.h"

#include "broker/common/base/ids.h"
#include "media/crypt/datagrams.h"

#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>
#include <stdlib.h>

#define HANDSHAKE_MAX 16384 /* bytes of one message that a peer may make us keep */

struct certificate {
	SSL_CTX *context;
	BIO_METHOD *datagrams;
	struct sha256 fingerprint;
};

void certificate_free(struct certificate *c)
{
	if (!c)
		return;
	SSL_CTX_free(c->context);
	BIO_meth_free(c->datagrams);
	free(c);
}

/* Self-signed, with no name of anybody in it (RFC 8827 s6.5 asks for a random serial only). */
static X509 *sign_new(EVP_PKEY *key, struct instant now)
{
	X509 *x = X509_new();
	uint8_t serial[8];
	BIGNUM *number;
	time_t wall = (time_t)(now.ms / 1000);

	random_fill(serial, sizeof serial);
	serial[0] &= 0x7f;
	number = BN_bin2bn(serial, sizeof serial, NULL);
	if (!x || !number || !X509_set_version(x, 2) ||
	    !BN_to_ASN1_INTEGER(number, X509_get_serialNumber(x)) ||
	    !X509_NAME_add_entry_by_txt(X509_get_subject_name(x), "CN", MBSTRING_ASC,
					(const unsigned char *)"xinqiao", -1, -1, 0) ||
	    !X509_set_issuer_name(x, X509_get_subject_name(x)) ||
	    !X509_time_adj_ex(X509_getm_notBefore(x), -1, 0, &wall) ||
	    !X509_time_adj_ex(X509_getm_notAfter(x), 730, 0, &wall) || !X509_set_pubkey(x, key) ||
	    !X509_sign(x, key, EVP_sha256())) {
		X509_free(x);
		x = NULL;
	}
	BN_free(number);
	return x;
}

/* The peer's certificate is judged by its fingerprint when the handshake is over, not by a CA. */
static int on_verify(int ok, X509_STORE_CTX *store)
{
	(void)ok, (void)store;
	return 1;
}

static enum err configure(SSL_CTX *c, X509 *x, EVP_PKEY *key)
{
	SSL_CTX_set_verify(c, SSL_VERIFY_PEER | SSL_VERIFY_FAIL_IF_NO_PEER_CERT, on_verify);
	SSL_CTX_set_options(c, SSL_OP_NO_QUERY_MTU | SSL_OP_NO_TICKET | SSL_OP_NO_RENEGOTIATION);
	SSL_CTX_set_session_cache_mode(c, SSL_SESS_CACHE_OFF);
	SSL_CTX_set_read_ahead(c, 1);
	SSL_CTX_set_max_cert_list(c, HANDSHAKE_MAX);
	if (!SSL_CTX_set_min_proto_version(c, DTLS1_2_VERSION) ||
	    !SSL_CTX_set_cipher_list(c, "ECDHE+AESGCM:ECDHE+CHACHA20") ||
	    !SSL_CTX_set1_groups_list(c, "X25519:P-256:P-384") ||
	    !SSL_CTX_set_max_send_fragment(c, DTLS_MTU) || /* the size of the write buffer too */
	    SSL_CTX_set_tlsext_use_srtp(c, "SRTP_AEAD_AES_128_GCM:SRTP_AES128_CM_SHA1_80") ||
	    SSL_CTX_use_certificate(c, x) != 1 || SSL_CTX_use_PrivateKey(c, key) != 1)
		return ERR_CRYPTO;
	return ERR_OK;
}

static enum err fill(struct certificate *c, X509 *x, EVP_PKEY *key)
{
	unsigned n = 0;

	if (!x || !key)
		return ERR_CRYPTO;
	c->datagrams = datagrams_method();
	c->context = SSL_CTX_new(DTLS_method());
	if (!c->context || !X509_digest(x, EVP_sha256(), c->fingerprint.at, &n))
		return ERR_CRYPTO;
	return configure(c->context, x, key);
}

enum err certificate_new(struct instant now, struct certificate **out)
{
	OWN(certificate) c = calloc(1, sizeof *c);
	EVP_PKEY *key = EVP_EC_gen("P-256");
	X509 *x = key ? sign_new(key, now) : NULL;
	enum err e;

	if (!c)
		abort();
	e = fill(c, x, key);
	X509_free(x);
	EVP_PKEY_free(key);
	TRY(e);
	*out = certificate_give(&c);
	return ERR_OK;
}

struct sha256 certificate_fingerprint(const struct certificate *c)
{
	return c->fingerprint;
}

struct ssl_ctx_st *certificate_context(const struct certificate *c)
{
	return c->context;
}

const struct bio_method_st *certificate_datagrams(const struct certificate *c)
{
	return c->datagrams;
}
