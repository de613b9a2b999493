/* Claiming everything a visit needs, or saying what is taken and what would work. */
#include "broker/core/slots.h"
#include "broker/service/reception/plan.h"
#include "broker/store/claims.h"

#define INSTEAD_MAX  3
#define INSTEAD_DAYS 14
#define INSTEAD_LOOK 400 /* slots */

/* One claim: what is claimed for which visit. */
struct claim_job {
	struct call *call;
	const struct plan *plan;
	struct span span; /* the slot and its buffer */
	struct id visit;
};

static enum err claim_lanes(const struct claim_job *j, enum resource_kind kind, struct text owner,
			    int lanes)
{
	struct resource r = { kind, owner, 0 };

	return claim_add_lane(j->call->db, &r, lanes, j->span, j->visit);
}

static enum err claim_room(const struct claim_job *j, const struct list *rooms, struct room *out)
{
	const struct room *room = rooms->items;
	enum err e = ERR_OK;

	for (size_t i = 0; i < rooms->n; i++) {
		e = claim_lanes(j, RESOURCE_ROOM,
				arena_format(j->call->arena, "%lld", (long long)room[i].id), 1);
		if (e == ERR_OK)
			*out = room[i];
		if (e != ERR_SLOT_TAKEN)
			return e;
	}
	return e;
}

static enum err claim_receiver(const struct claim_job *j, const struct reception *r)
{
	if (id_is_set(r->staff))
		return claim_lanes(j, RESOURCE_RECEIVER, text_of(r->staff.text), 1);
	return claim_lanes(j, RESOURCE_UNIT,
			   arena_format(j->call->arena, "%lld", (long long)r->unit),
			   j->call->rules->room.unit_lanes);
}

/* The receptions in which a slot begins at `from`; the first that is free is claimed. */
static enum err claim_reception(struct claim_job *j, struct instant from, struct plan_claim *out)
{
	struct span moment = { from, { from.ms + 1 } };
	struct list receptions;
	enum err e = ERR_NOT_FOUND;

	TRY(reception_list(j->call->db, j->plan->unit.id, moment, j->call->arena, &receptions));
	for (size_t i = 0; i < receptions.n; i++) {
		const struct reception *r = (const struct reception *)receptions.items + i;

		if (!slots_find(r->span, r->slot_ms, r->buffer_ms, from, &out->slot))
			continue;
		j->span = out->slot;
		j->span.till.ms += r->buffer_ms;
		e = claim_receiver(j, r);
		out->receiver = r->staff;
		out->receiver_name = r->receiver_name;
		if (e != ERR_SLOT_TAKEN)
			return e;
	}
	return e;
}

/* The next free times, for people who were too late. */
static enum err find_instead(struct call *c, const struct plan *p, struct instant from)
{
	struct span span = { from, { from.ms + INSTEAD_DAYS * DAY_MS } };
	struct span *spans = ARENA_LIST(c->arena, struct span, INSTEAD_MAX);
	struct plan_slots found;
	size_t n = 0;

	TRY(plan_list(c, p, span, INSTEAD_LOOK, &found));
	TRY(plan_look(c, p, span, &found));
	for (size_t i = 0; i < found.slots.n && n < INSTEAD_MAX; i++) {
		const struct plan_slot *s = (const struct plan_slot *)found.slots.items + i;

		if (s->why == PLAN_FREE && s->slot.from.ms != from.ms)
			spans[n++] = s->slot;
	}
	c->instead = (struct list){ spans, n };
	return ERR_OK;
}

static enum err taken(const struct claim_job *j, enum err e, struct instant from, enum why why)
{
	if (e != ERR_SLOT_TAKEN)
		return e;
	TRY(find_instead(j->call, j->plan, from));
	return call_refuse(j->call, e, "from", why, NULL);
}

static enum err claim_rest(const struct claim_job *j, struct instant from, struct plan_claim *out)
{
	const struct plan *p = j->plan;
	const struct rules *r = j->call->rules;

	TRY(taken(j, claim_room(j, &p->rooms, &out->room), from, WHY_TAKEN_ROOM));
	TRY(taken(j, claim_room(j, &p->village_rooms, &out->village_room), from,
		  WHY_TAKEN_VILLAGE_ROOM));
	TRY(taken(j,
		  claim_lanes(j, RESOURCE_UPLINK, text_of(p->village.digits), r->room.uplink_lanes),
		  from, WHY_TAKEN_LINE));
	return taken(j, claim_lanes(j, RESOURCE_RECORD, TEXT(""), r->room.record_lanes), from,
		     WHY_TAKEN_RECORDING);
}

enum err plan_claim(struct call *c, const struct plan *p, struct instant from, struct id visit,
		    struct plan_claim *out)
{
	struct claim_job j = { .call = c, .plan = p, .visit = visit };
	struct plan_claim claim = { 0 };
	enum err e = claim_reception(&j, from, &claim);

	if (e == ERR_NOT_FOUND) {
		TRY(find_instead(c, p, from));
		return call_refuse(c, e, "from", WHY_NO_RECEPTION,
				   ARGUMENTS(argument_name("unit", p->unit.name, p->unit.name_en)));
	}
	TRY(taken(&j, e, from, WHY_TAKEN_RECEIVER));
	TRY(claim_rest(&j, from, &claim));
	*out = claim;
	return ERR_OK;
}
