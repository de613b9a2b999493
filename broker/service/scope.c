/* Scope by the tree, sides of a visit, refusals with an audit entry. */
#include "broker/service/scope.h"

#include "broker/store/leg_rows.h"

/* What a visit of this state is waiting for, when something else was asked. */
static const enum why whys[VISIT_STATE_COUNT] = {
	[VISIT_REQUESTED] = WHY_VISIT_REQUESTED,
	[VISIT_SCHEDULED] = WHY_VISIT_SCHEDULED,
	[VISIT_CHECKED_IN] = WHY_VISIT_CHECKED_IN,
	[VISIT_CONSENTED] = WHY_VISIT_CONSENTED,
	[VISIT_LIVE] = WHY_VISIT_LIVE,
	[VISIT_CLOSED] = WHY_VISIT_CLOSED,
	[VISIT_FILED] = WHY_VISIT_FILED,
	[VISIT_CANCELLED] = WHY_VISIT_CANCELLED,
	[VISIT_NO_SHOW] = WHY_VISIT_NO_SHOW,
};

bool scope_has(const struct call *c, struct code12 node)
{
	return c->who->node.digits[0] && tree_is_within(c->tree, node, c->who->node);
}

bool scope_is_desk(const struct call *c, struct code12 village)
{
	return call_has(c, ROLE_CLERK | ROLE_DUTY) && scope_has(c, village);
}

bool scope_is_receiver(const struct call *c, int64_t unit)
{
	return call_has(c, ROLE_OFFICIAL | ROLE_DUTY | ROLE_RECORDER) && c->who->unit &&
	       c->who->unit == unit;
}

static enum err load(struct call *c, struct id id, struct visit *out)
{
	enum err e = visit_find(c->db, id, c->arena, out);

	if (e == ERR_NOT_FOUND)
		return call_refuse(c, e, "visit", WHY_VISIT_UNKNOWN, NULL);
	return e;
}

enum err scope_room(struct call *c, struct room *out)
{
	struct list rooms;

	TRY(room_list_node(c->db, c->who->node, c->arena, &rooms));
	if (c->who->room < 1 || (size_t)c->who->room > rooms.n)
		return call_refuse(c, ERR_NOT_FOUND, NULL, WHY_ROOM_UNKNOWN, NULL);
	*out = ((const struct room *)rooms.items)[c->who->room - 1];
	return ERR_OK;
}

/* Does the terminal stand in the room of the resident? */
static bool is_terminal_of(struct call *c, const struct visit *v)
{
	struct room room;

	return call_has(c, ROLE_TERMINAL) && v->village_room && !scope_room(c, &room) &&
	       room.id == v->village_room;
}

enum err scope_visit(struct call *c, struct id id, const char *act, struct visit *out)
{
	TRY(load(c, id, out));
	if (scope_is_desk(c, out->village) || scope_is_receiver(c, out->unit) ||
	    is_terminal_of(c, out))
		return ERR_OK;
	return call_forbid(c, act, arena_format(c->arena, "%s", id.text), TEXT(""));
}

enum err scope_visit_desk(struct call *c, struct id id, const char *act, struct visit *out)
{
	TRY(load(c, id, out));
	if (scope_is_desk(c, out->village))
		return ERR_OK;
	return call_forbid(c, act, arena_format(c->arena, "%s", id.text), TEXT(""));
}

enum err scope_visit_receiver(struct call *c, struct id id, const char *act, struct visit *out)
{
	TRY(load(c, id, out));
	if (scope_is_receiver(c, out->unit))
		return ERR_OK;
	return call_forbid(c, act, arena_format(c->arena, "%s", id.text), TEXT(""));
}

enum err scope_own_leg(struct call *c, const struct visit *v, struct id id, int64_t epoch,
		       struct leg *out)
{
	enum err e = leg_find(c->db, id, c->arena, out);

	if (e == ERR_NOT_FOUND || (!e && !id_equals(out->visit, v->id)))
		return call_refuse(c, ERR_NOT_FOUND, "leg", WHY_NOT_IN_CALL, NULL);
	TRY(e);
	if (!id_equals(out->staff, c->who->staff) || out->epoch != epoch)
		return call_refuse(c, ERR_STALE_EPOCH, NULL, WHY_SEAT_MOVED, NULL);
	return ERR_OK;
}

enum err scope_matter(struct call *c, struct id id, const char *act, struct matter *out)
{
	enum err e = matter_load(c->db, id, c->arena, out);

	if (e == ERR_NOT_FOUND)
		return call_refuse(c, e, "matter", WHY_MATTER_UNKNOWN, NULL);
	TRY(e);
	if (scope_has(c, out->village))
		return ERR_OK;
	return call_forbid(c, act, out->number, TEXT(""));
}

enum err scope_wrong_state(struct call *c, const struct visit *v)
{
	return call_refuse(c, ERR_WRONG_STATE, NULL, whys[v->state], NULL);
}

enum err scope_become(struct call *c, struct visit *v, enum visit_state to)
{
	enum err e = visit_become(c->db, v->id, v->state, to);

	if (e == ERR_WRONG_STATE)
		return scope_wrong_state(c, v);
	TRY(e);
	v->state = to;
	return ERR_OK;
}
