/*
 * Who is connected at a door: how many of each address, who has not yet said what it wants, and
 * until when each owes something. A head, a body, a handshake must be whole at a fixed moment: a
 * byte now and then buys no time. Time is an argument; closing is the door's. Owned by the loop.
 */
#ifndef BROKER_LINK_GUESTS_H
#define BROKER_LINK_GUESTS_H

#include "broker/desk/handles.h"
#include "broker/link/address.h"
#include "broker/link/tally.h"

/* Beyond per_address a few more are let in, to be told so in words; then they are turned away. */
#define GUESTS_TOLD 16

struct guests_limits {
	int most;    /* at once */
	int kept;    /* of these, not for everybody: see guests_has_room */
	int opening; /* of these, without a whole first request */
	int per_address;
	int opening_per_address;
	int64_t head_us;  /* the first request, handshake of TLS included */
	struct text free; /* addresses by commas that per_address does not count */
};

struct guest {
	struct handle self;
	struct guest *older; /* of those that are opening */
	struct guest *newer;
	void *socket;     /* the door's; NULL: not yet */
	int64_t until_us; /* what it owes is due; 0: nothing */
	bool is_opening;
	bool is_one_too_many; /* to be told so */
	bool is_free;
	char address[ADDRESS_KEY];
};

struct guests {
	struct guests_limits limits;
	struct handles all;
	struct tally *addresses;
	struct tally *opening;
	struct guest *oldest; /* of those that are opening */
	struct guest *newest;
	int n_opening;
};

void guests_init(struct guests *g, const struct guests_limits *limits);
void guests_clear(struct guests *g);

/* A connection arrives. NULL: turn it away. *leaves has to go for it: it is not counted as opening
 * any more; NULL: nobody. */
struct guest *guests_add(struct guests *g, const char *address, int64_t now_us,
			 struct guest **leaves);
void guests_remove(struct guests *g, struct guest *guest); /* frees it */

/* Whether one that has entered may stay without one of the kept places. */
bool guests_has_room(const struct guests *g);

/* Its first request is whole. */
void guest_enter(struct guests *g, struct guest *guest);

static inline struct guest *guests_find(const struct guests *g, struct handle at)
{
	return handle_find(&g->all, at);
}

#endif
