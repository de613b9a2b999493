/* visit.undo_check_in: somebody else was checked in, or too soon. Once the resident has answered
 * after the notice, the visit has begun and is cancelled or held. */
#include "broker/service/visit/visits.h"

#include "broker/service/message.h"
#include "broker/service/scope.h"
#include "broker/service/tell.h"

static enum err visit_undo_check_in(struct call *c, const void *in)
{
	struct visit_state_out *out = c->out;
	struct visit v;

	TRY(scope_visit_desk(c, ((const struct visit_in *)in)->visit, "visit.undo_check_in", &v));
	if (v.state != VISIT_CHECKED_IN)
		return scope_wrong_state(c, &v);
	TRY(scope_become(c, &v, VISIT_SCHEDULED));
	TRY(visit_set_not_checked_in(c->db, v.id));
	TRY(tell_change(c, "visit.undo_check_in", "visit.check_in_undone", &v));
	out->state = text_of(visit_state_words[v.state]);
	return ERR_OK;
}

const struct message visit_undo_check_in_message = {
	.name = "visit.undo_check_in",
	.kind = MESSAGE_WRITE,
	.roles = DESK,
	IN(visit),
	OUT(visit_state),
	.run = visit_undo_check_in,
	.errors = CAN(NOT_FOUND) | CAN(WRONG_STATE),
	.help = "Takes a check-in back, until the resident has answered after the notice. "
		"Audited.",
};
