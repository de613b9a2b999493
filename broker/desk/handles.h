/*
 * Connections by number and epoch: what outlives a connection keeps its handle, never a pointer.
 * Owned by the loop.
 */
#ifndef BROKER_DESK_HANDLES_H
#define BROKER_DESK_HANDLES_H

#include <stdbool.h>
#include <stdint.h>

/* All zero: none. */
struct handle {
	uint32_t index;
	uint32_t epoch;
};

static inline bool handle_equals(struct handle a, struct handle b)
{
	return a.index == b.index && a.epoch == b.epoch;
}

struct handle_slot {
	void *what; /* NULL: free */
	uint32_t epoch;
	uint32_t next; /* free slots: index + 1 */
};

struct handles {
	struct handle_slot *slots;
	uint32_t n; /* slots ever used */
	uint32_t room;
	uint32_t free; /* index + 1 of the first free one; 0: none */
	uint32_t used;
};

void handles_clear(struct handles *h);
struct handle handle_add(struct handles *h, void *what);
void *handle_find(const struct handles *h, struct handle at); /* NULL: gone */
void handle_remove(struct handles *h, struct handle at);

/* The i-th slot, for walks over all i < h->n; NULL: free. */
static inline void *handle_at(const struct handles *h, uint32_t i)
{
	return h->slots[i].what;
}

#endif
