/* Any datagram as STUN: refused or read; what is read can be asked and answered. */
#include "media/packet/datagram.h"
#include "media/packet/stun.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *at, size_t n);

static void answer(const struct stun *s)
{
	uint8_t room[STUN_MESSAGE_MAX];
	struct addr from = { .port = 1, .family = ADDR_IPV6 };
	struct sink out;
	struct stun back;

	sink_init(&out, room, sizeof room);
	stun_format_success(s, from, TEXT("password"), &out);
	if (stun_parse(sink_bytes(&out), &back) || !back.fingerprint ||
	    !stun_is_signed(&back, sink_bytes(&out), TEXT("password")) ||
	    memcmp(s->transaction, back.transaction, sizeof back.transaction) != 0)
		abort();
	sink_init(&out, room, sizeof room);
	stun_format_error(s, s->unknown ? 420 : 400, TEXT(""), &out);
	if (stun_parse(sink_bytes(&out), &back) || back.error != (s->unknown ? 420 : 400))
		abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *at, size_t n)
{
	struct bytes d = { at, n };
	struct stun s;

	if (stun_parse(d, &s))
		return 0;
	if (datagram_kind(d) != DATAGRAM_STUN && at[0] < 4)
		abort();
	if (s.username.n && ((const uint8_t *)s.username.at < at ||
			     (const uint8_t *)s.username.at + s.username.n > at + n))
		abort();
	if (stun_ufrag(&s).n > s.username.n)
		abort();
	if (stun_is_signed(&s, d, TEXT("password")) && !s.integrity_at)
		abort();
	answer(&s);
	return 0;
}
