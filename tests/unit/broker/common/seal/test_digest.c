/* Digests and message codes against published answers, the password hash, sealed fields. */
#include "broker/common/seal/digest.h"

#include "tests/lib/test.h"

#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static struct bytes bytes_of(const char *s)
{
	return (struct bytes){ (const uint8_t *)s, strlen(s) };
}

static void check_hex(const char *expected, const uint8_t *at, size_t n)
{
	char hex[129];

	bytes_format_hex((struct bytes){ at, n }, hex);
	CHECK_TEXT(expected, hex);
}

static void sha256_gives_the_published_answers(void)
{
	char out[2 * SHA256_BYTES + 1];

	sha256_format(sha256_of(bytes_of("")), out);
	CHECK_TEXT("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855", out);
	sha256_format(sha256_of(bytes_of("abc")), out);
	CHECK_TEXT("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad", out);
}

static void pieces_hash_like_the_whole_and_start_anew(void)
{
	OWN(hasher) h = hasher_new();

	for (int i = 0; i < 2; i++) {
		hasher_add(h, bytes_of("ab"));
		hasher_add(h, bytes_of(""));
		hasher_add(h, bytes_of("c"));
		CHECK(sha256_equals(sha256_of(bytes_of("abc")), hasher_get(h)));
	}
}

static void a_digest_is_read_back(void)
{
	struct sha256 d, is = sha256_of(bytes_of("x"));
	char out[2 * SHA256_BYTES + 1];

	sha256_format(is, out);
	CHECK_EQ(ERR_OK, sha256_parse(text_of(out), &d));
	CHECK(sha256_equals(is, d));
	CHECK_EQ(ERR_BAD_INPUT, sha256_parse(TEXT("abc"), &d));
}

/* RFC 2202 s3, cases 1, 2 and 6. */
static void hmac_sha1_gives_the_published_answers(void)
{
	uint8_t key[80], out[20];

	memset(key, 0x0b, 20);
	hmac_sha1((struct bytes){ key, 20 }, bytes_of("Hi There"), out);
	check_hex("b617318655057264e28bc0b6fb378c8ef146be00", out, 20);
	hmac_sha1(bytes_of("Jefe"), bytes_of("what do ya want for nothing?"), out);
	check_hex("effcdf6ae5eb2fa2d27416d5f184df9c259a7c79", out, 20);
	memset(key, 0xaa, 80);
	hmac_sha1((struct bytes){ key, 80 },
		  bytes_of("Test Using Larger Than Block-Size Key - Hash Key First"), out);
	check_hex("aa4ae5e15272d00e95705637ce8a3b55ed402112", out, 20);
}

static void a_password_is_known_by_its_hash_only(void)
{
	char one[PASSWORD_TEXT], two[PASSWORD_TEXT];

	CHECK_EQ(ERR_OK, password_hash(TEXT("Demo-2026-xinqiao"), one));
	CHECK_EQ(ERR_OK, password_hash(TEXT("Demo-2026-xinqiao"), two));
	CHECK(strcmp(one, two) != 0);
	CHECK(password_is(TEXT("Demo-2026-xinqiao"), text_of(one)));
	CHECK(!password_is(TEXT("demo-2026-xinqiao"), text_of(one)));
}

static void a_stored_password_of_another_form_is_never_right(void)
{
	static const char *const bad[] = { "", "scrypt$", "scrypt$00$00", "plain$x$y", "x" };

	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		CHECK(!password_is(TEXT("x"), text_of(bad[i])));
}

static void a_sealed_field_opens_only_unchanged_and_with_its_key(void)
{
	struct secret_key k = { { 1, 2, 3 } }, other = { { 9 } };
	uint8_t sealed[5 + SECRET_EXTRA], open[5];
	struct bytes b = { sealed, sizeof(sealed) };

	CHECK_EQ(ERR_OK, secret_seal(&k, bytes_of("12345"), sealed));
	CHECK_EQ(ERR_OK, secret_open(&k, b, open));
	CHECK(memcmp(open, "12345", 5) == 0);
	CHECK_EQ(ERR_CRYPTO, secret_open(&other, b, open));
	for (size_t i = 0; i < sizeof(sealed); i++) {
		sealed[i] ^= 1;
		CHECK_EQ(ERR_CRYPTO, secret_open(&k, b, open));
		sealed[i] ^= 1;
	}
	CHECK_EQ(ERR_CRYPTO, secret_open(&k, (struct bytes){ sealed, SECRET_EXTRA - 1 }, open));
}

static void an_empty_field_can_be_sealed(void)
{
	struct secret_key k = { { 1 } };
	uint8_t sealed[SECRET_EXTRA], open[1];

	CHECK_EQ(ERR_OK, secret_seal(&k, (struct bytes){ NULL, 0 }, sealed));
	CHECK_EQ(ERR_OK, secret_open(&k, (struct bytes){ sealed, sizeof(sealed) }, open));
}

static void a_key_file_is_made_once_for_its_owner_alone(void)
{
	struct secret_key one, two;
	struct stat st;
	char path[200];

	snprintf(path, sizeof(path), "%s/data.key", test_folder());
	CHECK_EQ(ERR_OK, secret_key_load(path, &one));
	CHECK_EQ(0, stat(path, &st));
	CHECK_EQ(0600, st.st_mode & 0777);
	CHECK_EQ(ERR_OK, secret_key_load(path, &two));
	CHECK(memcmp(&one, &two, sizeof(one)) == 0);
	CHECK_EQ(0, chmod(path, 0644));
	CHECK_EQ(ERR_BAD_SETTING, secret_key_load(path, &two));
}

static void a_key_file_of_another_length_is_refused(void)
{
	struct secret_key k;
	char path[200];

	snprintf(path, sizeof(path), "%s/short.key", test_folder());
	int fd = open(path, O_WRONLY | O_CREAT, 0600);
	CHECK_EQ(5, write(fd, "short", 5));
	close(fd);
	CHECK_EQ(ERR_BAD_SETTING, secret_key_load(path, &k));
	snprintf(path, sizeof(path), "%s/none/data.key", test_folder());
	CHECK_EQ(ERR_DISK, secret_key_load(path, &k));
}

static const struct test tests[] = {
	T(sha256_gives_the_published_answers),
	T(pieces_hash_like_the_whole_and_start_anew),
	T(a_digest_is_read_back),
	T(hmac_sha1_gives_the_published_answers),
	T(a_password_is_known_by_its_hash_only),
	T(a_stored_password_of_another_form_is_never_right),
	T(a_sealed_field_opens_only_unchanged_and_with_its_key),
	T(an_empty_field_can_be_sealed),
	T(a_key_file_is_made_once_for_its_owner_alone),
	T(a_key_file_of_another_length_is_refused),
};
RUN_TESTS(tests)
