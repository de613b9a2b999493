/* Passwords for TURN servers from the secret shared with them. */
#include "broker/core/turn.h"

#include "broker/common/form/base64.h"
#include "broker/common/seal/digest.h"

#include <stdio.h>

void turn_format_password(struct bytes secret, struct text username, char out[TURN_PASSWORD])
{
	uint8_t mac[20];

	hmac_sha1(secret, (struct bytes){ (const uint8_t *)username.at, username.n }, mac);
	base64_format((struct bytes){ mac, sizeof(mac) }, out);
}

struct turn_pass turn_pass_new(struct bytes secret, struct instant till, struct id visit)
{
	struct turn_pass p;

	snprintf(p.username, sizeof(p.username), "%lld:%s", (long long)(till.ms / 1000),
		 visit.text);
	turn_format_password(secret, text_of(p.username), p.password);
	return p;
}
