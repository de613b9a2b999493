/* SHA-256 and the message codes over SHA. */
#include "broker/common/seal/digest.h"

#include "broker/common/seal/algorithm.h"

#include <stdlib.h>
#include <string.h>

#define BLOCK_BYTES 64

/* These calls fail only without memory. */
static void must(int ok)
{
	if (ok != 1)
		abort();
}

struct sha256 sha256_of(struct bytes b)
{
	struct sha256 d;

	must(EVP_Digest(b.at, b.n, d.at, NULL, algorithm_sha256(), NULL));
	return d;
}

struct hasher {
	EVP_MD_CTX *ctx;
};

struct hasher *hasher_new(void)
{
	struct hasher *h = calloc(1, sizeof(*h));

	if (!h || !(h->ctx = EVP_MD_CTX_new()))
		abort();
	must(EVP_DigestInit_ex(h->ctx, algorithm_sha256(), NULL));
	return h;
}

void hasher_free(struct hasher *h)
{
	if (!h)
		return;
	EVP_MD_CTX_free(h->ctx);
	free(h);
}

void hasher_add(struct hasher *h, struct bytes b)
{
	must(EVP_DigestUpdate(h->ctx, b.at, b.n));
}

struct sha256 hasher_get(struct hasher *h)
{
	struct sha256 d;

	must(EVP_DigestFinal_ex(h->ctx, d.at, NULL));
	must(EVP_DigestInit_ex(h->ctx, algorithm_sha256(), NULL));
	return d;
}

void sha256_format(struct sha256 d, char out[2 * SHA256_BYTES + 1])
{
	bytes_format_hex((struct bytes){ d.at, SHA256_BYTES }, out);
}

enum err sha256_parse(struct text t, struct sha256 *out)
{
	return bytes_parse_hex(t, out->at, SHA256_BYTES);
}

bool sha256_equals(struct sha256 a, struct sha256 b)
{
	return memcmp(a.at, b.at, SHA256_BYTES) == 0;
}

/* RFC 2104 s2: a key longer than a block is hashed first. */
static void hmac(const EVP_MD *md, struct bytes key, struct bytes message, uint8_t *out)
{
	uint8_t inner[BLOCK_BYTES] = { 0 }, outer[BLOCK_BYTES];
	EVP_MD_CTX *ctx = EVP_MD_CTX_new();
	unsigned n = 0;

	if (!ctx)
		abort();
	if (key.n > BLOCK_BYTES)
		must(EVP_Digest(key.at, key.n, inner, NULL, md, NULL));
	else if (key.n)
		memcpy(inner, key.at, key.n);
	for (int i = 0; i < BLOCK_BYTES; i++) {
		outer[i] = inner[i] ^ 0x5c;
		inner[i] ^= 0x36;
	}
	must(EVP_DigestInit_ex(ctx, md, NULL));
	must(EVP_DigestUpdate(ctx, inner, BLOCK_BYTES));
	must(EVP_DigestUpdate(ctx, message.at, message.n));
	must(EVP_DigestFinal_ex(ctx, out, &n));
	must(EVP_DigestInit_ex(ctx, md, NULL));
	must(EVP_DigestUpdate(ctx, outer, BLOCK_BYTES));
	must(EVP_DigestUpdate(ctx, out, n));
	must(EVP_DigestFinal_ex(ctx, out, NULL));
	EVP_MD_CTX_free(ctx);
}

void hmac_sha1(struct bytes key, struct bytes message, uint8_t out[20])
{
	hmac(algorithm_sha1(), key, message, out);
}
