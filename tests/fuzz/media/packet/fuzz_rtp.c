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
	uint8_t map[RTP_IDS];
	struct rtp back;
	struct bytes v;

	for (int i = 0; i < RTP_IDS; i++)
		map[i] = i == 5 ? 0 : (uint8_t)(i ^ 1);
	rtp_map_elements(copy, n, map);
	rtp_rewrite(copy, &h);
	if (rtp_parse((struct bytes){ copy, n }, &back) || back.payload.n != r->payload.n)
		abort();
	if (back.seq != 1 || back.ts != 2 || back.ssrc != 3 || !back.marker)
		abort();
	if (back.extension.n != r->extension.n || back.padding != r->padding)
		abort();
	if (rtp_find_element(&back, 3, &v) && !rtp_set_element(copy, n, 3, v))
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
	struct rtp_element e;
	size_t walk = 0;
	bool voice;

	if (rtp_parse((struct bytes){ at, n }, &r))
		return 0;
	check_inside(r.payload, at, n);
	check_inside(r.extension, at, n);
	unwrap((struct bytes){ at, n }, &r);
	while (rtp_next_element(&r, &walk, &e)) {
		check_inside(e.value, at, n);
		if (!e.id || rtp_level(e.value, &voice) > 127)
			abort();
	}
	uint8_t *copy = malloc(n);
	if (!copy)
		abort();
	memcpy(copy, at, n);
	change(copy, n, &r);
	free(copy);
	return 0;
}
