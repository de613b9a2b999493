/* Scope by the tree, sides of a visit, refusals with an audit entry. */
#include "broker/service/scope.h"

#include "broker/store/leg_rows.h"

static const char *const state_says[VISIT_STATE_COUNT] = {
	[VISIT_REQUESTED] = "还没有安排时间",
	[VISIT_SCHEDULED] = "已预约，来访人还没有签到",
	[VISIT_CHECKED_IN] = "来访人已签到，还没有作同意选择",
	[VISIT_CONSENTED] = "来访人正在等候接访",
	[VISIT_LIVE] = "正在进行",
	[VISIT_CLOSED] = "已经办结",
	[VISIT_FILED] = "已经归档",
	[VISIT_CANCELLED] = "已经取消",
	[VISIT_NO_SHOW] = "因未到场已结束",
};

static const char *const state_next[VISIT_STATE_COUNT] = {
	[VISIT_REQUESTED] = "请等候安排时间",
	[VISIT_SCHEDULED] = "请先由村（居）为来访人签到",
	[VISIT_CHECKED_IN] = "请先宣读告知书，并记下来访人的三项选择",
	[VISIT_CONSENTED] = "请先由接访人接入",
	[VISIT_LIVE] = "请进入通话；谈完后由接访人办结",
	[VISIT_CLOSED] = "如需再谈，请为同一事项另约一次",
	[VISIT_FILED] = "如需再谈，请为同一事项另约一次",
	[VISIT_CANCELLED] = "如仍需接访，请重新预约",
	[VISIT_NO_SHOW] = "如仍需接访，请重新预约",
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
		return call_refuse(c, e, "visit", "没有找到这次接访，请刷新列表后重试。");
	return e;
}

enum err scope_room(struct call *c, struct room *out)
{
	struct list rooms;

	TRY(room_list_node(c->db, c->who->node, c->arena, &rooms));
	if (c->who->room < 1 || (size_t)c->who->room > rooms.n)
		return call_refuse(c, ERR_NOT_FOUND, NULL,
				   "没有这间接访室。请核对终端证书里的地区代码和房间序号。");
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
		return call_refuse(c, ERR_NOT_FOUND, "leg", "您没有在这次接访的通话中。请刷新页面。");
	TRY(e);
	if (!id_equals(out->staff, c->who->staff) || out->epoch != epoch)
		return call_refuse(c, ERR_STALE_EPOCH, NULL,
				   "这个席位已在别处进入通话，这里已经退出。");
	return ERR_OK;
}

enum err scope_matter(struct call *c, struct id id, const char *act, struct matter *out)
{
	enum err e = matter_load(c->db, id, c->arena, out);

	if (e == ERR_NOT_FOUND)
		return call_refuse(c, e, "matter", "没有找到这件信访事项，请核对编号。");
	TRY(e);
	if (scope_has(c, out->village))
		return ERR_OK;
	return call_forbid(c, act, out->number, TEXT(""));
}

enum err scope_wrong_state(struct call *c, const struct visit *v)
{
	return call_refuse(c, ERR_WRONG_STATE, NULL,
			   "这次接访%s，现在不能这样做。%s。", state_says[v->state],
			   state_next[v->state]);
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
