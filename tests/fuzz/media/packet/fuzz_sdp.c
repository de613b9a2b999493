/* Any text as an offer: refused, or answered so that no line of the offer can add one to it. */
#include "media/packet/sdp.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *at, size_t n);

static void check_answer(struct text answer, size_t lines)
{
	size_t found = 0;

	while (answer.n) {
		struct text line = text_next(&answer, '\n');

		if (line.n < 4 || line.at[1] != '=' || line.at[line.n - 1] != '\r')
			abort();
		for (size_t i = 0; i + 1 < line.n; i++)
			if (line.at[i] < ' ' || line.at[i] > '~')
				abort();
		found += text_starts(line, "m=");
	}
	if (found != lines)
		abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *at, size_t n)
{
	static const enum sdp_codec order[] = { SDP_H264, SDP_VP8 };
	static const struct addr address = { .ip = { 192, 0, 2, 1 }, 8444, ADDR_IPV4, 0 };
	static char room[SDP_ANSWER_MAX];
	static struct sdp_offer o;
	static struct sdp_slot slots[SDP_LINES_MAX];
	struct sdp_answer a = { .offer = &o,
				.video = SDP_VP8,
				.ufrag = TEXT("ours"),
				.password = TEXT("password"),
				.addresses = &address,
				.n_addresses = 1,
				.slots = slots,
				.cname = TEXT("xq") };
	struct sink s;

	if (sdp_parse((struct text){ (const char *)at, n }, &o))
		return 0;
	for (size_t i = 0; i < o.n_lines; i++)
		slots[i] = (struct sdp_slot){ (uint32_t)i + 1, i % 2, "stream", "track" };
	if (sdp_choose_video(&o, order, 2, &a.video) && a.video != SDP_VP8)
		abort();
	sink_init(&s, room, sizeof room);
	sdp_format_answer(&a, &s);
	if (sink_is_full(&s))
		abort();
	check_answer((struct text){ room, s.n }, o.n_lines);
	return 0;
}
