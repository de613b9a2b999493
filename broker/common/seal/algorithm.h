/*
 * The algorithms of OpenSSL, fetched once for the whole program: a fetch costs more than the
 * digest of a packet. For the files behind digest.h only.
 */
#ifndef BROKER_COMMON_SEAL_ALGORITHM_H
#define BROKER_COMMON_SEAL_ALGORITHM_H

#include <openssl/evp.h>

const EVP_MD *algorithm_sha1(void);
const EVP_MD *algorithm_sha256(void);
const EVP_CIPHER *algorithm_aes256_gcm(void);

#endif
