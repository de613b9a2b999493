/* visit.close: outcome, reply and commitments; the minutes are filed as the broker has them; what
 * was held is given back. */
#include "broker/service/visit/visits.h"

#include "broker/service/media/media.h"
#include "broker/service/media/staging.h"
#include "broker/service/message.h"
#include "broker/service/recording/recordings.h"
#include "broker/service/scope.h"
#include "broker/service/tell.h"
#include "broker/store/claims.h"
#include "broker/store/commitment_rows.h"
#include "broker/store/db.h"
#include "broker/store/leg_rows.h"
#include "broker/store/part_rows.h"
#include "broker/store/place_rows.h"
#include "broker/store/recording_rows.h"

static enum err add_commitment(struct call *c, struct id visit, int seq,
			       const struct visit_commitment *m)
{
	struct commitment row = { .unit = m->unit, .act = text_trim(m->act), .due = m->due };
	struct unit unit;
	struct day due;

	if (!row.act.n)
		return call_refuse(c, ERR_BAD_INPUT, "commitments", WHY_COMMITMENT_WITHOUT_ACT,
				   ARGUMENTS(argument_number("n", seq)));
	TRY(day_parse(m->due, &due));
	if (due.number < day_at(c->now).number)
		return call_refuse(c, ERR_BAD_INPUT, "commitments", WHY_COMMITMENT_PAST,
				   ARGUMENTS(argument_number("n", seq)));
	enum err e = unit_find(c->db, m->unit, c->arena, &unit);
	if (e == ERR_NOT_FOUND)
		return call_refuse(c, e, "commitments", WHY_COMMITMENT_UNIT,
				   ARGUMENTS(argument_number("n", seq)));
	TRY(e);
	return commitment_add(c->db, visit, seq, &row);
}

static enum err add_commitments(struct call *c, const struct visit_close_in *m)
{
	if (m->outcome == OUTCOME_ASSIGNED_WITH_DEADLINE && !m->commitments.n)
		return call_refuse(c, ERR_BAD_INPUT, "commitments", WHY_COMMITMENT_NONE, NULL);
	for (size_t i = 0; i < m->commitments.n; i++)
		TRY(add_commitment(c, m->visit, (int)i + 1,
				   (const struct visit_commitment *)m->commitments.items + i));
	return ERR_OK;
}

/* Minutes are due even when nothing was recorded (Art. 19). */
static enum err file_minutes(struct call *c, const struct visit_close_in *m)
{
	struct sheet minutes;

	TRY(sheet_load(c->db, m->visit, SHEET_MINUTES, c->arena, &minutes));
	if (text_trim(minutes.text).n || m->outcome == OUTCOME_NOT_HELD)
		return sheet_file(c->db, m->visit, SHEET_MINUTES);
	return call_refuse(c, ERR_BAD_INPUT, "minutes", WHY_MINUTES_MISSING, NULL);
}

/* What another who may close has written since is read before it is closed over. */
static enum err end_draft(struct call *c, const struct visit_close_in *m)
{
	struct sheet draft;

	TRY(sheet_load(c->db, m->visit, SHEET_CLOSING, c->arena, &draft));
	if (draft.version > m->draft)
		return call_refuse(c, ERR_WRONG_STATE, "draft", WHY_CLOSING_CHANGED, NULL);
	return sheet_remove(c->db, m->visit, SHEET_CLOSING);
}

/* The stage ends: its media server finishes the recording and delivers it. */
static enum err stop_stage(struct call *c, const struct visit *v)
{
	struct stage_close_in *tell = ARENA_NEW(c->arena, struct stage_close_in);
	struct recording r;
	enum err e = recording_find_visit(c->db, v->id, &r);

	if (!e)
		e = recording_set_state(c->db, r.id, RECORDING_FINALISING);
	if (e && e != ERR_NOT_FOUND)
		return e;
	TRY(leg_close_visit(c->db, v->id));
	tell->visit = v->id;
	call_tell(c, v->server, "stage.close", tell);
	return ERR_OK;
}

/* Where nothing is recorded any more and each part came, nothing is waited for. A part that its
 * media server could not tell of is taken later all the same. */
static enum err settle_early(struct call *c, struct visit *v)
{
	struct consent answers = { 0 };
	struct recording r;
	enum err e = recording_find_visit(c->db, v->id, &r);

	if (e)
		return e == ERR_NOT_FOUND ? ERR_OK : e;
	TRY(staging_find_consent(c, v->id, &answers));
	if (staging_is_recorded(&answers) || !part_is_filed(c->db, r.id, 1))
		return ERR_OK;
	return recording_settle(c, r.id, v);
}

static enum err visit_close(struct call *c, const void *in)
{
	const struct visit_close_in *m = in;
	struct visit_state_out *out = c->out;
	struct visit v;

	TRY(scope_visit_receiver(c, m->visit, "visit.close", &v));
	if (v.state != VISIT_LIVE)
		return scope_wrong_state(c, &v);
	v.reply = text_trim(m->reply);
	if (!v.reply.n)
		return call_refuse(c, ERR_BAD_INPUT, "reply", WHY_REPLY_MISSING, NULL);
	TRY(add_commitments(c, m));
	TRY(file_minutes(c, m));
	TRY(end_draft(c, m));
	TRY(scope_become(c, &v, VISIT_CLOSED));
	v.closed = c->now;
	v.outcome = m->outcome;
	TRY(visit_set_closed(c->db, &v));
	TRY(stop_stage(c, &v));
	TRY(claim_remove(c->db, v.id));
	TRY(tell_change(c, "visit.close", "visit.closed", &v));
	TRY(settle_early(c, &v));
	out->state = text_of(visit_state_words[v.state]);
	return ERR_OK;
}

static const struct field visit_commitment_fields[] = {
	F(visit_commitment, unit, INT, .min = 1, .max = INT64_MAX),
	F(visit_commitment, act, TEXT),
	F(visit_commitment, due, DAY),
	{ 0 },
};

static const struct field visit_close_in_fields[] = {
	F(visit_close_in, visit, ID),
	F(visit_close_in, outcome, WORD, .words = visit_outcome_words),
	F(visit_close_in, reply, LINES, .max = 5000),
	FL(visit_close_in, commitments, visit_commitment, 50),
	F(visit_close_in, draft, INT, OPTIONAL, .max = INT64_C(1000000000),
	  .help = "version of the drafted closing that was read; a newer one is not closed over"),
	{ 0 },
};

const struct message visit_close_message = {
	.name = "visit.close",
	.kind = MESSAGE_WRITE,
	.roles = ROLE_OFFICIAL | ROLE_DUTY,
	IN(visit_close),
	OUT(visit_state),
	.run = visit_close,
	.errors = CAN(NOT_FOUND) | CAN(WRONG_STATE),
	.help = "Ends a visit with outcome, reply and commitments; files its minutes as "
		"they were saved.",
};
