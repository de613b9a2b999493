/* visit.leave: the caller's leg ends; the seat stays. */
#include "broker/service/visits.h"

#include "broker/service/media.h"
#include "broker/service/scope.h"
#include "broker/service/tell.h"
#include "broker/store/leg_rows.h"

enum err visit_leave(struct call *c, const void *in)
{
	const struct visit_leave_in *m = in;
	struct leg_close_in *tell = ARENA_NEW(c->arena, struct leg_close_in);
	struct visit v;
	struct leg leg;

	TRY(scope_visit(c, m->visit, "visit.leave", &v));
	enum err e = leg_find(c->db, m->leg, c->arena, &leg);
	if (e == ERR_NOT_FOUND || (!e && !id_equals(leg.visit, v.id)))
		return call_refuse(c, ERR_NOT_FOUND, "leg", "您没有在这次接访的通话中。请刷新页面。");
	TRY(e);
	if (!id_equals(leg.staff, c->who->staff) || leg.epoch != m->epoch)
		return call_refuse(c, ERR_STALE_EPOCH, NULL,
				   "这个席位已在别处进入通话，这里已经退出。");
	if (!leg.open)
		return ERR_OK;
	TRY(leg_close(c->db, leg.id, leg.epoch));
	*tell = (struct leg_close_in){ v.id, leg.id, leg.epoch };
	call_tell(c, v.server, "leg.close", tell);
	return tell_visit(c, "visit.left", &v);
}
