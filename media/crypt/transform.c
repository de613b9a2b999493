/* AES in counter mode with HMAC-SHA1, and AES-GCM; keys by the PRF of RFC 3711. */
#include "media/crypt/transform.h"

#include "broker/common/base/sink.h"

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <stdlib.h>
#include <string.h>

#define KEY_BYTES  16
#define SALT_BYTES 14 /* 12 with GCM, and two zeros */
#define AUTH_BYTES 20
#define BLOCK      16
#define TAG_SHA1   10
#define TAG_GCM    16
#define GCM_IV     12

struct transform {
	enum srtp_cipher cipher;
	enum transform_kind kind;
	bool seals;
	EVP_CIPHER_CTX *aes;
	EVP_MAC *hmac;
	EVP_MAC_CTX *mac; /* its key is set; a new packet begins without it */
	uint8_t salt[SALT_BYTES];
};

struct session {
	uint8_t key[KEY_BYTES];
	uint8_t auth[AUTH_BYTES];
};

void transform_free(struct transform *t)
{
	if (!t)
		return;
	EVP_CIPHER_CTX_free(t->aes);
	EVP_MAC_CTX_free(t->mac);
	EVP_MAC_free(t->hmac);
	OPENSSL_cleanse(t, sizeof *t);
	free(t);
}

size_t transform_tag(const struct transform *t)
{
	return t->cipher == SRTP_GCM ? TAG_GCM : TAG_SHA1;
}

/* RFC 3711 s4.3.3: the key stream of AES-CM over master salt XOR label, at s4.3.1's place. */
static enum err derive(const uint8_t *master, uint8_t label, uint8_t *out, size_t n)
{
	uint8_t iv[BLOCK] = { 0 };
	EVP_CIPHER_CTX *aes = EVP_CIPHER_CTX_new();
	int done = 0;
	bool ok;

	if (!aes)
		abort();
	memcpy(iv, master + KEY_BYTES, SALT_BYTES);
	iv[7] ^= label;
	memset(out, 0, n);
	ok = EVP_EncryptInit_ex(aes, EVP_aes_128_ctr(), NULL, master, iv) &&
	     EVP_EncryptUpdate(aes, out, &done, out, (int)n);
	EVP_CIPHER_CTX_free(aes);
	OPENSSL_cleanse(iv, sizeof iv);
	return ok ? ERR_OK : ERR_CRYPTO;
}

static enum err set_mac(struct transform *t, const uint8_t *key)
{
	char sha1[] = "SHA1";
	const OSSL_PARAM digest[] = { OSSL_PARAM_construct_utf8_string("digest", sha1, 0),
				      OSSL_PARAM_construct_end() };

	t->hmac = EVP_MAC_fetch(NULL, "HMAC", NULL);
	t->mac = t->hmac ? EVP_MAC_CTX_new(t->hmac) : NULL;
	return t->mac && EVP_MAC_init(t->mac, key, AUTH_BYTES, digest) ? ERR_OK : ERR_CRYPTO;
}

static enum err set_keys(struct transform *t, const uint8_t *master, struct session *s)
{
	const EVP_CIPHER *cipher = t->cipher == SRTP_GCM ? EVP_aes_128_gcm() : EVP_aes_128_ctr();
	uint8_t first = t->kind == TRANSFORM_RTP ? 0 : 3; /* RFC 3711 s4.3.1, s4.3.2 */
	int encrypts = t->cipher == SRTP_GCM ? t->seals : 1;

	TRY(derive(master, first, s->key, KEY_BYTES));
	TRY(derive(master, (uint8_t)(first + 1), s->auth, AUTH_BYTES));
	TRY(derive(master, (uint8_t)(first + 2), t->salt, SALT_BYTES));
	t->aes = EVP_CIPHER_CTX_new();
	if (!t->aes || !EVP_CipherInit_ex(t->aes, cipher, NULL, s->key, NULL, encrypts))
		return ERR_CRYPTO;
	return t->cipher == SRTP_GCM ? ERR_OK : set_mac(t, s->auth);
}

enum err transform_new(enum srtp_cipher cipher, enum transform_kind kind, bool seals,
		       const uint8_t *master, struct transform **out)
{
	OWN(transform) t = calloc(1, sizeof *t);
	uint8_t padded[KEY_BYTES + SALT_BYTES] = { 0 }; /* RFC 7714 s11 */
	struct session s;
	enum err e;

	if (!t)
		abort();
	t->cipher = cipher;
	t->kind = kind;
	t->seals = seals;
	memcpy(padded, master, cipher == SRTP_GCM ? KEY_BYTES + GCM_IV : sizeof padded);
	e = set_keys(t, padded, &s);
	OPENSSL_cleanse(padded, sizeof padded);
	OPENSSL_cleanse(&s, sizeof s);
	if (!e)
		*out = transform_give(&t);
	return e;
}

static void mix(uint8_t *at, uint64_t value, int bytes)
{
	for (int i = bytes - 1; i >= 0; i--, value >>= 8)
		at[i] ^= (uint8_t)value;
}

/* RFC 3711 s4.1.1 */
static bool start_cm(struct transform *t, const struct transform_packet *p)
{
	uint8_t iv[BLOCK] = { 0 };

	memcpy(iv, t->salt, SALT_BYTES);
	mix(iv + 4, p->ssrc, 4);
	mix(iv + 8, p->index, 6);
	return EVP_CipherInit_ex(t->aes, NULL, NULL, NULL, iv, -1);
}

/* RFC 7714 s8.1, s9.1 */
static bool start_gcm(struct transform *t, const struct transform_packet *p)
{
	uint8_t iv[GCM_IV];

	memcpy(iv, t->salt, GCM_IV);
	mix(iv + 2, p->ssrc, 4);
	mix(iv + 6, p->index, 6);
	return EVP_CipherInit_ex(t->aes, NULL, NULL, NULL, iv, -1);
}

static bool crypt_rest(struct transform *t, const struct transform_packet *p)
{
	int n = 0;

	return p->n == p->plain || EVP_CipherUpdate(t->aes, p->at + p->plain, &n, p->at + p->plain,
						    (int)(p->n - p->plain));
}

/* RFC 3711 s4.2.1: the packet as it is sent, then the word. */
static bool sign_cm(struct transform *t, const struct transform_packet *p, uint8_t tag[AUTH_BYTES])
{
	size_t n = 0;

	return EVP_MAC_init(t->mac, NULL, 0, NULL) && EVP_MAC_update(t->mac, p->at, p->n) &&
	       EVP_MAC_update(t->mac, p->word, sizeof p->word) &&
	       EVP_MAC_final(t->mac, tag, &n, AUTH_BYTES);
}

/* RFC 7714 s8.2: the head; s9.2: with RTCP also the word. */
static bool take_head(struct transform *t, const struct transform_packet *p)
{
	int n = 0;

	return EVP_CipherUpdate(t->aes, NULL, &n, p->at, (int)p->plain) &&
	       (t->kind == TRANSFORM_RTP ||
		EVP_CipherUpdate(t->aes, NULL, &n, p->word, sizeof p->word));
}

enum err transform_seal(struct transform *t, const struct transform_packet *p, uint8_t *tag)
{
	uint8_t whole[AUTH_BYTES], rest[BLOCK];
	bool ok;
	int n = 0;

	if (t->cipher == SRTP_GCM) {
		ok = start_gcm(t, p) && take_head(t, p) && crypt_rest(t, p) &&
		     EVP_CipherFinal_ex(t->aes, rest, &n) &&
		     EVP_CIPHER_CTX_ctrl(t->aes, EVP_CTRL_AEAD_GET_TAG, TAG_GCM, tag);
		return ok ? ERR_OK : ERR_CRYPTO;
	}
	if (!start_cm(t, p) || !crypt_rest(t, p) || !sign_cm(t, p, whole))
		return ERR_CRYPTO;
	memcpy(tag, whole, TAG_SHA1);
	return ERR_OK;
}

static enum err open_gcm(struct transform *t, const struct transform_packet *p, const uint8_t *tag)
{
	uint8_t copy[TAG_GCM], rest[BLOCK];
	int n = 0;

	memcpy(copy, tag, sizeof copy);
	if (!start_gcm(t, p) || !take_head(t, p) || !crypt_rest(t, p) ||
	    !EVP_CIPHER_CTX_ctrl(t->aes, EVP_CTRL_AEAD_SET_TAG, TAG_GCM, copy))
		return ERR_CRYPTO;
	return EVP_CipherFinal_ex(t->aes, rest, &n) > 0 ? ERR_OK : ERR_FORBIDDEN;
}

enum err transform_open(struct transform *t, const struct transform_packet *p, const uint8_t *tag)
{
	uint8_t whole[AUTH_BYTES];

	if (t->cipher == SRTP_GCM)
		return open_gcm(t, p, tag);
	if (!sign_cm(t, p, whole))
		return ERR_CRYPTO;
	if (CRYPTO_memcmp(whole, tag, TAG_SHA1))
		return ERR_FORBIDDEN;
	return start_cm(t, p) && crypt_rest(t, p) ? ERR_OK : ERR_CRYPTO;
}
