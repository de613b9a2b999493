/* Packets one behind the other in a ring of bytes; each is found by its number modulo the size of a
 * table, and is there until it is written over. */
#include "media/engine/ring.h"

#include <stdlib.h>
#include <string.h>

struct ring_packet {
	int64_t number; /* 0: none; numbers start above SEQ_START */
	int64_t at_us;
	uint64_t start; /* of all bytes ever written */
	uint16_t n;
};

struct ring {
	struct ring_packet packets[RING_PACKETS];
	uint8_t *bytes;
	size_t size;
	uint64_t written;
	int64_t since_us; /* of the running window */
	uint64_t since;
};

struct ring *ring_new(void)
{
	struct ring *r = calloc(1, sizeof *r);

	if (!r)
		abort();
	r->size = RING_BYTES_MIN;
	r->bytes = malloc(r->size);
	if (!r->bytes)
		abort();
	return r;
}

void ring_free(struct ring *r)
{
	if (!r)
		return;
	free(r->bytes);
	free(r);
}

void ring_clear(struct ring *r)
{
	for (int i = 0; i < RING_PACKETS; i++)
		r->packets[i].number = 0;
}

static bool is_there(const struct ring *r, const struct ring_packet *p)
{
	return p->number && r->written - p->start <= r->size;
}

/* What is there moves over; a seldom thing. */
static void grow(struct ring *r, size_t size)
{
	uint8_t *bytes = malloc(size);
	size_t n = 0;

	if (!bytes)
		abort();
	for (int i = 0; i < RING_PACKETS; i++) {
		struct ring_packet *p = &r->packets[i];

		if (!is_there(r, p)) {
			p->number = 0;
			continue;
		}
		memcpy(bytes + n, r->bytes + p->start % r->size, p->n);
		p->start = n;
		n += p->n;
	}
	free(r->bytes);
	r->bytes = bytes;
	r->size = size;
	r->written = r->since = n;
}

/* A window of RING_KEEP_US fits, with some room. */
static void fit(struct ring *r, int64_t at_us)
{
	uint64_t came = r->written - r->since;

	if (came > r->size / 4 * 3 && r->size < RING_BYTES_MAX)
		grow(r, 2 * r->size);
	if (at_us - r->since_us < RING_KEEP_US)
		return;
	r->since_us = at_us;
	r->since = r->written;
}

void ring_put(struct ring *r, int64_t number, int64_t at_us, struct bytes packet)
{
	struct ring_packet *p = &r->packets[number % RING_PACKETS];
	size_t left;

	if (packet.n > RING_PACKET_MAX || p->number > number)
		return;
	fit(r, at_us);
	left = r->size - r->written % r->size;
	if (packet.n > left)
		r->written += left; /* in one piece */
	*p = (struct ring_packet){ number, at_us, r->written, (uint16_t)packet.n };
	memcpy(r->bytes + r->written % r->size, packet.at, packet.n);
	r->written += packet.n;
}

enum err ring_find(const struct ring *r, int64_t number, int64_t *at_us, struct bytes *packet)
{
	const struct ring_packet *p = &r->packets[number > 0 ? number % RING_PACKETS : 0];

	if (number <= 0 || p->number != number || !is_there(r, p))
		return ERR_NOT_FOUND;
	*at_us = p->at_us;
	*packet = (struct bytes){ r->bytes + p->start % r->size, p->n };
	return ERR_OK;
}
