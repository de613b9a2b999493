/* Any bytes as a piece: what is read stays inside and is written back as it was. */
#include "broker/common/talk/backfill.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *at, size_t n);

int LLVMFuzzerTestOneInput(const uint8_t *at, size_t n)
{
	static uint8_t room[1 << 16];
	struct bytes rest = { at, n };
	struct backfill_packet p;
	struct sink s;

	if (n > sizeof(room))
		return 0;
	sink_init(&s, room, sizeof(room));
	while (rest.n && !backfill_parse(&rest, &p)) {
		if (p.rtp.at < at || p.rtp.at + p.rtp.n > at + n || p.at_us < 0)
			abort();
		backfill_format(&p, &s);
	}
	if (sink_is_full(&s) || s.n != n - rest.n || memcmp(room, at, s.n) != 0)
		abort();
	return 0;
}
