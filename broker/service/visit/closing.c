/* closing.get, closing.save: outcome, reply and commitments before the close, shared by those who
 * may close. They end with it. */
#include "broker/service/visit/sheets.h"

#include "broker/service/message.h"
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

static enum err closing_get(struct call *c, const void *in)
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

static enum err closing_save(struct call *c, const void *in)
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

static const struct field closing_promise_fields[] = {
	F(closing_promise, unit, INT, .max = INT64_MAX, .help = "0: not chosen yet"),
	F(closing_promise, act, TEXT),
	F(closing_promise, due, TEXT, .max = 10, .help = "a day, or nothing yet"),
	{ 0 },
};

static const struct field closing_get_out_fields[] = {
	F(closing_get_out, version, INT, .help = "0: there is none yet"),
	F(closing_get_out, outcome, WORD, OPTIONAL, .words = visit_outcome_words),
	F(closing_get_out, reply, LINES, .max = 10000),
	FL(closing_get_out, commitments, closing_promise, 100),
	F(closing_get_out, name, TEXT, OPTIONAL, .help = "of who saved it"),
	F(closing_get_out, at, INSTANT, OPTIONAL),
	{ 0 },
};

static const struct field closing_save_in_fields[] = {
	F(closing_save_in, visit, ID),
	F(closing_save_in, version, INT, .max = VERSION_MAX, .help = "that it began from; 0: none"),
	F(closing_save_in, writer, TEXT, OPTIONAL, .max = 32, .help = WRITER_HELP),
	F(closing_save_in, turn, INT, OPTIONAL, .max = VERSION_MAX),
	F(closing_save_in, outcome, TEXT, OPTIONAL, .words = visit_outcome_words),
	F(closing_save_in, reply, LINES, .max = 5000),
	FL(closing_save_in, commitments, closing_promise, 50),
	{ 0 },
};

static const struct field closing_save_out_fields[] = {
	F(closing_save_out, version, INT),
	F(closing_save_out, merged, BOOL, .help = "others saved since: it is theirs and yours"),
	F(closing_save_out, outcome, WORD, OPTIONAL, .words = visit_outcome_words),
	F(closing_save_out, reply, LINES, OPTIONAL, .max = 10000),
	FL(closing_save_out, commitments, closing_promise, 100, OPTIONAL),
	FL(closing_save_out, conflicts, sheet_conflict, 20, OPTIONAL),
	{ 0 },
};

const struct message closing_get_message = {
	.name = "closing.get",
	.kind = MESSAGE_READ,
	.roles = ROLE_OFFICIAL | ROLE_DUTY,
	IN(visit),
	OUT(closing_get),
	.run = closing_get,
	.errors = CAN(NOT_FOUND),
	.help = "The closing of a visit that is being drafted by those who may close it.",
};

const struct message closing_save_message = {
	.name = "closing.save",
	.kind = MESSAGE_WRITE,
	.roles = ROLE_OFFICIAL | ROLE_DUTY,
	IN(closing_save),
	OUT(closing_save),
	.run = closing_save,
	.errors = CAN(NOT_FOUND) | CAN(WRONG_STATE),
	.help = "Keeps the drafted closing, merged with what others saved since.",
	.again = true,
};
