/* visit.sweep: who did not come frees what was held. */
#include "broker/service/visit/visits.h"

#include "broker/service/message.h"
#include "broker/service/tell.h"
#include "broker/store/claims.h"

#define SWEEP_MAX 500 /* at once; the rest a minute later */

static enum err sweep(struct call *c, struct id id)
{
	struct visit v;

	TRY(visit_find(c->db, id, c->arena, &v));
	enum visit_state to = v.state == VISIT_REQUESTED ? VISIT_CANCELLED : VISIT_NO_SHOW;
	TRY(visit_become(c->db, id, v.state, to));
	v.state = to;
	TRY(claim_remove(c->db, id));
	return tell_change(c, "visit.sweep",
			   to == VISIT_NO_SHOW ? "visit.no_show" : "visit.cancelled", &v);
}

static enum err visit_sweep(struct call *c, const void *in)
{
	struct visit_sweep_out *out = c->out;
	struct instant till = { c->now.ms - c->rules->times.check_in_late_ms };
	struct list ids;

	(void)in;
	TRY(visit_list_expected(c->db, till, SWEEP_MAX, c->arena, &ids));
	for (size_t i = 0; i < ids.n; i++)
		TRY(sweep(c, ((const struct id *)ids.items)[i]));
	out->no_shows = (int64_t)ids.n;
	return ERR_OK;
}

const struct message visit_sweep_message = {
	.name = "visit.sweep",
	.kind = MESSAGE_WRITE,
	.out_size = sizeof(struct visit_sweep_out),
	.run = visit_sweep,
};
