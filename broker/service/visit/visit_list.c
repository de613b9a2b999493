/* visit.list: the visits of some days, in order, page by page. */
#include "broker/service/visit/visits.h"

#include "broker/service/after.h"
#include "broker/service/message.h"
#include "broker/service/scope.h"
#include "broker/service/visit/summary.h"

/* Whose visits: those of the own unit for who receives, those of the subtree for a desk. */
static void choose(const struct call *c, struct visit_page *out)
{
	bool receives = call_has(c, ROLE_OFFICIAL | ROLE_DUTY | ROLE_RECORDER) && c->who->unit;

	if (receives)
		out->unit = c->who->unit;
	if (call_has(c, ROLE_CLERK) || (call_has(c, ROLE_DUTY) && !receives))
		out->scope = c->who->node;
}

static enum err visit_list(struct call *c, const void *in)
{
	const struct visit_list_in *m = in;
	struct visit_list_out *out = c->out;
	int days = m->days ? (int)m->days : 1;
	struct visit_page page = { .most = VISIT_PAGE };
	struct after after;
	struct list lines;
	struct day day;
	bool more;

	TRY(day_parse(m->day, &day));
	TRY(after_parse(c, m->after, &after));
	TRY(after_id(c, &after, &page.after_id));
	page.after = after.is_set ? (struct instant){ after.number } : day_minute(day, 0);
	page.till = day_minute(day_add(day, days), 0);
	choose(c, &page);
	TRY(visit_page(c->db, &page, c->arena, &lines, &more));
	const struct visit_line *line = lines.items;
	struct visit_summary *visits = ARENA_LIST(c->arena, struct visit_summary, lines.n);
	for (size_t i = 0; i < lines.n; i++)
		TRY(summary_load(c, &line[i], &visits[i]));
	out->visits = (struct list){ visits, lines.n };
	if (more)
		out->next =
			after_format(c, line[lines.n - 1].slot.from.ms, line[lines.n - 1].id.text);
	return ERR_OK;
}

static const struct field visit_list_in_fields[] = {
	F(visit_list_in, day, DAY),
	F(visit_list_in, days, INT, OPTIONAL, .min = 1, .max = 31),
	AFTER(visit_list_in),
	{ 0 },
};

static const struct field visit_summary_fields[] = {
	SUMMARY(visit_summary, ),
	{ 0 },
};

static const struct field visit_list_out_fields[] = {
	FL(visit_list_out, visits, visit_summary, VISIT_PAGE),
	NEXT(visit_list_out),
	{ 0 },
};

const struct message visit_list_message = {
	.name = "visit.list",
	.kind = MESSAGE_READ,
	.roles = VISIT_PEOPLE,
	IN(visit_list),
	OUT(visit_list),
	.run = visit_list,
	.errors = CAN(CRYPTO),
	.help = "The visits of some days, in order.",
};
