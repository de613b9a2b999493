/* Signatures by certificates made here. */
#include "broker/common/seal/digest.h"

#include "tests/lib/test.h"

#include <openssl/pem.h>
#include <openssl/x509v3.h>
#include <stdio.h>
#include <string.h>

struct identity {
	EVP_PKEY *key;
	X509 *cert;
	char key_path[200];
	char cert_path[200];
};

static X509 *new_cert(EVP_PKEY *key, const char *name, const struct identity *issuer)
{
	X509 *cert = X509_new();
	X509_NAME *subject = X509_get_subject_name(cert);

	X509_set_version(cert, 2);
	ASN1_INTEGER_set(X509_get_serialNumber(cert), name[0]);
	ASN1_TIME_set_string(X509_getm_notBefore(cert), "20000101000000Z");
	ASN1_TIME_set_string(X509_getm_notAfter(cert), "20010101000000Z"); /* long over */
	X509_NAME_add_entry_by_txt(subject, "CN", MBSTRING_ASC, (const uint8_t *)name, -1, -1, 0);
	X509_set_issuer_name(cert, issuer ? X509_get_subject_name(issuer->cert) : subject);
	X509_set_pubkey(cert, key);
	if (!issuer) {
		X509_EXTENSION *e =
			X509V3_EXT_conf_nid(NULL, NULL, NID_basic_constraints, "critical,CA:TRUE");
		X509_add_ext(cert, e, -1);
		X509_EXTENSION_free(e);
	}
	X509_sign(cert, issuer ? issuer->key : key, EVP_sha256());
	return cert;
}

static struct identity identity_new(const char *name, const struct identity *issuer)
{
	struct identity id = { .key = EVP_EC_gen("P-256") };

	id.cert = new_cert(id.key, name, issuer);
	snprintf(id.key_path, sizeof(id.key_path), "%s/%s.key", test_folder(), name);
	snprintf(id.cert_path, sizeof(id.cert_path), "%s/%s.pem", test_folder(), name);
	FILE *f = fopen(id.key_path, "w");
	PEM_write_PrivateKey(f, id.key, NULL, NULL, 0, NULL, NULL);
	fclose(f);
	f = fopen(id.cert_path, "w");
	PEM_write_X509(f, id.cert);
	fclose(f);
	return id;
}

static void identity_clear(struct identity *id)
{
	EVP_PKEY_free(id->key);
	X509_free(id->cert);
}

static const struct bytes message = { (const uint8_t *)"message", 7 };

static void a_signature_holds_for_its_bytes_certificate_and_issuer(void)
{
	struct identity ca = identity_new("ca", NULL), stranger = identity_new("other", NULL);
	struct identity media = identity_new("media", &ca);
	OWN(signer) s = NULL;
	uint8_t out[SIGNATURE_MAX];
	size_t n = 0;

	CHECK_EQ(ERR_OK, signer_load(media.key_path, media.cert_path, &s));
	CHECK_EQ(ERR_OK, signer_sign(s, message, out, &n));
	struct bytes signature = { out, n };
	struct text cert = signer_cert(s);
	CHECK_EQ(ERR_OK, signature_check(cert, NULL, message, signature));
	CHECK_EQ(ERR_OK, signature_check(cert, ca.cert_path, message, signature));
	CHECK_EQ(ERR_BROKEN_SEAL, signature_check(cert, stranger.cert_path, message, signature));
	CHECK_EQ(ERR_BROKEN_SEAL, signature_check(cert, "/nowhere", message, signature));
	struct bytes other = { (const uint8_t *)"massage", 7 };
	CHECK_EQ(ERR_BROKEN_SEAL, signature_check(cert, NULL, other, signature));
	out[n / 2] ^= 1;
	CHECK_EQ(ERR_BROKEN_SEAL, signature_check(cert, NULL, message, signature));
	identity_clear(&ca), identity_clear(&stranger), identity_clear(&media);
}

static void a_certificate_that_is_none_holds_nothing(void)
{
	struct bytes none = { NULL, 0 };

	CHECK_EQ(ERR_BROKEN_SEAL, signature_check(TEXT(""), NULL, message, none));
	CHECK_EQ(ERR_BROKEN_SEAL, signature_check(TEXT("no PEM"), NULL, message, none));
}

static void a_key_loads_only_with_its_own_certificate(void)
{
	struct identity one = identity_new("one", NULL), two = identity_new("two", NULL);
	OWN(signer) s = NULL;

	CHECK_EQ(ERR_CRYPTO, signer_load(one.key_path, two.cert_path, &s));
	CHECK_EQ(ERR_CRYPTO, signer_load("/nowhere", one.cert_path, &s));
	CHECK_EQ(ERR_CRYPTO, signer_load(one.key_path, "/nowhere", &s));
	CHECK_EQ(ERR_OK, signer_load(one.key_path, one.cert_path, &s));
	identity_clear(&one), identity_clear(&two);
}

static const struct test tests[] = {
	T(a_signature_holds_for_its_bytes_certificate_and_issuer),
	T(a_certificate_that_is_none_holds_nothing),
	T(a_key_loads_only_with_its_own_certificate),
};
RUN_TESTS(tests)
