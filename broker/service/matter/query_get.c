/* query.get: what became of the matter, for whoever holds the code on the resident's slip. */
#include "broker/service/house/records.h"

#include "broker/core/rights.h"
#include "broker/service/message.h"
#include "broker/service/visit/summary.h"
#include "broker/store/audit.h"
#include "broker/store/commitment_rows.h"
#include "broker/store/people_rows.h"
#include "broker/store/recording_rows.h"

#define WATCHED_MAX 200

static const char *const query_what_words[3] = { "recording", "matter" };

/* As people type it: small letters, spaces, hyphens. */
static struct text read_code(struct call *c, struct text typed)
{
	char *code = arena_get(c->arena, typed.n + 1);
	size_t n = 0;

	for (size_t i = 0; i < typed.n; i++) {
		char at = typed.at[i];

		if (at >= 'a' && at <= 'z')
			at = (char)(at - 'a' + 'A');
		if (at != ' ' && at != '-')
			code[n++] = at;
	}
	return (struct text){ code, n };
}

static enum err fill_commitments(struct call *c, struct id visit, struct list *out)
{
	struct list rows;

	TRY(commitment_list(c->db, visit, c->arena, &rows));
	struct query_commitment *lines = ARENA_LIST(c->arena, struct query_commitment, rows.n);
	for (size_t i = 0; i < rows.n; i++) {
		const struct commitment *r = (const struct commitment *)rows.items + i;

		lines[i] =
			(struct query_commitment){ r->unit_name, r->unit_name_en, r->act, r->due };
	}
	*out = (struct list){ lines, rows.n };
	return ERR_OK;
}

/* The office of who did it, never the person. */
static enum err name_place(struct call *c, const struct audit_entry *e, struct query_watched *out)
{
	struct code12 node;

	TRY(staff_unit_name(c->db, e->staff, c->arena, &out->place, &out->place_en));
	if (out->place.n || code12_parse(e->node, &node))
		return ERR_OK;
	out->place = summary_node_name(c, node);
	out->place_en = summary_node_name_en(c, node);
	return ERR_OK;
}

/* The newer of two lists' next ones. */
static const struct audit_entry *next_of(const struct list *a, size_t i, const struct list *b,
					 size_t j)
{
	const struct audit_entry *x = a->items, *y = b->items; /* none: where a list is empty */

	if (j == b->n)
		return x + i;
	if (i == a->n)
		return y + j;
	return x[i].seq > y[j].seq ? x + i : y + j;
}

/* Each time somebody opened the recording, or what the resident said of the matter to others:
 * when, in which office and role, what for. */
static enum err fill_watched(struct call *c, const struct visit *v, struct id recording,
			     struct query_get_out *out)
{
	struct list films = { 0 }, papers = { 0 };
	struct query_watched *lines = ARENA_LIST(c->arena, struct query_watched, WATCHED_MAX);
	size_t n = 0, film = 0;

	if (id_is_set(recording))
		TRY(audit_find_watched(c->db, text_of(recording.text), WATCHED_MAX + 1, c->arena,
				       &films));
	TRY(audit_find_opened(c->db, text_of(v->matter.text), WATCHED_MAX + 1, c->arena, &papers));
	for (; n < WATCHED_MAX && n < films.n + papers.n; n++) {
		const struct audit_entry *e = next_of(&films, film, &papers, n - film);
		bool is_film =
			film < films.n && e == (const struct audit_entry *)films.items + film;

		film += is_film;
		lines[n] = (struct query_watched){ .at = e->at,
						   .role = e->role,
						   .purpose = e->purpose,
						   .what = text_of(query_what_words[!is_film]) };
		TRY(name_place(c, e, &lines[n]));
	}
	out->watched = (struct list){ lines, n };
	out->watched_more = films.n + papers.n > n;
	return ERR_OK;
}

static enum err fill_recording(struct call *c, const struct visit *v, struct query_get_out *out)
{
	struct recording r = { .id = { "" } };
	enum err e = recording_find_visit(c->db, v->id, &r);

	TRY(summary_recording(c, v, &out->recording_state));
	if (e && e != ERR_NOT_FOUND)
		return e;
	out->recorded = e == ERR_OK;
	return fill_watched(c, v, out->recorded ? r.id : (struct id){ "" }, out);
}

/* As on the slip: the room, or the village when no room was taken there. */
static enum err fill_place(struct call *c, const struct visit *v, struct query_get_out *out)
{
	out->place = summary_node_name(c, v->village);
	out->place_en = summary_node_name_en(c, v->village);
	return summary_room(c, v, &out->place, &out->place_en);
}

static enum err query_get(struct call *c, const void *in)
{
	struct query_get_out *out = c->out;
	struct visit_line line;
	struct visit v;
	enum err e = visit_find_code(c->db, read_code(c, ((const struct query_get_in *)in)->code),
				     c->arena, &v);

	if (e == ERR_NOT_FOUND)
		return call_refuse(c, e, "code", WHY_QUERY_CODE_UNKNOWN, NULL);
	TRY(e);
	TRY(visit_line_find(c->db, v.id, c->arena, &line));
	out->state = text_of(visit_state_words[v.state]);
	out->from = v.slot.from;
	out->till = v.slot.till;
	TRY(fill_place(c, &v, out));
	out->unit_name = line.unit_name;
	out->unit_name_en = line.unit_name_en;
	if (v.outcome >= 0)
		out->outcome = text_of(visit_outcome_words[v.outcome]);
	out->reply = v.reply;
	out->cancel_reason = v.cancel_reason;
	TRY(fill_commitments(c, v.id, &out->commitments));
	return fill_recording(c, &v, out);
}

static const struct field query_get_in_fields[] = {
	F(query_get_in, code, TEXT, .max = 20, .help = "the code on the resident's slip"),
	{ 0 },
};

static const struct field query_commitment_fields[] = {
	F(query_commitment, unit_name, TEXT),
	F(query_commitment, unit_name_en, TEXT, OPTIONAL),
	F(query_commitment, act, TEXT),
	F(query_commitment, due, DAY),
	{ 0 },
};

static const struct field query_watched_fields[] = {
	F(query_watched, at, INSTANT),
	F(query_watched, what, TEXT, .words = query_what_words, .help = "what was opened"),
	F(query_watched, place, TEXT, OPTIONAL, .help = "the unit or the node of who did"),
	F(query_watched, place_en, TEXT, OPTIONAL),
	F(query_watched, role, TEXT, .words = role_words),
	F(query_watched, purpose, TEXT),
	{ 0 },
};

static const struct field query_get_out_fields[] = {
	F(query_get_out, state, TEXT, .words = visit_state_words),
	F(query_get_out, from, INSTANT),
	F(query_get_out, till, INSTANT),
	F(query_get_out, place, TEXT),
	F(query_get_out, place_en, TEXT, OPTIONAL),
	F(query_get_out, unit_name, TEXT),
	F(query_get_out, unit_name_en, TEXT, OPTIONAL),
	F(query_get_out, recorded, BOOL),
	F(query_get_out, recording_state, TEXT, .words = recording_status_words),
	F(query_get_out, outcome, TEXT, OPTIONAL, .words = visit_outcome_words),
	F(query_get_out, reply, LINES, OPTIONAL),
	FL(query_get_out, commitments, query_commitment, 50),
	FL(query_get_out, watched, query_watched, 200),
	F(query_get_out, watched_more, BOOL, .help = "there are older ones than these"),
	F(query_get_out, cancel_reason, TEXT, OPTIONAL),
	{ 0 },
};

const struct message query_get_message = {
	.name = "query.get",
	.kind = MESSAGE_READ,
	.roles = ROLE_ANYONE,
	IN(query_get),
	OUT(query_get),
	.run = query_get,
	.errors = CAN(NOT_FOUND),
	.help = "What a resident may know with the code on the slip; no personal data.",
	.by_address = true,
};
