/* Packets waiting to be sent. */
#include "media/engine/out.h"

#include <string.h>

void out_flush(struct out *o)
{
	if (o->n)
		o->flush(o->owner, o);
}

struct out_packet *out_next(struct out *o)
{
	if (o->n == o->size)
		out_flush(o);
	return &o->packets[o->n];
}

void out_add(struct out *o, struct addr to, size_t n)
{
	struct out_packet *p = &o->packets[o->n];

	p->to = to;
	p->n = (uint16_t)n;
	o->n++;
	o->total++;
}

void out_send(struct out *o, struct addr to, struct bytes b)
{
	if (b.n > OUT_PACKET_MAX)
		return;
	memcpy(out_next(o)->at, b.at, b.n);
	out_add(o, to, b.n);
}
