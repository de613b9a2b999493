/* ECDSA signatures with a key and certificate from PEM files. */
#include "broker/common/seal/digest.h"

#include "broker/common/seal/algorithm.h"

#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/x509_vfy.h>
#include <openssl/x509v3.h>
#include <stdlib.h>
#include <string.h>

struct signer {
	EVP_PKEY *key;
	char *cert; /* PEM */
	size_t cert_n;
};

/* Library errors end here: nobody reads OpenSSL's queue. */
static enum err failed(enum err e)
{
	ERR_clear_error();
	return e;
}

static EVP_PKEY *load_key(const char *path)
{
	BIO *file = BIO_new_file(path, "r");
	EVP_PKEY *key = file ? PEM_read_bio_PrivateKey(file, NULL, NULL, NULL) : NULL;

	BIO_free(file);
	return key;
}

static X509 *parse_cert(struct text pem)
{
	if (pem.n == 0 || pem.n > INT32_MAX)
		return NULL;
	BIO *memory = BIO_new_mem_buf(pem.at, (int)pem.n);
	if (!memory)
		abort();
	X509 *cert = PEM_read_bio_X509(memory, NULL, NULL, NULL);
	BIO_free(memory);
	return cert;
}

/* The first certificate of the file, written anew without what may stand around it. */
static enum err load_cert(const char *path, struct signer *s)
{
	BIO *file = BIO_new_file(path, "r");
	X509 *cert = file ? PEM_read_bio_X509(file, NULL, NULL, NULL) : NULL;
	BIO *memory = BIO_new(BIO_s_mem());
	char *at = NULL;

	if (cert && memory && PEM_write_bio_X509(memory, cert) == 1 &&
	    X509_check_private_key(cert, s->key) == 1) {
		s->cert_n = (size_t)BIO_get_mem_data(memory, &at);
		s->cert = strndup(at, s->cert_n);
	}
	BIO_free(memory);
	X509_free(cert);
	BIO_free(file);
	return s->cert ? ERR_OK : ERR_CRYPTO;
}

enum err signer_load(const char *key_path, const char *cert_path, struct signer **out)
{
	OWN(signer) s = calloc(1, sizeof(*s));

	if (!s)
		abort();
	s->key = load_key(key_path);
	if (!s->key || load_cert(cert_path, s))
		return failed(ERR_CRYPTO);
	*out = signer_give(&s);
	return ERR_OK;
}

void signer_free(struct signer *s)
{
	if (!s)
		return;
	EVP_PKEY_free(s->key);
	free(s->cert);
	free(s);
}

enum err signer_sign(struct signer *s, struct bytes b, uint8_t out[SIGNATURE_MAX], size_t *n)
{
	EVP_MD_CTX *ctx = EVP_MD_CTX_new();
	size_t size = SIGNATURE_MAX;

	if (!ctx)
		abort();
	bool ok = EVP_PKEY_get_size(s->key) <= SIGNATURE_MAX &&
		  EVP_DigestSignInit(ctx, NULL, algorithm_sha256(), NULL, s->key) == 1 &&
		  EVP_DigestSign(ctx, out, &size, b.at, b.n) == 1;
	EVP_MD_CTX_free(ctx);
	if (!ok)
		return failed(ERR_CRYPTO);
	*n = size;
	return ERR_OK;
}

struct text signer_cert(const struct signer *s)
{
	return (struct text){ s->cert, s->cert_n };
}

static bool is_signed_by(X509 *cert, struct bytes b, struct bytes signature)
{
	EVP_MD_CTX *ctx = EVP_MD_CTX_new();
	EVP_PKEY *key = X509_get0_pubkey(cert);

	if (!ctx)
		abort();
	bool ok = key && EVP_DigestVerifyInit(ctx, NULL, algorithm_sha256(), NULL, key) == 1 &&
		  EVP_DigestVerify(ctx, signature.at, signature.n, b.at, b.n) == 1;
	EVP_MD_CTX_free(ctx);
	return ok;
}

static bool is_issued_by(X509 *cert, const char *ca_path)
{
	X509_STORE *store = X509_STORE_new();
	X509_STORE_CTX *ctx = X509_STORE_CTX_new();

	if (!store || !ctx)
		abort();
	X509_STORE_set_flags(store, X509_V_FLAG_NO_CHECK_TIME | X509_V_FLAG_PARTIAL_CHAIN);
	bool ok = X509_STORE_load_file(store, ca_path) == 1 &&
		  X509_STORE_CTX_init(ctx, store, cert, NULL) == 1 && X509_verify_cert(ctx) == 1;
	X509_STORE_CTX_free(ctx);
	X509_STORE_free(store);
	return ok;
}

enum err signature_check(struct text cert_pem, const char *ca_path, struct bytes b,
			 struct bytes signature)
{
	X509 *cert = parse_cert(cert_pem);
	bool ok = cert && is_signed_by(cert, b, signature) &&
		  (!ca_path || is_issued_by(cert, ca_path));

	X509_free(cert);
	return ok ? ERR_OK : failed(ERR_BROKEN_SEAL);
}

static bool is_for_seals_only(X509 *cert)
{
	EXTENDED_KEY_USAGE *uses = X509_get_ext_d2i(cert, NID_ext_key_usage, NULL, NULL);
	ASN1_OBJECT *wanted = OBJ_txt2obj(SEAL_PURPOSE, 1);
	bool ok = uses && wanted && sk_ASN1_OBJECT_num(uses) == 1 &&
		  OBJ_cmp(sk_ASN1_OBJECT_value(uses, 0), wanted) == 0;

	ASN1_OBJECT_free(wanted);
	EXTENDED_KEY_USAGE_free(uses);
	return ok;
}

/* The only common name: with two of them each reader could believe another. */
static bool copy_name(X509 *cert, char out[SEAL_NAME_BYTES])
{
	X509_NAME *subject = X509_get_subject_name(cert);
	int at = X509_NAME_get_index_by_NID(subject, NID_commonName, -1);
	char name[SEAL_NAME_BYTES];

	if (at < 0 || X509_NAME_get_index_by_NID(subject, NID_commonName, at) >= 0)
		return false;
	int n = X509_NAME_get_text_by_NID(subject, NID_commonName, name, sizeof(name));
	if (n <= 0 || !text_is_clean((struct text){ name, (size_t)n }, false))
		return false;
	memcpy(out, name, (size_t)n + 1);
	return true;
}

enum err seal_cert_check(struct text cert_pem, const char *ca_path, char name[SEAL_NAME_BYTES])
{
	X509 *cert = parse_cert(cert_pem);
	bool ok = cert && is_for_seals_only(cert) && (!ca_path || is_issued_by(cert, ca_path)) &&
		  copy_name(cert, name);

	X509_free(cert);
	return ok ? ERR_OK : failed(ERR_BROKEN_SEAL);
}
