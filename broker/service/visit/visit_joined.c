/* visit.joined: the media server has answered, or has not. */
#include "broker/service/visit/visits.h"

#include "broker/service/media/media.h"
#include "broker/service/message.h"
#include "broker/service/scope.h"
#include "broker/service/tell.h"
#include "broker/store/leg_rows.h"

static enum err refuse(struct call *c, enum err e)
{
	switch (e) {
	case ERR_NO_MEDIA_SERVER:
		return call_refuse(c, e, NULL, WHY_SERVICE_LOST, NULL);
	case ERR_TIMED_OUT:
		return call_refuse(c, e, NULL, WHY_SERVICE_SILENT, NULL);
	default:
		return call_refuse(c, e, NULL, WHY_SERVICE_REFUSED, NULL);
	}
}

static enum err visit_joined(struct call *c, const void *in)
{
	const struct finished *f = in;
	const struct visit_join_in *m = f->in;
	const struct leg_open_out *answer = f->result;
	struct visit_join_out joined = *(const struct visit_join_out *)f->out;
	struct visit v;

	if (f->err)
		return refuse(c, f->err);
	TRY(scope_visit(c, m->visit, "visit.join", &v));
	if (v.state != VISIT_LIVE)
		return scope_wrong_state(c, &v);
	enum err e = leg_set_open(c->db, joined.leg, (int)joined.epoch, answer->place);
	if (e == ERR_STALE_EPOCH)
		return call_refuse(c, e, NULL, WHY_SEAT_TAKEN_OVER, NULL);
	TRY(e);
	TRY(tell_change(c, "visit.join", "visit.joined", &v));
	joined.place = answer->place;
	joined.slots = answer->slots;
	joined.answer = answer->answer;
	*(struct visit_join_out *)c->out = joined;
	return ERR_OK;
}

const struct message visit_joined_message = {
	.name = "visit.joined",
	.kind = MESSAGE_WRITE,
	.in_size = sizeof(struct finished),
	OUT(visit_join),
	.run = visit_joined,
};
