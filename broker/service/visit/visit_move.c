/* visit.move: another slot of the same unit, or everything stays where it is. */
#include "broker/service/visit/visits.h"

#include "broker/service/message.h"
#include "broker/service/reception/plan.h"
#include "broker/service/scope.h"
#include "broker/service/tell.h"
#include "broker/store/claims.h"

static enum err visit_move(struct call *c, const void *in)
{
	const struct visit_move_in *m = in;
	struct visit_move_out *out = c->out;
	struct plan_claim claim;
	struct visit v;
	struct plan p;

	TRY(scope_visit_desk(c, m->visit, "visit.move", &v));
	if (v.state != VISIT_SCHEDULED)
		return scope_wrong_state(c, &v);
	TRY(plan_init(c, v.unit, v.village, &p));
	TRY(plan_check_lead(c, m->from));

	/* Its own claims are no obstacle; a failure gives them back with the savepoint. */
	TRY(claim_remove(c->db, v.id));
	TRY(plan_claim(c, &p, m->from, v.id, &claim));
	v.receiver = claim.receiver;
	v.room = claim.room.id;
	v.village_room = claim.village_room.id;
	v.slot = claim.slot;
	TRY(visit_set_slot(c->db, &v));
	TRY(tell_change(c, "visit.move", "visit.moved", &v));
	*out = (struct visit_move_out){ v.id, v.slot.from, v.slot.till };
	return ERR_OK;
}

static const struct field visit_move_in_fields[] = {
	F(visit_move_in, visit, ID),
	F(visit_move_in, from, INSTANT),
	{ 0 },
};

static const struct field visit_move_out_fields[] = {
	F(visit_move_out, visit, ID),
	F(visit_move_out, from, INSTANT),
	F(visit_move_out, till, INSTANT),
	{ 0 },
};

const struct message visit_move_message = {
	.name = "visit.move",
	.kind = MESSAGE_WRITE,
	.roles = DESK,
	IN(visit_move),
	OUT(visit_move),
	.run = visit_move,
	.errors = CAN(NOT_FOUND) | CAN(SLOT_TAKEN) | CAN(TOO_EARLY) | CAN(TOO_LATE) |
		  CAN(WRONG_STATE),
	.help = "Moves a visit to another slot, or leaves it where it is.",
};
