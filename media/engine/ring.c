/* Packets one behind the other in a ring of bytes; each is found by its number modulo the size of a
 * table, and is there until it is written over. */
#include "media/engine/ring.h"

#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

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

/* Pages of its own: rings grow and go in any order, and would leave holes in the heap. */
static uint8_t *map(size_t size)
{
	void *at = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	if (at == MAP_FAILED)
		abort();
	return at;
}

struct ring *ring_new(void)
{
	struct ring *r = calloc(1, sizeof *r);

	if (!r)
		abort();
	r->size = RING_BYTES_MIN;
	r->bytes = map(r->size);
	return r;
}

void ring_free(struct ring *r)
{
	if (!r)
		return;
	munmap(r->bytes, r->size);
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

/* What is there moves over in its order, so that the oldest is still the first to go. */
static void grow(struct ring *r, size_t size)
{
	uint64_t oldest = r->written > r->size ? r->written - r->size : 0;
	uint8_t *bytes = map(size);

	for (int i = 0; i < RING_PACKETS; i++) {
		struct ring_packet *p = &r->packets[i];

		if (!is_there(r, p)) {
			p->number = 0;
			continue;
		}
		memcpy(bytes + p->start - oldest, r->bytes + p->start % r->size, p->n);
		p->start -= oldest;
	}
	munmap(r->bytes, r->size);
	r->bytes = bytes;
	r->size = size;
	r->written -= oldest;
	r->since -= r->since < oldest ? r->since : oldest;
}

/* A window of RING_KEEP_US fits, with some room. */
static void fit(struct ring *r, int64_t at_us)
{
	uint64_t came = r->written - r->since;

	if (came > r->size / 8 * 7 && r->size < RING_BYTES_MAX)
		grow(r, r->size + RING_BYTES_STEP);
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
