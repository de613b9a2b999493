/* recording.find: by number, node, days and kind of matter. */
#include "broker/service/recording/recordings.h"

#include "broker/core/day.h"
#include "broker/service/after.h"
#include "broker/service/message.h"
#include "broker/service/recording/holding.h"
#include "broker/service/scope.h"
#include "broker/service/visit/summary.h"

static const char *const recording_kind_words[MATTER_KIND_COUNT + 2] = {
	"any",
	"suggestion",
	"report",
	"appeal",
};

#define FINDERS (ROLE_ARCHIVIST | ROLE_OFFICIAL | ROLE_SUPERVISOR)

struct sieve {
	const struct call *call;
	struct code12 node; /* "": any */
	int kind;           /* of those found by number; -1: any */
};

static bool keep(const struct recording_row *r, const void *context)
{
	const struct sieve *s = context;

	if (s->node.digits[0] && !tree_is_within(s->call->tree, r->village, s->node))
		return false;
	if (s->kind >= 0 && r->kind != s->kind)
		return false;
	return holding_is_visible(s->call, FINDERS, r);
}

/* The narrower of two nodes, one of which lies in the other; "" where neither does. */
static struct text narrower(const struct call *c, struct code12 a, const struct code12 *b)
{
	if (!b->digits[0])
		return arena_format(c->arena, "%s", a.digits);
	if (tree_is_within(c->tree, *b, a))
		return text_of(b->digits);
	return tree_is_within(c->tree, a, *b) ? arena_format(c->arena, "%s", a.digits) : TEXT("");
}

/* The walks: of the subtree for who sees one, of the unit for an official, or of the node asked
 * for where that is narrower. */
static enum err choose(struct call *c, const struct code12 *node, struct recording_search *s)
{
	struct unit unit;

	if (call_has(c, ROLE_ARCHIVIST | ROLE_SUPERVISOR))
		s->scopes[0] = narrower(c, c->who->node, node);
	if (!call_has(c, ROLE_OFFICIAL) || !c->who->unit)
		return ERR_OK;
	TRY(unit_find(c->db, c->who->unit, c->arena, &unit));
	bool below = node->digits[0] && !code12_equals(*node, unit.node) &&
		     tree_is_within(c->tree, *node, unit.node);
	s->scopes[1] = below ? text_of(node->digits) : recording_unit(unit.id, c->arena);
	return ERR_OK;
}

/* The days asked for; open ends where none is named. */
static enum err read_days(const struct recording_find_in *m, struct span *out)
{
	struct day day;

	*out = (struct span){ { 0 }, { INT64_MAX } };
	if (m->from.n) {
		TRY(day_parse(m->from, &day));
		out->from = day_minute(day, 0);
	}
	if (m->till.n) {
		TRY(day_parse(m->till, &day));
		out->till = day_minute(day, 24 * 60);
	}
	return ERR_OK;
}

static struct recording_line line_of(const struct call *c, const struct recording_row *r)
{
	return (struct recording_line){
		.recording = r->id,
		.visit = r->visit,
		.visit_number = r->visit_number,
		.matter_number = r->matter_number,
		.subject = r->subject,
		.from = r->zero,
		.duration_ms = r->duration_ms,
		.parts = r->parts,
		.state = text_of(recording_state_words[r->state]),
		.village_name = summary_node_name(c, r->village),
		.village_name_en = summary_node_name_en(c, r->village),
		.unit_name = r->unit_name,
		.unit_name_en = r->unit_name_en,
	};
}

static enum err read_question(struct call *c, const struct recording_find_in *m,
			      struct sieve *sieve, struct recording_search *s)
{
	struct after after;
	struct span zero;

	TRY(read_days(m, &zero));
	if (zero.from.ms >= zero.till.ms)
		return call_refuse(c, ERR_BAD_INPUT, "till", WHY_DAYS_REVERSED, NULL);
	if (m->node.n)
		TRY(code12_parse(m->node, &sieve->node));
	TRY(after_parse(c, m->after, &after));
	TRY(after_id(c, &after, &s->before_id));
	s->from = zero.from;
	s->before = s->number.n ? (struct instant){ INT64_MAX } : zero.till;
	if (after.is_set)
		s->before = (struct instant){ after.number };
	return choose(c, &sieve->node, s);
}

static enum err recording_find(struct call *c, const void *in)
{
	const struct recording_find_in *m = in;
	struct recording_find_out *out = c->out;
	struct sieve sieve = { .call = c, .kind = m->number.n ? m->kind - 1 : -1 };
	struct recording_search s = { .kind = m->kind - 1,
				      .number = text_trim(m->number),
				      .keep = keep,
				      .context = &sieve,
				      .most = RECORDING_PAGE,
				      .arena = c->arena };
	struct list rows;
	bool more;

	TRY(read_question(c, m, &sieve, &s));
	TRY(recording_search(c->db, &s, &rows, &more));
	struct recording_line *lines = ARENA_LIST(c->arena, struct recording_line, rows.n);
	for (size_t i = 0; i < rows.n; i++)
		lines[i] = line_of(c, (const struct recording_row *)rows.items + i);
	out->recordings = (struct list){ lines, rows.n };
	if (more)
		out->next = after_format(c, s.before.ms, s.before_id.text);
	return ERR_OK;
}

static const struct field recording_find_in_fields[] = {
	F(recording_find_in, number, TEXT, OPTIONAL, .max = 40, .help = "of a visit or a matter",
	  .sample = "VS-990101101201-20260512-0001-5"),
	F(recording_find_in, node, CODE12, OPTIONAL),
	F(recording_find_in, from, DAY, OPTIONAL),
	F(recording_find_in, till, DAY, OPTIONAL, .help = "the last day"),
	F(recording_find_in, kind, WORD, OPTIONAL, .words = recording_kind_words),
	AFTER(recording_find_in),
	{ 0 },
};

static const struct field recording_line_fields[] = {
	F(recording_line, recording, ID),
	F(recording_line, visit, ID),
	F(recording_line, visit_number, TEXT),
	F(recording_line, matter_number, TEXT),
	F(recording_line, subject, TEXT),
	F(recording_line, from, INSTANT),
	F(recording_line, duration_ms, INT),
	F(recording_line, parts, INT),
	F(recording_line, state, TEXT, .words = recording_state_words),
	F(recording_line, village_name, TEXT),
	F(recording_line, village_name_en, TEXT, OPTIONAL),
	F(recording_line, unit_name, TEXT),
	F(recording_line, unit_name_en, TEXT, OPTIONAL),
	{ 0 },
};

static const struct field recording_find_out_fields[] = {
	FL(recording_find_out, recordings, recording_line, RECORDING_PAGE + 1),
	NEXT(recording_find_out),
	{ 0 },
};

const struct message recording_find_message = {
	.name = "recording.find",
	.kind = MESSAGE_READ,
	.roles = ROLE_ARCHIVIST | ROLE_OFFICIAL | ROLE_SUPERVISOR,
	IN(recording_find),
	OUT(recording_find),
	.run = recording_find,
	.help = "Recordings in scope, newest first.",
};
