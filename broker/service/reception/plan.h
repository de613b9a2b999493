/*
 * Plans: a slot of a reception with everything that a visit in it needs: the receiver or a lane
 * of the unit, a room there, a room of the village (or of its parent), the village's uplink and
 * recording capacity. Claimed all or not at all.
 */
#ifndef BROKER_SERVICE_RECEPTION_PLAN_H
#define BROKER_SERVICE_RECEPTION_PLAN_H

#include "broker/service/call.h"
#include "broker/store/place_rows.h"

/* Of a visit that looks for another time: what it holds is no obstacle to it. */
struct plan_own {
	struct id visit; /* unset: a new one */
	struct id receiver;
	struct instant from;
};

/* Who wants to be heard where. */
struct plan {
	struct unit unit;
	struct code12 village;     /* "": unknown, only the unit's side is asked */
	struct list rooms;         /* struct room, of the unit's node; may be none */
	struct list village_rooms; /* struct room; of its parent where it has none */
	struct plan_own own;
};

/* Why a slot cannot be booked: what a page says must be true, and help to find another. */
enum plan_why {
	PLAN_FREE,
	PLAN_PAST,
	PLAN_SOON,   /* too near to prepare */
	PLAN_BEYOND, /* not open for booking yet */
	PLAN_TAKEN,
	PLAN_OWN, /* the visit's present time */
	PLAN_WHY_COUNT
};
extern const char *const plan_why_words[PLAN_WHY_COUNT + 1];

struct plan_slot {
	const struct reception *reception;
	struct span slot;
	enum plan_why why;
};

/* What was claimed. */
struct plan_claim {
	struct id receiver; /* "": the unit */
	struct text receiver_name;
	struct span slot;
	struct room room;         /* id 0: none */
	struct room village_room; /* id 0: none */
};

/* ERR_NOT_FOUND for an unknown unit. */
MUST_USE enum err plan_init(struct call *c, int64_t unit, struct code12 village, struct plan *out);

struct plan_slots {
	struct list slots;   /* struct plan_slot */
	bool cut;            /* there are more: */
	struct instant till; /* then those that begin before this are all here */
};

/* The slots that begin in the span, in order, at most `most`. */
MUST_USE enum err plan_list(struct call *c, const struct plan *p, struct span span, int most,
			    struct plan_slots *out);

/* Marks those of them that can be booked now. */
MUST_USE enum err plan_look(struct call *c, const struct plan *p, struct span span,
			    const struct plan_slots *slots);

/* The last day that is open for booking. */
struct day plan_last_day(const struct call *c);

/* May the caller book for this instant? ERR_TOO_LATE, ERR_TOO_EARLY. */
MUST_USE enum err plan_check_lead(struct call *c, struct instant from);

/* Claims everything for the slot that begins at `from`. ERR_NOT_FOUND: no slot begins there;
 * ERR_SLOT_TAKEN with what is taken and the next free times in c->instead: then the caller must
 * fail, so that nothing stays claimed. */
MUST_USE enum err plan_claim(struct call *c, const struct plan *p, struct instant from,
			     struct id visit, struct plan_claim *out);

#endif
