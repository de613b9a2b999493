/* visit.backfill: a terminal brings, piece by piece, what it kept while its link was down. The
 * media server answers when a piece is in a journal. */
#include "broker/service/visit/visits.h"

#include "broker/common/base/clock.h"
#include "broker/common/seal/manifest.h"
#include "broker/core/visit.h"
#include "broker/service/media/media.h"
#include "broker/service/message.h"
#include "broker/service/scope.h"
#include "broker/service/tell.h"
#include "broker/store/consent_rows.h"
#include "broker/store/leg_rows.h"
#include "broker/store/part_rows.h"

#define AFTER_MS DAY_MS /* a terminal holds it in memory: what is older is not its own */

static enum err check_state(struct call *c, const struct visit *v)
{
	switch (v->state) {
	case VISIT_LIVE:
		return ERR_OK;
	case VISIT_CLOSED:
	case VISIT_FILED:
		if (c->now.ms - v->closed.ms < AFTER_MS)
			return ERR_OK;
		return call_refuse(c, ERR_TOO_LATE, NULL, WHY_BACKFILL_TOO_LATE, NULL);
	default:
		return scope_wrong_state(c, v);
	}
}

/* The resident's leg; a clerk's computer may have taken it over since. */
static enum err find_leg(struct call *c, const struct visit_backfill_in *m, struct leg *out)
{
	struct list legs;

	TRY(leg_list(c->db, m->visit, c->arena, &legs));
	for (size_t i = 0; i < legs.n; i++) {
		*out = ((const struct leg *)legs.items)[i];
		if (id_equals(out->id, m->leg) && out->kind == SEAT_VILLAGE &&
		    m->epoch <= out->epoch)
			return ERR_OK;
	}
	return call_refuse(c, ERR_NOT_FOUND, "leg", WHY_BACKFILL_NO_SEAT, NULL);
}

/* As they were given before the first packet was made, and unchanged since: what was said in
 * between is not known to whoever was away. */
static enum err find_answers(struct call *c, const struct visit_backfill_in *m, struct consent *out)
{
	struct consent_row row = { 0 };
	enum err e = consent_find(c->db, m->visit, c->arena, &row);

	if (e != ERR_NOT_FOUND)
		TRY(e);
	if (e || (!row.answers.video && !row.answers.audio))
		return call_refuse(c, ERR_FORBIDDEN, NULL, WHY_BACKFILL_NOT_CONSENTED, NULL);
	if (row.at.ms > c->now.ms - m->age_ms)
		return call_refuse(c, ERR_FORBIDDEN, NULL, WHY_BACKFILL_CONSENT_CHANGED, NULL);
	*out = row.answers;
	return ERR_OK;
}

static enum err visit_backfill(struct call *c, const void *in)
{
	const struct visit_backfill_in *m = in;
	struct leg_backfill_in *ask = ARENA_NEW(c->arena, struct leg_backfill_in);
	struct recording r;
	struct consent answers = { 0 };
	struct visit v;
	struct leg leg = { 0 };

	TRY(scope_visit(c, m->visit, "visit.backfill", &v));
	TRY(check_state(c, &v));
	TRY(find_leg(c, m, &leg));
	TRY(find_answers(c, m, &answers));
	enum err e = recording_find_visit(c->db, v.id, &r);
	if (e == ERR_NOT_FOUND)
		return call_refuse(c, e, NULL, WHY_BACKFILL_NO_RECORDING, NULL);
	TRY(e);
	*ask = (struct leg_backfill_in){
		.visit = v.id,
		.recording = r.id,
		.zero = v.zero,
		.first_part = part_first(c->db, r.id, v.server, true),
		.video = answers.video,
		.audio = answers.audio && !leg.muted,
		.leg = leg.id,
		.epoch = m->epoch,
		.seat = text_of(seat_kind_words[leg.kind]),
		.name = leg.name,
		.stretch = m->stretch,
		.number = m->number,
		.clock_us = m->clock_us,
		.picture = m->picture,
		.is_last = m->is_last,
		.packets = m->packets,
	};
	c->then = (struct then){
		.kind = THEN_MEDIA,
		.ask = { .server = v.server, .method = "leg.backfill", .in = ask },
		.finish = "visit.backfilled",
	};
	return ERR_OK;
}

static enum err refuse(struct call *c, enum err e)
{
	if (e == ERR_NO_MEDIA_SERVER)
		return call_refuse(c, e, NULL, WHY_BACKFILL_SERVICE_AWAY, NULL);
	return call_refuse(c, e, NULL, WHY_BACKFILL_NOT_TAKEN, NULL);
}

/* The part is known from its first piece on, so that the visit waits for it. */
static enum err visit_backfilled(struct call *c, const void *in)
{
	const struct finished *f = in;
	const struct visit_backfill_in *m = f->in;
	const struct leg_backfill_out *answer = f->result;
	struct visit_backfill_out *out = c->out;
	struct recording r;
	struct visit v;

	if (f->err)
		return refuse(c, f->err);
	out->next = answer->next;
	if (answer->part < MANIFEST_LATE_FIRST || (m->number != 1 && !m->is_last))
		return ERR_OK;
	TRY(scope_visit(c, m->visit, "visit.backfill", &v));
	TRY(recording_find_visit(c->db, v.id, &r));
	TRY(part_add(c->db, &(struct part){
				    .recording = r.id,
				    .part = answer->part,
				    .state = RECORDING_ON,
				    .server = v.server,
				    .from_ms = c->now.ms - m->age_ms - r.zero.ms,
				    .since = c->now,
			    }));
	if (!m->is_last)
		return ERR_OK;
	return tell_audit(c, "visit.backfill", arena_format(c->arena, "%s", r.id.text), TEXT(""));
}

const struct message visit_backfill_message = {
	.name = "visit.backfill",
	.kind = MESSAGE_WRITE,
	.roles = ROLE_TERMINAL,
	IN(visit_backfill),
	OUT(visit_backfill),
	.run = visit_backfill,
	.errors = CAN(MEDIA_REFUSED) | CAN(NOT_FOUND) | CAN(NO_MEDIA_SERVER) | CAN(STALE_EPOCH) |
		  CAN(TIMED_OUT) | CAN(TOO_LATE) | CAN(WRONG_STATE),
	.help = "A piece of what a terminal recorded while its link was down, marked as "
		"late in the recording; answered when it is in a journal.",
};

const struct message visit_backfilled_message = {
	.name = "visit.backfilled",
	.kind = MESSAGE_WRITE,
	.in_size = sizeof(struct finished),
	OUT(visit_backfill),
	.run = visit_backfilled,
};
