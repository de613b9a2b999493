/* The table of addresses: open addressing, gaps are closed when an entry goes. */
#include "media/engine/addresses.h"

#include <stdlib.h>

#define MASK (ADDRESSES_SIZE - 1)
#define MOST (ADDRESSES_SIZE - ADDRESSES_SIZE / 8)

struct entry {
	struct addr addr; /* ADDR_NONE: free */
	uint16_t leg;
};

struct addresses {
	struct entry at[ADDRESSES_SIZE];
	int n;
};

struct addresses *addresses_new(void)
{
	struct addresses *t = calloc(1, sizeof *t);

	if (!t)
		abort();
	return t;
}

void addresses_free(struct addresses *t)
{
	free(t);
}

/* Where it stands, or where it would. */
static size_t place_of(const struct addresses *t, struct addr a)
{
	size_t i = addr_hash(a) & MASK;

	while (t->at[i].addr.family != ADDR_NONE && !addr_equals(t->at[i].addr, a))
		i = (i + 1) & MASK;
	return i;
}

int addresses_find(const struct addresses *t, struct addr a)
{
	const struct entry *e = &t->at[place_of(t, a)];

	return e->addr.family == ADDR_NONE ? -1 : e->leg;
}

void addresses_put(struct addresses *t, struct addr a, int leg)
{
	struct entry *e = &t->at[place_of(t, a)];

	if (e->addr.family == ADDR_NONE) {
		if (t->n == MOST)
			return;
		t->n++;
	}
	*e = (struct entry){ a, (uint16_t)leg };
}

void addresses_remove(struct addresses *t, struct addr a, int leg)
{
	size_t gap = place_of(t, a);

	if (t->at[gap].addr.family == ADDR_NONE || t->at[gap].leg != leg)
		return;
	for (size_t i = (gap + 1) & MASK; t->at[i].addr.family != ADDR_NONE; i = (i + 1) & MASK) {
		size_t home = addr_hash(t->at[i].addr) & MASK;

		/* It may move up only if its home is not behind the gap. */
		if (((i - home) & MASK) < ((i - gap) & MASK))
			continue;
		t->at[gap] = t->at[i];
		gap = i;
	}
	t->at[gap] = (struct entry){ 0 };
	t->n--;
}
