/* query.get: what became of the matter, for whoever holds the code on the resident's slip. */
#include "broker/service/records.h"

#include "broker/service/summary.h"
#include "broker/store/audit.h"
#include "broker/store/commitment_rows.h"
#include "broker/store/recording_rows.h"

#define WATCHED_MAX 200

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

		lines[i] = (struct query_commitment){ r->unit_name, r->act, r->due };
	}
	*out = (struct list){ lines, rows.n };
	return ERR_OK;
}

/* Each time somebody opened the recording: when, in which role, what for; never who. */
static enum err fill_watched(struct call *c, struct id recording, struct list *out)
{
	struct list rows;

	TRY(audit_find_watched(c->db, text_of(recording.text), WATCHED_MAX, c->arena, &rows));
	struct query_watched *lines = ARENA_LIST(c->arena, struct query_watched, rows.n);
	for (size_t i = 0; i < rows.n; i++) {
		const struct audit_entry *e = (const struct audit_entry *)rows.items + i;

		lines[i] = (struct query_watched){ e->at, e->role, e->purpose };
	}
	*out = (struct list){ lines, rows.n };
	return ERR_OK;
}

static enum err fill_recording(struct call *c, const struct visit *v, struct query_get_out *out)
{
	struct recording r;
	enum err e = recording_find_visit(c->db, v->id, &r);

	TRY(summary_recording(c, v, &out->recording_state));
	if (e == ERR_NOT_FOUND)
		return ERR_OK;
	TRY(e);
	out->recorded = true;
	return fill_watched(c, r.id, &out->watched);
}

enum err query_get(struct call *c, const void *in)
{
	struct query_get_out *out = c->out;
	struct visit_line line;
	struct visit v;
	enum err e = visit_find_code(c->db, read_code(c, ((const struct query_get_in *)in)->code),
				     c->arena, &v);

	if (e == ERR_NOT_FOUND)
		return call_refuse(c, e, "code", "没有查到这个查询码。请核对凭条上的十位字符后再试。");
	TRY(e);
	TRY(visit_line_find(c->db, v.id, c->arena, &line));
	out->state = text_of(visit_state_words[v.state]);
	out->from = v.slot.from;
	out->till = v.slot.till;
	out->place = summary_node_name(c, v.village);
	out->unit_name = line.unit_name;
	if (v.outcome >= 0)
		out->outcome = text_of(visit_outcome_words[v.outcome]);
	out->reply = v.reply;
	out->cancel_reason = v.cancel_reason;
	TRY(fill_commitments(c, v.id, &out->commitments));
	return fill_recording(c, &v, out);
}
