/*
 * Sealing the payload of a chunk with the part's key: AES-256-GCM (NIST SP 800-38D), the nonce
 * from part and number, the chunk's header as additional data. One thread.
 */
#ifndef MEDIA_RECORD_CIPHER_H
#define MEDIA_RECORD_CIPHER_H

#include "broker/common/seal/chain.h"

/* out holds plain.n + CHAIN_TAG_BYTES. */
MUST_USE enum err cipher_seal(const struct secret_key *key, const struct chain_chunk *c,
			      struct bytes header, struct bytes plain, uint8_t *out);
/* out holds sealed.n - CHAIN_TAG_BYTES; ERR_CRYPTO when it was changed. */
MUST_USE enum err cipher_open(const struct secret_key *key, const struct chain_record *r,
			      uint8_t *out, size_t *n);

#endif
