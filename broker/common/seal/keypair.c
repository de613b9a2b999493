/* A signing key with the earlier ones that still check. */
#include "broker/common/seal/keypair.h"

#include "broker/common/seal/algorithm.h"

#include <errno.h>
#include <fcntl.h>
#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/x509.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#define KEYS_MAX (1 + KEYPAIR_EARLIER_MAX)

struct keypair {
	EVP_PKEY *keys[KEYS_MAX]; /* the first one signs */
	struct sha256 names[KEYS_MAX];
	int n;
};

/* Library errors end here: nobody reads OpenSSL's queue. */
static enum err failed(enum err e)
{
	ERR_clear_error();
	return e;
}

static enum err add(struct keypair *k, EVP_PKEY *key)
{
	uint8_t *der = NULL;
	int n = key ? i2d_PUBKEY(key, &der) : -1;

	if (n <= 0 || k->n == KEYS_MAX) {
		EVP_PKEY_free(key);
		OPENSSL_free(der);
		return ERR_BAD_SETTING;
	}
	k->names[k->n] = sha256_of((struct bytes){ der, (size_t)n });
	k->keys[k->n++] = key;
	OPENSSL_free(der);
	return ERR_OK;
}

static enum err read_keys(FILE *f, struct keypair *k)
{
	EVP_PKEY *key;

	TRY(add(k, PEM_read_PrivateKey(f, NULL, NULL, NULL)));
	while ((key = PEM_read_PUBKEY(f, NULL, NULL, NULL)))
		TRY(add(k, key));
	return ERR_OK;
}

enum err keypair_load(const char *path, struct keypair **out)
{
	OWN(keypair) k = calloc(1, sizeof(*k));
	struct stat st;

	if (!k)
		abort();
	FILE *f = fopen(path, "re");
	if (!f)
		return errno == ENOENT ? ERR_NOT_FOUND : ERR_DISK;
	bool closed = fstat(fileno(f), &st) == 0 && !(st.st_mode & 077);
	enum err e = closed ? read_keys(f, k) : ERR_BAD_SETTING;
	fclose(f);
	if (e || EVP_PKEY_get_size(k->keys[0]) > SIGNATURE_MAX)
		return failed(e ? e : ERR_BAD_SETTING);
	ERR_clear_error(); /* the end of the file is an error to the library */
	*out = keypair_give(&k);
	return ERR_OK;
}

enum err keypair_make(const char *path)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);

	if (fd < 0)
		return ERR_DISK;
	EVP_PKEY *key = EVP_EC_gen("P-256");
	FILE *f = fdopen(fd, "w");
	if (!key || !f)
		abort();
	bool ok = PEM_write_PrivateKey(f, key, NULL, NULL, 0, NULL, NULL) == 1 && fflush(f) == 0 &&
		  fsync(fd) == 0;
	EVP_PKEY_free(key);
	if (fclose(f) != 0 || !ok) {
		unlink(path);
		return failed(ERR_DISK);
	}
	return ERR_OK;
}

void keypair_free(struct keypair *k)
{
	if (!k)
		return;
	for (int i = 0; i < k->n; i++)
		EVP_PKEY_free(k->keys[i]);
	free(k);
}

struct sha256 keypair_name(const struct keypair *k)
{
	return k->names[0];
}

enum err keypair_sign(const struct keypair *k, struct bytes b, uint8_t out[SIGNATURE_MAX],
		      size_t *n)
{
	EVP_MD_CTX *ctx = EVP_MD_CTX_new();
	size_t size = SIGNATURE_MAX;

	if (!ctx)
		abort();
	bool ok = EVP_DigestSignInit(ctx, NULL, algorithm_sha256(), NULL, k->keys[0]) == 1 &&
		  EVP_DigestSign(ctx, out, &size, b.at, b.n) == 1;
	EVP_MD_CTX_free(ctx);
	if (!ok)
		return failed(ERR_CRYPTO);
	*n = size;
	return ERR_OK;
}

static bool is_signed_by(EVP_PKEY *key, struct bytes b, struct bytes signature)
{
	EVP_MD_CTX *ctx = EVP_MD_CTX_new();

	if (!ctx)
		abort();
	bool ok = EVP_DigestVerifyInit(ctx, NULL, algorithm_sha256(), NULL, key) == 1 &&
		  EVP_DigestVerify(ctx, signature.at, signature.n, b.at, b.n) == 1;
	EVP_MD_CTX_free(ctx);
	return ok;
}

enum err keypair_check(const struct keypair *k, struct sha256 name, struct bytes b,
		       struct bytes signature)
{
	for (int i = 0; i < k->n; i++)
		if (sha256_equals(k->names[i], name))
			return is_signed_by(k->keys[i], b, signature) ? ERR_OK
								      : failed(ERR_BROKEN_SEAL);
	return ERR_NOT_FOUND;
}
