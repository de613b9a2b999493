/* Who is connected, and who has to go. */
#include "broker/link/guests.h"

#include <stdlib.h>
#include <string.h>

void guests_init(struct guests *g, const struct guests_limits *limits)
{
	*g = (struct guests){ .limits = *limits, .addresses = tally_new(), .opening = tally_new() };
}

void guests_clear(struct guests *g)
{
	for (uint32_t i = 0; i < g->all.n; i++)
		free(handle_at(&g->all, i));
	handles_clear(&g->all);
	tally_free(g->addresses);
	tally_free(g->opening);
	*g = (struct guests){ 0 };
}

static bool is_free(const struct guests *g, const char *address)
{
	struct text list = g->limits.free;

	while (list.n)
		if (text_is(text_trim(text_next(&list, ',')), address))
			return true;
	return false;
}

/* It is not opening any more: it has entered, or goes. */
static void stop_opening(struct guests *g, struct guest *guest)
{
	if (!guest->is_opening)
		return;
	guest->is_opening = false;
	*(guest->older ? &guest->older->newer : &g->oldest) = guest->newer;
	*(guest->newer ? &guest->newer->older : &g->newest) = guest->older;
	guest->older = guest->newer = NULL;
	g->n_opening--;
	tally_remove(g->opening, text_of(guest->address));
}

static struct guest *oldest_of(const struct guests *g, const char *address)
{
	struct guest *guest = g->oldest;

	while (guest && strcmp(guest->address, address) != 0)
		guest = guest->newer;
	return guest;
}

/* Who goes for a newcomer: the oldest that has not said what it wants. An honest one says it in a
 * moment. */
static struct guest *who_leaves(const struct guests *g, const char *address, bool free)
{
	int mine = tally_get(g->opening, text_of(address));

	if (!free && mine >= g->limits.opening_per_address)
		return oldest_of(g, address);
	if (g->n_opening >= g->limits.opening || (int)g->all.used >= g->limits.most)
		return g->oldest;
	return NULL;
}

static void start_opening(struct guests *g, struct guest *guest)
{
	guest->is_opening = true;
	guest->older = g->newest;
	*(g->newest ? &g->newest->newer : &g->oldest) = guest;
	g->newest = guest;
	g->n_opening++;
	tally_add(g->opening, text_of(guest->address), g->limits.most);
}

struct guest *guests_add(struct guests *g, const char *address, int64_t now_us,
			 struct guest **leaves)
{
	bool free_one = is_free(g, address);
	int mine = tally_get(g->addresses, text_of(address));

	*leaves = NULL;
	if (!free_one && mine >= g->limits.per_address + GUESTS_TOLD)
		return NULL;
	*leaves = who_leaves(g, address, free_one);
	if (!*leaves && (int)g->all.used >= g->limits.most)
		return NULL;
	if (*leaves)
		stop_opening(g, *leaves);
	struct guest *guest = calloc(1, sizeof(*guest));
	if (!guest)
		abort();
	strncpy(guest->address, address, ADDRESS_KEY - 1);
	guest->is_free = free_one;
	guest->is_one_too_many = !free_one && mine >= g->limits.per_address;
	guest->until_us = now_us + g->limits.head_us;
	guest->self = handle_add(&g->all, guest);
	/* Counted for those of free addresses too: what is added is taken away. */
	tally_add(g->addresses, text_of(address), INT32_MAX);
	start_opening(g, guest);
	return guest;
}

void guests_remove(struct guests *g, struct guest *guest)
{
	stop_opening(g, guest);
	tally_remove(g->addresses, text_of(guest->address));
	handle_remove(&g->all, guest->self);
	free(guest);
}

void guest_enter(struct guests *g, struct guest *guest)
{
	stop_opening(g, guest);
	guest->until_us = 0;
}

bool guests_has_room(const struct guests *g)
{
	return (int)g->all.used - g->n_opening <= g->limits.most - g->limits.kept;
}
