/* Connections by number and epoch. */
#include "broker/desk/handles.h"

#include <stdlib.h>
#include <string.h>

void handles_clear(struct handles *h)
{
	free(h->slots);
	memset(h, 0, sizeof(*h));
}

static void grow(struct handles *h)
{
	h->room = h->room ? 2 * h->room : 64;
	h->slots = realloc(h->slots, h->room * sizeof(h->slots[0]));
	if (!h->slots)
		abort();
}

struct handle handle_add(struct handles *h, void *what)
{
	uint32_t i;

	if (h->free) {
		i = h->free - 1;
		h->free = h->slots[i].next;
	} else {
		if (h->n == h->room)
			grow(h);
		i = h->n++;
		h->slots[i].epoch = 0;
	}
	if (++h->slots[i].epoch == 0)
		h->slots[i].epoch = 1;
	h->slots[i].what = what;
	h->used++;
	return (struct handle){ i, h->slots[i].epoch };
}

void *handle_find(const struct handles *h, struct handle at)
{
	if (!at.epoch || at.index >= h->n || h->slots[at.index].epoch != at.epoch)
		return NULL;
	return h->slots[at.index].what;
}

void handle_remove(struct handles *h, struct handle at)
{
	if (!handle_find(h, at))
		return;
	h->slots[at.index].what = NULL;
	h->slots[at.index].next = h->free;
	h->free = at.index + 1;
	h->used--;
}
