/* Any packet as transport-wide feedback; what is read is written the same. */
#include "media/packet/transport.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *at, size_t n);

static void write_back(const struct transport *t)
{
	static struct transport back;
	static uint8_t room[8192];
	struct bytes rest;
	struct rtcp r;
	struct sink s;

	sink_init(&s, room, sizeof room);
	transport_format((struct rtcp_feedback){ 1, 2 }, t, &s);
	rest = sink_bytes(&s);
	if (sink_is_full(&s) || rtcp_next(&rest, &r) || rest.n || transport_parse(&r, &back))
		abort();
	if (back.n != t->n || back.first != t->first || back.reference != t->reference ||
	    back.number != t->number || memcmp(back.delta, t->delta, t->n * sizeof t->delta[0]))
		abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *at, size_t n)
{
	static struct transport t;
	struct bytes rest = { at, n };
	struct rtcp r;

	while (rtcp_next(&rest, &r) == ERR_OK)
		if (transport_parse(&r, &t) == ERR_OK)
			write_back(&t);
	return 0;
}
