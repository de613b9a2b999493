/* visit.check_in: the resident is here and hears the notice. */
#include "broker/service/visit/visits.h"

#include "broker/service/message.h"
#include "broker/service/scope.h"
#include "broker/service/tell.h"
#include "broker/service/visit/summary.h"

static enum err check_time(struct call *c, const struct visit *v)
{
	const struct rules_times *t = &c->rules->times;
	struct instant opens = { v->slot.from.ms - t->check_in_early_ms };
	struct instant from = v->slot.from;

	if (c->now.ms < opens.ms)
		return call_refuse(c, ERR_TOO_EARLY, NULL, WHY_CHECK_IN_TOO_EARLY,
				   ARGUMENTS(argument_time("from", opens)));
	if (c->now.ms < v->slot.till.ms + t->check_in_late_ms)
		return ERR_OK;
	return call_refuse(c, ERR_TOO_LATE, NULL, WHY_CHECK_IN_TOO_LATE,
			   ARGUMENTS(argument_time("from", from)));
}

static enum err visit_check_in(struct call *c, const void *in)
{
	struct visit_check_in_out *out = c->out;
	struct visit v;

	TRY(scope_visit_desk(c, ((const struct visit_in *)in)->visit, "visit.check_in", &v));
	if (v.state != VISIT_SCHEDULED && v.state != VISIT_CHECKED_IN)
		return scope_wrong_state(c, &v);
	if (v.state == VISIT_SCHEDULED) {
		TRY(check_time(c, &v));
		TRY(scope_become(c, &v, VISIT_CHECKED_IN));
		TRY(visit_set_checked_in(c->db, v.id, c->now));
		TRY(tell_change(c, "visit.check_in", "visit.checked_in", &v));
	}
	*out = (struct visit_check_in_out){ c->rules->notice_version, c->rules->notice,
					    c->rules->notice_en };
	return ERR_OK;
}

static const struct field visit_check_in_out_fields[] = {
	F(visit_check_in_out, version, TEXT),
	F(visit_check_in_out, notice, LINES, .help = "to be read aloud"),
	F(visit_check_in_out, notice_en, LINES, OPTIONAL, .help = "the same in English"),
	{ 0 },
};

const struct message visit_check_in_message = {
	.name = "visit.check_in",
	.kind = MESSAGE_WRITE,
	.roles = DESK,
	IN(visit),
	OUT(visit_check_in),
	.run = visit_check_in,
	.errors = CAN(NOT_FOUND) | CAN(TOO_EARLY) | CAN(TOO_LATE) | CAN(WRONG_STATE),
	.help = "The resident is here; answers the notice to read aloud.",
	.again = true,
};
