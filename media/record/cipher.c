/* AES-256-GCM of a chunk's payload by OpenSSL. */
#include "media/record/cipher.h"

#include <openssl/evp.h>

#define NONCE_BYTES 12

static void context_drop(EVP_CIPHER_CTX **c)
{
	EVP_CIPHER_CTX_free(*c);
}

#define CONTEXT __attribute__((cleanup(context_drop))) EVP_CIPHER_CTX *

enum err cipher_seal(const struct secret_key *key, const struct chain_chunk *c, struct bytes header,
		     struct bytes plain, uint8_t *out)
{
	CONTEXT ctx = EVP_CIPHER_CTX_new();
	uint8_t nonce[NONCE_BYTES];
	int n, end;

	chain_nonce(c, nonce);
	bool done =
		ctx && EVP_EncryptInit_ex(ctx, EVP_aes_256_gcm(), NULL, key->at, nonce) == 1 &&
		EVP_EncryptUpdate(ctx, NULL, &n, header.at, (int)header.n) == 1 &&
		EVP_EncryptUpdate(ctx, out, &n, plain.at, (int)plain.n) == 1 &&
		EVP_EncryptFinal_ex(ctx, out + n, &end) == 1 &&
		EVP_CIPHER_CTX_ctrl(ctx, EVP_CTRL_GCM_GET_TAG, CHAIN_TAG_BYTES, out + plain.n) == 1;
	return done ? ERR_OK : ERR_CRYPTO;
}

enum err cipher_open(const struct secret_key *key, const struct chain_record *r, uint8_t *out,
		     size_t *n)
{
	CONTEXT ctx = EVP_CIPHER_CTX_new();
	uint8_t nonce[NONCE_BYTES];
	int got, end;

	if (r->payload.n < CHAIN_TAG_BYTES)
		return ERR_CRYPTO;
	size_t body = r->payload.n - CHAIN_TAG_BYTES;
	chain_nonce(&r->chunk, nonce);
	bool done = ctx && EVP_DecryptInit_ex(ctx, EVP_aes_256_gcm(), NULL, key->at, nonce) == 1 &&
		    EVP_DecryptUpdate(ctx, NULL, &got, r->header.at, (int)r->header.n) == 1 &&
		    EVP_DecryptUpdate(ctx, out, &got, r->payload.at, (int)body) == 1 &&
		    EVP_CIPHER_CTX_ctrl(ctx, EVP_CTRL_GCM_SET_TAG, CHAIN_TAG_BYTES,
					(void *)(r->payload.at + body)) == 1 &&
		    EVP_DecryptFinal_ex(ctx, out + got, &end) == 1;
	if (!done)
		return ERR_CRYPTO;
	*n = body;
	return ERR_OK;
}
