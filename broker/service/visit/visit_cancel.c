/* visit.cancel: gives back what a visit held. */
#include "broker/service/visit/visits.h"

#include "broker/service/message.h"
#include "broker/service/scope.h"
#include "broker/service/tell.h"
#include "broker/store/claims.h"

static enum err visit_cancel(struct call *c, const void *in)
{
	const struct visit_cancel_in *m = in;
	struct visit_state_out *out = c->out;
	struct text reason = text_trim(m->reason);
	struct visit v;

	TRY(scope_visit(c, m->visit, "visit.cancel", &v));
	if (!reason.n && !scope_is_desk(c, v.village))
		return call_refuse(c, ERR_BAD_INPUT, "reason", WHY_CANCEL_REASON_MISSING, NULL);
	TRY(scope_become(c, &v, VISIT_CANCELLED));
	TRY(visit_set_cancelled(c->db, v.id, reason));
	TRY(claim_remove(c->db, v.id));
	TRY(tell_change(c, "visit.cancel", "visit.cancelled", &v));
	out->state = text_of(visit_state_words[v.state]);
	return ERR_OK;
}

static const struct field visit_cancel_in_fields[] = {
	F(visit_cancel_in, visit, ID),
	F(visit_cancel_in, reason, TEXT, .help = "compulsory when the office cancels"),
	{ 0 },
};

const struct message visit_cancel_message = {
	.name = "visit.cancel",
	.kind = MESSAGE_WRITE,
	.roles = DESK | ROLE_OFFICIAL,
	IN(visit_cancel),
	OUT(visit_state),
	.run = visit_cancel,
	.errors = CAN(NOT_FOUND) | CAN(TOO_LATE) | CAN(WRONG_STATE),
	.help = "Gives back what a visit held.",
};
