/*
 * A key of its own that signs what stands in a database, without a certificate: a PEM file with
 * one private key (ECDSA P-256), readable by its owner alone. Public keys that follow in the file
 * are earlier ones: they check, they do not sign. Read only after it was loaded: any thread.
 */
#ifndef BROKER_COMMON_SEAL_KEYPAIR_H
#define BROKER_COMMON_SEAL_KEYPAIR_H

#include "broker/common/seal/digest.h"

struct keypair;

#define KEYPAIR_EARLIER_MAX 15 /* a new key each year, for half of the longest retention period */

/* ERR_NOT_FOUND: there is no such file; ERR_BAD_SETTING: it is no such key, or open to others. */
MUST_USE enum err keypair_load(const char *path, struct keypair **out);
/* Makes a new one where no file is. */
MUST_USE enum err keypair_make(const char *path);
void keypair_free(struct keypair *k);
OWNABLE(keypair)

/* The SHA-256 of the public key that signs (DER, SubjectPublicKeyInfo): its name. */
struct sha256 keypair_name(const struct keypair *k);

/* ECDSA over SHA-256 of b, DER; *n is its length. */
MUST_USE enum err keypair_sign(const struct keypair *k, struct bytes b, uint8_t out[SIGNATURE_MAX],
			       size_t *n);

/* ERR_NOT_FOUND: the file has no key of this name; ERR_BROKEN_SEAL: not signed by it. */
MUST_USE enum err keypair_check(const struct keypair *k, struct sha256 name, struct bytes b,
				struct bytes signature);

#endif
