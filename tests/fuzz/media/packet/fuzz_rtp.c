/* Any packet as RTP: what is read stays inside, and may be changed in place as a forwarder does. */
#include "media/packet/rtx.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *at, size_t n);

static void check_inside(struct bytes b, const uint8_t *at, size_t n)
{
	if (b.n && (b.at < at || b.at + b.n > at + n))
		abort();
}

static void change(uint8_t *copy, size_t n, const struct rtp *r)
{
	const struct rtp_head h = { 1, 2, 3, 96, true };
	struct rtp back;

	rtp_rewrite(copy, &h);
	if (rtp_parse((struct bytes){ copy, n }, &back) || back.payload.n != r->payload.n)
		abort();
	if (back.seq != 1 || back.ts != 2 || back.ssrc != 3 || !back.marker)
		abort();
	if (back.extension.n != r->extension.n || back.padding != r->padding)
		abort();
}

/* What is unwrapped is a packet, shorter by the number. */
static void unwrap(struct bytes b, const struct rtp *r)
{
	static uint8_t room[4096];
	struct sink s;
	struct rtp back;

	sink_init(&s, room, sizeof room);
	if (rtx_unwrap(b, 7, 96, &s))
		return;
	if (rtp_parse(sink_bytes(&s), &back) || back.payload.n + RTX_BYTES != r->payload.n)
		abort();
	if (back.ssrc != 7 || back.ts != r->ts || back.seq != read_u16(r->payload.at))
		abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *at, size_t n)
{
	struct rtp r;
	struct bytes v;

	if (rtp_parse((struct bytes){ at, n }, &r))
		return 0;
	check_inside(r.payload, at, n);
	check_inside(r.extension, at, n);
	unwrap((struct bytes){ at, n }, &r);
	for (int id = 0; id <= UINT8_MAX; id++)
		if (rtp_find_element(&r, (uint8_t)id, &v))
			check_inside(v, at, n);
	uint8_t *copy = malloc(n);
	if (!copy)
		abort();
	memcpy(copy, at, n);
	change(copy, n, &r);
	free(copy);
	return 0;
}
