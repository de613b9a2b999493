/* Slots of a unit's receptions, and which of them are free. */
#include "broker/service/reception/plan.h"

#include "broker/core/slots.h"
#include "broker/service/reception/busy.h"
#include "broker/store/db.h"

enum err plan_init(struct call *c, int64_t unit, struct code12 village, struct plan *out)
{
	struct plan p = { .village = village };
	enum err e = unit_find(c->db, unit, c->arena, &p.unit);

	if (e == ERR_NOT_FOUND)
		return call_refuse(c, e, "unit", WHY_UNIT_UNKNOWN, NULL);
	TRY(e);
	TRY(room_list_node(c->db, p.unit.node, c->arena, &p.rooms));
	const struct node *n = tree_find(c->tree, village);
	if (n) {
		TRY(room_list_node(c->db, village, c->arena, &p.village_rooms));
		const struct node *parent = tree_parent(c->tree, n);
		if (!p.village_rooms.n && parent)
			TRY(room_list_node(c->db, parent->code, c->arena, &p.village_rooms));
	}
	*out = p;
	return ERR_OK;
}

const char *const plan_why_words[PLAN_WHY_COUNT + 1] = {
	[PLAN_FREE] = "free",     [PLAN_PAST] = "past",   [PLAN_SOON] = "soon",
	[PLAN_BEYOND] = "beyond", [PLAN_TAKEN] = "taken", [PLAN_OWN] = "own",
};

struct day plan_last_day(const struct call *c)
{
	return holidays_add_workdays(c->rules->holidays, day_at(c->now),
				     c->rules->times.lead_max_days);
}

static struct day first_day(const struct call *c, struct day today)
{
	int n = c->rules->times.lead_min_days;

	if (n <= 0 || call_has(c, ROLE_DUTY))
		return today; /* the duty officer's urgent path */
	return holidays_add_workdays(c->rules->holidays, today, n);
}

/* PLAN_FREE: as far as the time is concerned. */
static enum plan_why lead_of(const struct call *c, struct instant from)
{
	struct day asked = day_at(from);

	if (from.ms <= c->now.ms)
		return PLAN_PAST;
	if (asked.number < first_day(c, day_at(c->now)).number)
		return PLAN_SOON;
	return asked.number > plan_last_day(c).number ? PLAN_BEYOND : PLAN_FREE;
}

enum err plan_check_lead(struct call *c, struct instant from)
{
	enum plan_why why = lead_of(c, from);

	if (why == PLAN_PAST)
		return call_refuse(c, ERR_TOO_LATE, "from", WHY_TIME_PAST, NULL);
	if (why == PLAN_SOON)
		return call_refuse(
			c, ERR_TOO_LATE, "from", WHY_TIME_TOO_NEAR,
			ARGUMENTS(argument_number("days", c->rules->times.lead_min_days)));
	if (why == PLAN_BEYOND)
		return call_refuse(
			c, ERR_TOO_EARLY, "from", WHY_TIME_NOT_OPEN,
			ARGUMENTS(argument_number("days", c->rules->times.lead_max_days)));
	return ERR_OK;
}

/* A room of the list that is free; none in the list is fine. */
static enum err rooms_are_free(struct call *c, struct busy *b, const struct list *rooms,
			       struct span slot, bool *out)
{
	const struct room *room = rooms->items;

	*out = rooms->n == 0;
	for (size_t i = 0; i < rooms->n && !*out; i++) {
		struct text owner = arena_format(c->arena, "%lld", (long long)room[i].id);

		TRY(busy_is_free(b, &(struct resource){ RESOURCE_ROOM, owner, 0 }, 1, slot, out));
	}
	return ERR_OK;
}

static enum err receiver_is_free(struct call *c, struct busy *b, const struct plan_slot *s,
				 struct span slot, bool *out)
{
	const struct reception *r = s->reception;
	struct resource unit = { RESOURCE_UNIT, arena_format(c->arena, "%lld", (long long)r->unit),
				 0 };
	struct resource receiver = { RESOURCE_RECEIVER, text_of(r->staff.text), 0 };

	if (id_is_set(r->staff))
		return busy_is_free(b, &receiver, 1, slot, out);
	return busy_is_free(b, &unit, c->rules->room.unit_lanes, slot, out);
}

static bool is_own(const struct plan *p, const struct plan_slot *s)
{
	return id_is_set(p->own.visit) && s->slot.from.ms == p->own.from.ms &&
	       id_equals(s->reception->staff, p->own.receiver);
}

static enum err slot_is_free(struct call *c, struct busy *b, const struct plan *p,
			     struct plan_slot *s)
{
	struct resource record = { RESOURCE_RECORD, TEXT(""), 0 };
	struct resource uplink = { RESOURCE_UPLINK, text_of(p->village.digits), 0 };
	struct span slot = s->slot;
	bool yes;

	s->why = is_own(p, s) ? PLAN_OWN : lead_of(c, slot.from);
	if (s->why != PLAN_FREE)
		return ERR_OK;
	slot.till.ms += s->reception->buffer_ms;
	TRY(receiver_is_free(c, b, s, slot, &yes));
	if (yes)
		TRY(rooms_are_free(c, b, &p->rooms, slot, &yes));
	if (yes)
		TRY(busy_is_free(b, &record, c->rules->room.record_lanes, slot, &yes));
	if (yes && p->village.digits[0]) {
		TRY(rooms_are_free(c, b, &p->village_rooms, slot, &yes));
		if (yes)
			TRY(busy_is_free(b, &uplink, c->rules->room.uplink_lanes, slot, &yes));
	}
	s->why = yes ? PLAN_FREE : PLAN_TAKEN;
	return ERR_OK;
}

static void insert_by_start(struct plan_slot *slots, size_t n)
{
	struct plan_slot last = slots[n - 1];
	size_t i = n - 1;

	for (; i > 0 && slots[i - 1].slot.from.ms > last.slot.from.ms; i--)
		slots[i] = slots[i - 1];
	slots[i] = last;
}

/* Did they all fit? */
static bool add_slots(struct call *c, const struct reception *r, struct span span, int most,
		      struct list *out)
{
	struct span slot;
	size_t room = out->n;

	for (int n = 0; slots_get(r->span, r->slot_ms, r->buffer_ms, n, &slot); n++) {
		if (!span_has(span, slot.from))
			continue;
		if ((int)out->n == most)
			return false;
		*(struct plan_slot *)list_add(out, &room, c->arena, sizeof(struct plan_slot)) =
			(struct plan_slot){ r, slot, PLAN_TAKEN };
		insert_by_start((struct plan_slot *)out->items, out->n);
	}
	return true;
}

enum err plan_list(struct call *c, const struct plan *p, struct span span, int most,
		   struct plan_slots *out)
{
	struct list receptions;

	*out = (struct plan_slots){ .till = span.till };
	TRY(reception_list(c->db, p->unit.id, span, c->arena, &receptions));
	const struct reception *r = receptions.items;
	for (size_t i = 0; i < receptions.n && !out->cut; i++) {
		out->cut = !add_slots(c, &r[i], span, most, &out->slots) || i + 1 == RECEPTIONS_MAX;
		if (out->cut)
			out->till = r[i].span.from;
	}
	return ERR_OK;
}

enum err plan_look(struct call *c, const struct plan *p, struct span span,
		   const struct plan_slots *slots)
{
	struct span wide = { span.from, { span.till.ms + DAY_MS } };
	struct busy *b = busy_new(c, wide, p->own.visit);

	for (size_t i = 0; i < slots->slots.n; i++)
		TRY(slot_is_free(c, b, p, (struct plan_slot *)slots->slots.items + i));
	return ERR_OK;
}
