/* Tokens and their digests. */
#include "broker/service/session/token.h"

#include "broker/common/base/ids.h"

#define TOKEN_BYTES 32

static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/* RFC 4648 s5, without padding. */
void token_new(char out[TOKEN_TEXT])
{
	uint8_t bytes[TOKEN_BYTES];
	uint32_t bits = 0;
	int have = 0;

	random_fill(bytes, sizeof(bytes));
	for (int i = 0; i < TOKEN_BYTES; i++) {
		bits = bits << 8 | bytes[i];
		for (have += 8; have >= 6; have -= 6)
			*out++ = letters[bits >> (have - 6) & 63];
	}
	*out++ = letters[bits << (6 - have) & 63];
	*out = '\0';
}

struct sha256 token_digest(struct text token)
{
	return sha256_of((struct bytes){ (const uint8_t *)token.at, token.n });
}
