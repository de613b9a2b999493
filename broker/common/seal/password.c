/* The password hash: scrypt with its own salt, as text of hexadecimal digits. */
#include "broker/common/seal/digest.h"

#include "broker/common/base/ids.h"

#include <openssl/evp.h>
#include <stdio.h>

#define COST       (1u << 15)
#define BLOCK      8
#define LANES      1
#define MEMORY     (64u << 20) /* 128 * N * r is 32 MiB, and some */
#define SALT_BYTES 16
#define HASH_BYTES 32

static enum err stretch(struct text password, const uint8_t salt[SALT_BYTES],
			uint8_t out[HASH_BYTES])
{
	if (EVP_PBE_scrypt(password.n ? password.at : "", password.n, salt, SALT_BYTES, COST, BLOCK,
			   LANES, MEMORY, out, HASH_BYTES) != 1)
		return ERR_CRYPTO;
	return ERR_OK;
}

enum err password_hash(struct text password, char out[PASSWORD_TEXT])
{
	uint8_t salt[SALT_BYTES], hash[HASH_BYTES];
	char salt_hex[2 * SALT_BYTES + 1], hash_hex[2 * HASH_BYTES + 1];

	random_fill(salt, sizeof(salt));
	TRY(stretch(password, salt, hash));
	bytes_format_hex((struct bytes){ salt, sizeof(salt) }, salt_hex);
	bytes_format_hex((struct bytes){ hash, sizeof(hash) }, hash_hex);
	snprintf(out, PASSWORD_TEXT, "scrypt$%s$%s", salt_hex, hash_hex);
	return ERR_OK;
}

bool password_is(struct text password, struct text stored)
{
	uint8_t salt[SALT_BYTES] = { 0 }, hash[HASH_BYTES] = { 0 }, is[HASH_BYTES];
	bool good = text_is(text_next(&stored, '$'), "scrypt") &&
		    !bytes_parse_hex(text_next(&stored, '$'), salt, sizeof(salt)) &&
		    !bytes_parse_hex(stored, hash, sizeof(hash));

	/* As long for one that cannot be read: time tells nothing of an account either. */
	if (stretch(password, salt, is) || !good)
		return false;
	return bytes_same((struct bytes){ hash, sizeof(hash) }, (struct bytes){ is, sizeof(is) });
}
