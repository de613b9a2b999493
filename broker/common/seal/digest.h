/*
 * Digests, signatures, the password hash and the sealing of personal fields, over OpenSSL.
 */
#ifndef BROKER_COMMON_SEAL_DIGEST_H
#define BROKER_COMMON_SEAL_DIGEST_H

#include "broker/common/base/own.h"
#include "broker/common/base/text.h"

#define SHA256_BYTES 32

struct sha256 {
	uint8_t at[SHA256_BYTES];
};

/* SHA-256 (FIPS 180-4) of one piece. */
struct sha256 sha256_of(struct bytes b);

/* SHA-256 of many pieces. */
struct hasher;
struct hasher *hasher_new(void); /* heap: pair with hasher_free */
void hasher_free(struct hasher *h);
OWNABLE(hasher)
void hasher_add(struct hasher *h, struct bytes b);
struct sha256 hasher_get(struct hasher *h); /* and starts anew */

/* 64 lower-case hexadecimal digits. */
void sha256_format(struct sha256 d, char out[2 * SHA256_BYTES + 1]);
MUST_USE enum err sha256_parse(struct text t, struct sha256 *out);
bool sha256_equals(struct sha256 a, struct sha256 b);

/* HMAC-SHA-1 for STUN MESSAGE-INTEGRITY (RFC 8489 s14.5). */
void hmac_sha1(struct bytes key, struct bytes message, uint8_t out[20]);

/* scrypt (RFC 7914), N=2^15 r=8 p=1: about 120 ms, never on the loop. "scrypt$salt$hash". */
#define PASSWORD_TEXT 128
MUST_USE enum err password_hash(struct text password, char out[PASSWORD_TEXT]);
bool password_is(struct text password, struct text stored);

/* A private key with its certificate (PEM), for signing manifests and journal heads. */
struct signer;
MUST_USE enum err signer_load(const char *key_path, const char *cert_path, struct signer **out);
void signer_free(struct signer *s);
OWNABLE(signer)
#define SIGNATURE_MAX 80
/* ECDSA P-256 over SHA-256 of b, DER (FIPS 186-4); *n is its length. */
MUST_USE enum err signer_sign(struct signer *s, struct bytes b, uint8_t out[SIGNATURE_MAX],
			      size_t *n);
/* The certificate in PEM, borrowed from the signer. */
struct text signer_cert(const struct signer *s);

/* ERR_OK if the signature over b is by this PEM certificate and that was issued by the CA file
 * (ca_path NULL: the issuer is not asked); ERR_BROKEN_SEAL if not. Validity dates are not asked:
 * a recording outlives the certificate that signed it. */
MUST_USE enum err signature_check(struct text cert_pem, const char *ca_path, struct bytes b,
				  struct bytes signature);

/* The one purpose (extended key usage, RFC 5280 s4.2.1.12) of a certificate that seals recordings:
 * an OID of our own below 2.25, where a UUID needs no registry (ITU-T X.667), here
 * f7369f35-1dd5-4c50-8baf-b847539c996d. */
#define SEAL_PURPOSE    "2.25.328602928100687622040842904067519584621"
#define SEAL_NAME_BYTES 65 /* X.520: ub-common-name, terminated */
/* ERR_OK if the CA (NULL: it is not asked) made this PEM certificate to seal recordings and for
 * nothing else, so that no key of a line can seal; `name` gets whose it is: "media:<name>".
 * ERR_BROKEN_SEAL if not. Validity dates are not asked, as above. */
MUST_USE enum err seal_cert_check(struct text cert_pem, const char *ca_path,
				  char name[SEAL_NAME_BYTES]);

/* Personal fields in the store: AES-256-GCM (NIST SP 800-38D), random nonce in front. */
#define SECRET_KEY_BYTES 32
#define SECRET_EXTRA     28 /* nonce 12 + tag 16 */
struct secret_key {
	uint8_t at[SECRET_KEY_BYTES];
};
/* Reads a key file of 32 bytes, mode 0600. ERR_NOT_FOUND: it is not there. */
MUST_USE enum err secret_key_read(const char *path, struct secret_key *out);
/* The same, but makes it when it is not there: only where nothing can be sealed with it yet. */
MUST_USE enum err secret_key_load(const char *path, struct secret_key *out);
/* out holds b.n + SECRET_EXTRA bytes. */
MUST_USE enum err secret_seal(const struct secret_key *k, struct bytes b, uint8_t *out);
/* out holds b.n - SECRET_EXTRA bytes; ERR_CRYPTO when it is not ours or was changed. */
MUST_USE enum err secret_open(const struct secret_key *k, struct bytes b, uint8_t *out);

/* Where a sealed value stands. Sealed at its place it opens nowhere else: what was moved to another
 * row, column or table is as good as changed. */
struct secret_place {
	const char *table;
	const char *column;
	const char *row; /* its id */
};
#define SECRET_PLACED_EXTRA (1 + SECRET_EXTRA) /* the number of the format in front */
/* out holds b.n + SECRET_PLACED_EXTRA bytes. */
MUST_USE enum err secret_seal_at(const struct secret_key *k, struct secret_place at, struct bytes b,
				 uint8_t *out);
/* out holds b.n - SECRET_PLACED_EXTRA bytes; ERR_CRYPTO also when it is not sealed at a place. */
MUST_USE enum err secret_open_at(const struct secret_key *k, struct secret_place at, struct bytes b,
				 uint8_t *out);

#endif
