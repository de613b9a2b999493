/* visit.leave: the caller's leg ends; the seat stays. */
#include "broker/service/visit/visits.h"

#include "broker/service/media/media.h"
#include "broker/service/message.h"
#include "broker/service/scope.h"
#include "broker/service/tell.h"
#include "broker/store/leg_rows.h"

static enum err visit_leave(struct call *c, const void *in)
{
	const struct visit_leave_in *m = in;
	struct leg_close_in *tell = ARENA_NEW(c->arena, struct leg_close_in);
	struct visit v;
	struct leg leg;

	TRY(scope_visit(c, m->visit, "visit.leave", &v));
	TRY(scope_own_leg(c, &v, m->leg, m->epoch, &leg));
	if (!leg.open)
		return ERR_OK;
	TRY(leg_close(c->db, leg.id, leg.epoch));
	*tell = (struct leg_close_in){ v.id, leg.id, leg.epoch };
	call_tell(c, v.server, "leg.close", tell);
	return tell_visit(c, "visit.left", &v);
}

const struct message visit_leave_message = {
	.name = "visit.leave",
	.kind = MESSAGE_WRITE,
	.roles = VISIT_PEOPLE | ROLE_TERMINAL,
	IN(visit_leave),
	.run = visit_leave,
	.errors = CAN(NOT_FOUND) | CAN(STALE_EPOCH),
	.help = "Ends the caller's leg.",
	.again = true,
	.note = NOTE_LEAVE,
};
