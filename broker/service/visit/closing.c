/* closing.get, closing.save: outcome, reply and commitments before the close, shared by those who
 * may close. They end with it. */
#include "broker/service/visit/sheets.h"

#include "broker/service/scope.h"
#include "broker/service/visit/visits.h"
#include "broker/store/db.h"

/* One a line: unit, day, act, with tabs between. */
static struct text as_lines(struct call *c, const struct list *in)
{
	struct buffer b;

	buffer_init(&b, c->arena);
	for (size_t i = 0; i < in->n; i++) {
		const struct closing_promise *p = (const struct closing_promise *)in->items + i;

		buffer_addf(&b, "%s%lld\t" TEXT_FMT "\t" TEXT_FMT, i ? "\n" : "",
			    (long long)p->unit, TEXT_ARG(p->due), TEXT_ARG(p->act));
	}
	return buffer_text(&b);
}

static struct list as_promises(struct call *c, struct text lines)
{
	struct list out = { ARENA_NEW(c->arena, struct closing_promise), 0 };
	size_t room = 0;

	while (lines.n) {
		struct text line = text_next(&lines, '\n'), unit = text_next(&line, '\t');
		struct text due = text_next(&line, '\t');
		struct closing_promise *p = list_add(&out, &room, c->arena, sizeof(*p));

		*p = (struct closing_promise){ .due = due, .act = line };
		if (text_parse_int(unit, 0, INT64_MAX, &p->unit))
			p->unit = 0;
	}
	return out;
}

/* -1: none was chosen yet. */
static int outcome_of(struct text word)
{
	for (int i = 0; visit_outcome_words[i]; i++)
		if (text_is(word, visit_outcome_words[i]))
			return i;
	return -1;
}

enum err closing_get(struct call *c, const void *in)
{
	struct closing_get_out *out = c->out;
	struct visit v;
	struct sheet s;

	TRY(scope_visit_receiver(c, ((const struct visit_in *)in)->visit, "closing.get", &v));
	TRY(sheet_load(c->db, v.id, SHEET_CLOSING, c->arena, &s));
	*out = (struct closing_get_out){
		.version = s.version,
		.outcome = s.choice,
		.reply = s.text,
		.commitments = as_promises(c, s.lines),
		.name = s.name,
		.at = s.at,
	};
	return ERR_OK;
}

enum err closing_save(struct call *c, const void *in)
{
	const struct closing_save_in *m = in;
	struct closing_save_out *out = c->out;
	struct sheet_saved saved;
	struct sheet s = {
		.visit = m->visit,
		.kind = SHEET_CLOSING,
		.version = m->version,
		.text = m->reply,
		.lines = as_lines(c, &m->commitments),
		.choice = outcome_of(m->outcome),
		.writer = m->writer,
		.turn = m->turn,
	};
	struct visit v;

	TRY(scope_visit_receiver(c, m->visit, "closing.save", &v));
	if (v.state != VISIT_LIVE)
		return scope_wrong_state(c, &v);
	TRY(sheets_save(c, &s, &v, &saved));
	out->version = saved.now.version;
	out->merged = saved.merged;
	out->outcome = -1;
	if (!saved.merged)
		return ERR_OK;
	out->outcome = saved.now.choice;
	out->reply = saved.now.text;
	out->commitments = as_promises(c, saved.now.lines);
	out->conflicts = saved.conflicts;
	return ERR_OK;
}
