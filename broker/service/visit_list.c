/* visit.list: the visits of some days, in order. */
#include "broker/service/visits.h"

#include "broker/service/scope.h"
#include "broker/service/summary.h"

#include <stdlib.h>
#include <string.h>

static int by_start(const void *a, const void *b)
{
	const struct visit_line *x = a, *y = b;

	if (x->slot.from.ms != y->slot.from.ms)
		return x->slot.from.ms < y->slot.from.ms ? -1 : 1;
	return strcmp(x->id.text, y->id.text);
}

/* Only the nodes of the own scope are asked, each by its index. */
static enum err list_villages(struct call *c, struct span span, struct list *out)
{
	size_t n = tree_size(c->tree);

	for (size_t i = 0; i < n && out->n < VISIT_LINES_MAX; i++) {
		const struct node *node = tree_at(c->tree, i);

		if (scope_has(c, node->code))
			TRY(visit_list_village(c->db, node->code, span, c->arena, out));
	}
	return ERR_OK;
}

static enum err list_lines(struct call *c, struct span span, struct list *out)
{
	bool receives = call_has(c, ROLE_OFFICIAL | ROLE_DUTY | ROLE_RECORDER) && c->who->unit;

	if (receives)
		TRY(visit_list_unit(c->db, c->who->unit, span, c->arena, out));
	if (call_has(c, ROLE_CLERK) || (call_has(c, ROLE_DUTY) && !receives))
		TRY(list_villages(c, span, out));
	return ERR_OK;
}

enum err visit_list(struct call *c, const void *in)
{
	const struct visit_list_in *m = in;
	struct visit_list_out *out = c->out;
	int days = m->days ? (int)m->days : 1;
	struct list lines = { 0 };
	struct day day;
	size_t n = 0;

	TRY(day_parse(m->day, &day));
	struct span span = { day_minute(day, 0), day_minute(day_add(day, days), 0) };
	TRY(list_lines(c, span, &lines));
	if (!lines.n)
		return ERR_OK;
	struct visit_line *all = ARENA_LIST(c->arena, struct visit_line, lines.n);
	struct visit_summary *visits = ARENA_LIST(c->arena, struct visit_summary, lines.n);
	memcpy(all, lines.items, lines.n * sizeof(*all));
	qsort(all, lines.n, sizeof(*all), by_start);
	for (size_t i = 0; i < lines.n; i++)
		if (i == 0 || !id_equals(all[i].id, all[i - 1].id)) /* both sides are ours */
			TRY(summary_load(c, &all[i], &visits[n++]));
	out->visits = (struct list){ visits, n };
	return ERR_OK;
}
