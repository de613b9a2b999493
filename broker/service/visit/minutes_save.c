/* minutes.save: the minutes of a visit with their time marks, merged with what others saved. */
#include "broker/service/visit/sheets.h"

#include "broker/service/message.h"
#include "broker/service/scope.h"
#include "broker/service/tell.h"
#include "broker/service/visit/visits.h"
#include "broker/store/minutes_rows.h"

static struct text as_lines(struct call *c, const struct list *in)
{
	struct mark *marks = ARENA_LIST(c->arena, struct mark, in->n);

	for (size_t i = 0; i < in->n; i++) {
		const struct visit_mark *m = (const struct visit_mark *)in->items + i;

		marks[i] = (struct mark){ m->at_ms, m->text };
	}
	return marks_format(&(struct list){ marks, in->n }, c->arena);
}

struct list visit_marks_of(struct call *c, struct text lines)
{
	struct list rows = marks_parse(lines, c->arena);
	struct visit_mark *marks = ARENA_LIST(c->arena, struct visit_mark, rows.n);

	for (size_t i = 0; i < rows.n; i++) {
		const struct mark *r = (const struct mark *)rows.items + i;

		marks[i] = (struct visit_mark){ r->at_ms, r->text };
	}
	return (struct list){ marks, rows.n };
}

/* Until the close whoever is there writes; after it only the receiving side corrects, each time is
 * on record, and what was filed stays beside the correction. */
static enum err check_state(struct call *c, const struct visit *v)
{
	if (v->state == VISIT_LIVE)
		return ERR_OK;
	if (v->state != VISIT_CLOSED || !scope_is_receiver(c, v->unit))
		return scope_wrong_state(c, v);
	return tell_audit(c, "minutes.save", text_of(v->id.text), TEXT(""));
}

static enum err minutes_save(struct call *c, const void *in)
{
	const struct minutes_save_in *m = in;
	struct minutes_save_out *out = c->out;
	struct sheet_saved saved;
	struct sheet s = {
		.visit = m->visit,
		.kind = SHEET_MINUTES,
		.version = m->version,
		.text = m->text,
		.lines = as_lines(c, &m->marks),
		.choice = -1,
		.writer = m->writer,
		.turn = m->turn,
	};
	struct visit v;

	TRY(scope_visit(c, m->visit, "minutes.save", &v));
	TRY(check_state(c, &v));
	TRY(sheets_save(c, &s, &v, &saved));
	out->version = saved.now.version;
	out->merged = saved.merged;
	if (!saved.merged)
		return ERR_OK;
	out->text = saved.now.text;
	out->marks = visit_marks_of(c, saved.now.lines);
	out->conflicts = saved.conflicts;
	return ERR_OK;
}

static const struct field minutes_save_in_fields[] = {
	F(minutes_save_in, visit, ID),
	F(minutes_save_in, version, INT, .max = VERSION_MAX, .help = "that it began from; 0: none"),
	F(minutes_save_in, writer, TEXT, OPTIONAL, .max = 32, .help = WRITER_HELP),
	F(minutes_save_in, turn, INT, OPTIONAL, .max = VERSION_MAX),
	F(minutes_save_in, text, LINES),
	FL(minutes_save_in, marks, visit_mark, 200),
	{ 0 },
};

static const struct field minutes_save_out_fields[] = {
	F(minutes_save_out, version, INT),
	F(minutes_save_out, merged, BOOL,
	  .help = "others saved since: the text is theirs and yours"),
	F(minutes_save_out, text, LINES, OPTIONAL),
	FL(minutes_save_out, marks, visit_mark, 400, OPTIONAL),
	FL(minutes_save_out, conflicts, sheet_conflict, 20, OPTIONAL,
	   .help = "lines that both changed: both are in the text, theirs first"),
	{ 0 },
};

const struct message minutes_save_message = {
	.name = "minutes.save",
	.kind = MESSAGE_WRITE,
	.roles = VISIT_PEOPLE,
	IN(minutes_save),
	OUT(minutes_save),
	.run = minutes_save,
	.errors = CAN(NOT_FOUND) | CAN(WRONG_STATE),
	.help = "Saves the minutes and their time marks, merged by lines with what others "
		"saved since.",
	.again = true,
};
