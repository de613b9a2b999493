/* visit.get: everything about a visit that the caller may know. */
#include "broker/service/visit/visits.h"

#include "broker/service/matter/handling.h"
#include "broker/service/message.h"
#include "broker/service/scope.h"
#include "broker/service/visit/sheets.h"
#include "broker/service/visit/summary.h"
#include "broker/store/commitment_rows.h"
#include "broker/store/consent_rows.h"
#include "broker/store/seat_rows.h"

/* The village's seat has the name of its node. */
static struct text seat_name_en(const struct call *c, const struct visit *v, const struct seat *s)
{
	if (s->kind == SEAT_VILLAGE && text_equals(s->name, summary_node_name(c, v->village)))
		return summary_node_name_en(c, v->village);
	return s->name_en;
}

static enum err load_seats(struct call *c, const struct visit *v, struct list *out)
{
	struct list rows;

	TRY(seat_list(c->db, v->id, c->arena, &rows));
	struct visit_seat *seats = ARENA_LIST(c->arena, struct visit_seat, rows.n);
	for (size_t i = 0; i < rows.n; i++) {
		const struct seat *s = (const struct seat *)rows.items + i;

		seats[i] = (struct visit_seat){ s->id, text_of(seat_kind_words[s->kind]), s->name,
						seat_name_en(c, v, s), s->connected };
	}
	*out = (struct list){ seats, rows.n };
	return ERR_OK;
}

static enum err load_commitments(struct call *c, struct id visit, struct list *out)
{
	struct list rows;

	TRY(commitment_list(c->db, visit, c->arena, &rows));
	struct visit_promise *promises = ARENA_LIST(c->arena, struct visit_promise, rows.n);
	for (size_t i = 0; i < rows.n; i++) {
		const struct commitment *r = (const struct commitment *)rows.items + i;

		promises[i] = (struct visit_promise){ r->unit, r->unit_name, r->unit_name_en,
						      r->act, r->due };
	}
	*out = (struct list){ promises, rows.n };
	return ERR_OK;
}

static enum err load_minutes(struct call *c, struct id visit, struct visit_minutes *out)
{
	struct sheet s;

	TRY(sheet_load(c->db, visit, SHEET_MINUTES, c->arena, &s));
	if (!s.version)
		return ERR_OK;
	out->text = s.text;
	out->marks = visit_marks_of(c, s.lines);
	return ERR_OK;
}

static enum err load_consent(struct call *c, struct id visit, struct visit_consent *out)
{
	struct consent_row row;
	enum err e = consent_find(c->db, visit, c->arena, &row);

	if (e == ERR_NOT_FOUND)
		return ERR_OK;
	TRY(e);
	*out = (struct visit_consent){ row.version, row.answers.video, row.answers.audio,
				       row.answers.share };
	return ERR_OK;
}

/* What was asked, said and promised: for who handles the matter. */
static enum err load_content(struct call *c, const struct visit *v, struct visit_get_out *out)
{
	struct matter matter;

	TRY(matter_load(c->db, v->matter, c->arena, &matter));
	TRY(load_commitments(c, v->id, &out->commitments));
	TRY(load_minutes(c, v->id, &out->minutes));
	if (scope_is_desk(c, v->village))
		out->query_code = arena_format(c->arena, "%s", v->query_code);
	out->request = matter.request;
	out->reply = v->reply;
	return ERR_OK;
}

static enum err visit_get(struct call *c, const void *in)
{
	struct visit_get_out *out = c->out;
	struct visit_line line;
	struct visit v;

	TRY(scope_visit(c, ((const struct visit_in *)in)->visit, "visit.get", &v));
	TRY(visit_line_find(c->db, v.id, c->arena, &line));
	TRY(summary_load(c, &line, &out->summary));
	TRY(summary_room(c, &v, &out->room_name, &out->room_name_en));
	TRY(load_seats(c, &v, &out->seats));
	TRY(load_consent(c, v.id, &out->consent));
	TRY(summary_recording(c, &v, &out->recording));
	if (v.outcome >= 0)
		out->outcome = text_of(visit_outcome_words[v.outcome]);
	out->zero = v.zero;
	out->slots = c->rules->room.stage_slots;
	return handling_is_ours(c, v.matter) ? load_content(c, &v, out) : ERR_OK;
}

static const struct field visit_seat_fields[] = {
	F(visit_seat, seat, ID),        F(visit_seat, kind, TEXT, .words = seat_kind_words),
	F(visit_seat, name, TEXT),      F(visit_seat, name_en, TEXT, OPTIONAL),
	F(visit_seat, connected, BOOL), { 0 },
};

static const struct field visit_consent_fields[] = {
	F(visit_consent, version, TEXT, .help = "of the notice that was heard"),
	F(visit_consent, video, BOOL),
	F(visit_consent, audio, BOOL),
	F(visit_consent, share, BOOL),
	{ 0 },
};

static const struct field visit_minutes_fields[] = {
	F(visit_minutes, text, LINES),
	FL(visit_minutes, marks, visit_mark, 200),
	{ 0 },
};

static const struct field visit_promise_fields[] = {
	F(visit_promise, unit, INT),
	F(visit_promise, unit_name, TEXT),
	F(visit_promise, unit_name_en, TEXT, OPTIONAL),
	F(visit_promise, act, TEXT),
	F(visit_promise, due, DAY),
	{ 0 },
};

static const struct field visit_get_out_fields[] = {
	SUMMARY(visit_get_out, summary.),
	F(visit_get_out, room_name, TEXT, OPTIONAL, .help = "where the resident sits"),
	F(visit_get_out, room_name_en, TEXT, OPTIONAL),
	F(visit_get_out, query_code, TEXT, OPTIONAL, .help = "for the clerk who prints the slip"),
	FL(visit_get_out, seats, visit_seat, 20),
	F(visit_get_out, recording, TEXT, .words = recording_status_words),
	FO(visit_get_out, consent, visit_consent, OPTIONAL),
	F(visit_get_out, request, LINES, OPTIONAL, .help = "for who handles the matter"),
	F(visit_get_out, outcome, TEXT, OPTIONAL, .words = visit_outcome_words),
	F(visit_get_out, reply, LINES, OPTIONAL),
	FL(visit_get_out, commitments, visit_promise, 50),
	FO(visit_get_out, minutes, visit_minutes, OPTIONAL),
	F(visit_get_out, slots, INT,
	  .help = "pairs of sound and picture that an offer should receive"),
	F(visit_get_out, zero, INSTANT, OPTIONAL, .help = "the visit's zero: when it went live"),
	{ 0 },
};

const struct message visit_get_message = {
	.name = "visit.get",
	.kind = MESSAGE_READ,
	.roles = VISIT_PEOPLE,
	IN(visit),
	OUT(visit_get),
	.run = visit_get,
	.errors = CAN(CRYPTO) | CAN(NOT_FOUND),
	.help = "Everything about a visit that the caller may know.",
	.note = NOTE_LOOK,
};
