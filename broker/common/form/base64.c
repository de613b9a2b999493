/* OpenSSL's coder, which passes over spaces and takes padding anywhere: not here. */
#include "broker/common/form/base64.h"

#include <limits.h>
#include <openssl/evp.h>
#include <string.h>

void base64_format(struct bytes b, char *out)
{
	*out = '\0';
	if (b.n)
		EVP_EncodeBlock((unsigned char *)out, b.at, (int)b.n);
}

static size_t padding_of(struct text t)
{
	size_t n = 0;

	while (n < 2 && n < t.n && t.at[t.n - 1 - n] == '=')
		n++;
	return n;
}

enum err base64_parse(struct text t, struct arena *a, struct bytes *out)
{
	static const char digits[] =
		"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
	size_t padding = padding_of(t);

	if (t.n % 4 || t.n > INT_MAX)
		return ERR_BAD_INPUT;
	for (size_t i = 0; i < t.n - padding; i++)
		if (!t.at[i] || !strchr(digits, t.at[i]))
			return ERR_BAD_INPUT;
	uint8_t *at = arena_get(a, t.n / 4 * 3 + 1);
	if (t.n && EVP_DecodeBlock(at, (const unsigned char *)t.at, (int)t.n) < 0)
		return ERR_BAD_INPUT;
	*out = (struct bytes){ at, t.n / 4 * 3 - padding };
	return ERR_OK;
}
