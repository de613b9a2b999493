/* Passwords for TURN servers from the secret shared with them. */
#include "broker/core/turn.h"

#include "broker/common/digest.h"

#include <stdio.h>

/* RFC 4648 s4. Terminated. */
static void format_base64(const uint8_t *at, size_t n, char *out)
{
	static const char digits[] =
		"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

	for (size_t i = 0; i < n; i += 3) {
		uint32_t three = (uint32_t)at[i] << 16;

		three |= i + 1 < n ? (uint32_t)at[i + 1] << 8 : 0;
		three |= i + 2 < n ? at[i + 2] : 0;
		*out++ = digits[three >> 18];
		*out++ = digits[three >> 12 & 63];
		*out++ = i + 1 < n ? digits[three >> 6 & 63] : '=';
		*out++ = i + 2 < n ? digits[three & 63] : '=';
	}
	*out = 0;
}

void turn_format_password(struct bytes secret, struct text username, char out[TURN_PASSWORD])
{
	uint8_t mac[20];

	hmac_sha1(secret, (struct bytes){ (const uint8_t *)username.at, username.n }, mac);
	format_base64(mac, sizeof(mac), out);
}

struct turn_pass turn_pass_new(struct bytes secret, struct instant till, struct id visit)
{
	struct turn_pass p;

	snprintf(p.username, sizeof(p.username), "%lld:%s", (long long)(till.ms / 1000),
		 visit.text);
	turn_format_password(secret, text_of(p.username), p.password);
	return p;
}
