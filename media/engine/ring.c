/* A packet stands at its number modulo the size. */
#include "media/engine/ring.h"

#include <stdlib.h>
#include <string.h>

struct ring_packet {
	int64_t number; /* 0: none; numbers start above SEQ_START */
	int64_t at_us;
	uint16_t n;
	uint8_t at[RING_PACKET_MAX];
};

struct ring {
	struct ring_packet packets[RING_PACKETS];
};

struct ring *ring_new(void)
{
	struct ring *r = calloc(1, sizeof *r);

	if (!r)
		abort();
	return r;
}

void ring_free(struct ring *r)
{
	free(r);
}

void ring_clear(struct ring *r)
{
	for (int i = 0; i < RING_PACKETS; i++)
		r->packets[i].number = 0;
}

void ring_put(struct ring *r, int64_t number, int64_t at_us, struct bytes packet)
{
	struct ring_packet *p = &r->packets[number % RING_PACKETS];

	if (packet.n > RING_PACKET_MAX || p->number > number)
		return;
	p->number = number;
	p->at_us = at_us;
	p->n = (uint16_t)packet.n;
	memcpy(p->at, packet.at, packet.n);
}

enum err ring_find(const struct ring *r, int64_t number, int64_t *at_us, struct bytes *packet)
{
	const struct ring_packet *p = &r->packets[number % RING_PACKETS];

	if (number <= 0 || p->number != number)
		return ERR_NOT_FOUND;
	*at_us = p->at_us;
	*packet = (struct bytes){ p->at, p->n };
	return ERR_OK;
}
