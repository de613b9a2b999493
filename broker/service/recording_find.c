/* recording.find: by number, node, days and kind of matter. */
#include "broker/service/recordings.h"

#include "broker/core/day.h"
#include "broker/core/numbers.h"
#include "broker/service/holding.h"
#include "broker/service/scope.h"
#include "broker/service/summary.h"

#define SHOW 200

const char *const recording_kind_words[MATTER_KIND_COUNT + 2] = {
	"any", "suggestion", "report", "appeal",
};

struct sieve {
	const struct call *call;
	struct code12 node; /* "": any */
	int kind;           /* -1: any */
};

static bool keep(const struct recording_row *r, const void *context)
{
	const struct sieve *s = context;

	if (s->node.digits[0] && !tree_is_within(s->call->tree, r->village, s->node))
		return false;
	if (s->kind >= 0 && r->kind != s->kind)
		return false;
	return holding_is_visible(s->call, ROLE_ARCHIVIST | ROLE_OFFICIAL | ROLE_SUPERVISOR, r);
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
		.unit_name = r->unit_name,
	};
}

enum err recording_find(struct call *c, const void *in)
{
	const struct recording_find_in *m = in;
	struct recording_find_out *out = c->out;
	struct sieve sieve = { .call = c, .kind = m->kind - 1 };
	struct recording_search s = { .kind = sieve.kind, .number = text_trim(m->number),
				      .keep = keep, .context = &sieve, .most = SHOW };
	struct list rows;

	TRY(read_days(m, &s.zero));
	if (s.zero.from.ms >= s.zero.till.ms)
		return call_refuse(c, ERR_BAD_INPUT, "till", "结束日期早于开始日期，请改正后再查找。");
	if (m->node.n)
		TRY(code12_parse(m->node, &sieve.node));
	TRY(recording_search(c->db, &s, c->arena, &rows));
	struct recording_line *lines = ARENA_LIST(c->arena, struct recording_line, rows.n);
	for (size_t i = 0; i < rows.n; i++)
		lines[i] = line_of(c, (const struct recording_row *)rows.items + i);
	out->recordings = (struct list){ lines, rows.n };
	return ERR_OK;
}
