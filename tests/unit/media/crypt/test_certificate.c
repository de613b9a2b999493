/* The engine's certificate: its own, fresh, without a name, known by its fingerprint. */
#include "media/crypt/certificate.h"

#include "tests/lib/test.h"

#include <openssl/ssl.h>
#include <openssl/x509.h>
#include <string.h>

static const struct instant now = { 1769000000000 };

static void the_fingerprint_is_the_digest_of_its_der_form(void)
{
	OWN(certificate) c = NULL;
	unsigned char *der = NULL;
	struct sha256 f;
	int n;

	CHECK_EQ(ERR_OK, certificate_new(now, &c));
	n = i2d_X509(SSL_CTX_get0_certificate(certificate_context(c)), &der);
	CHECK(n > 0);
	f = sha256_of((struct bytes){ der, (size_t)n });
	OPENSSL_free(der);
	CHECK(sha256_equals(f, certificate_fingerprint(c)));
}

static void every_certificate_is_another(void)
{
	OWN(certificate) a = NULL;
	OWN(certificate) b = NULL;

	CHECK_EQ(ERR_OK, certificate_new(now, &a));
	CHECK_EQ(ERR_OK, certificate_new(now, &b));
	CHECK(!sha256_equals(certificate_fingerprint(a), certificate_fingerprint(b)));
}

static void it_is_valid_from_the_day_before_for_two_years(void)
{
	OWN(certificate) c = NULL;
	time_t from = 1769000000 - 86400, till = 1769000000 + 730 * 86400;
	X509 *x;

	CHECK_EQ(ERR_OK, certificate_new(now, &c));
	x = SSL_CTX_get0_certificate(certificate_context(c));
	CHECK_EQ(0, ASN1_TIME_cmp_time_t(X509_get0_notBefore(x), from));
	CHECK_EQ(0, ASN1_TIME_cmp_time_t(X509_get0_notAfter(x), till));
	CHECK_EQ(1, X509_self_signed(x, 1));
	CHECK_EQ(EVP_PKEY_EC, EVP_PKEY_get_base_id(X509_get0_pubkey(x)));
}

static const struct test tests[] = {
	T(the_fingerprint_is_the_digest_of_its_der_form),
	T(every_certificate_is_another),
	T(it_is_valid_from_the_day_before_for_two_years),
};
RUN_TESTS(tests)
