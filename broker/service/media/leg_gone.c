/* leg.gone: the media server gave a leg up; a newer epoch is not touched. */
#include "broker/service/media/media.h"

#include "broker/service/message.h"
#include "broker/service/tell.h"
#include "broker/store/leg_rows.h"

static enum err leg_gone(struct call *c, const void *in)
{
	const struct leg_gone_in *m = in;
	struct visit v;
	struct leg leg;
	enum err e = leg_find(c->db, m->leg, c->arena, &leg);

	if (e == ERR_NOT_FOUND)
		return ERR_OK;
	TRY(e);
	if (!leg.open || leg.epoch != m->epoch || !id_equals(leg.visit, m->visit))
		return ERR_OK;
	TRY(leg_close(c->db, leg.id, leg.epoch));
	TRY(visit_find(c->db, leg.visit, c->arena, &v));
	return tell_visit(c, "visit.left", &v);
}

const struct message leg_gone_message = {
	.name = "leg.gone",
	.kind = MESSAGE_WRITE,
	.in_size = sizeof(struct leg_gone_in),
	.run = leg_gone,
};
