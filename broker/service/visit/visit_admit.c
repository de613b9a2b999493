/* visit.admit: the resident is let in; the visit's zero is now. */
#include "broker/service/visit/visits.h"

#include "broker/service/message.h"
#include "broker/service/scope.h"
#include "broker/service/tell.h"

static enum err visit_admit(struct call *c, const void *in)
{
	struct visit_state_out *out = c->out;
	struct visit v;

	TRY(scope_visit_receiver(c, ((const struct visit_in *)in)->visit, "visit.admit", &v));
	TRY(scope_become(c, &v, VISIT_LIVE));
	TRY(visit_set_live(c->db, v.id, c->now));
	TRY(tell_change(c, "visit.admit", "visit.admitted", &v));
	out->state = text_of(visit_state_words[v.state]);
	return ERR_OK;
}

const struct message visit_admit_message = {
	.name = "visit.admit",
	.kind = MESSAGE_WRITE,
	.roles = ROLE_OFFICIAL | ROLE_DUTY,
	IN(visit),
	OUT(visit_state),
	.run = visit_admit,
	.errors = CAN(NOT_FOUND) | CAN(NO_MEDIA_SERVER) | CAN(WRONG_STATE),
	.help = "Lets the resident in: the visit is live, recording as consented.",
};
