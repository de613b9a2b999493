/* target.list: the units up the tree that may hear a matter. */
#include "broker/service/matter/matters.h"

#include "broker/service/after.h"
#include "broker/service/message.h"
#include "broker/service/reception/route.h"
#include "broker/service/scope.h"
#include "broker/store/db.h"
#include "broker/store/place_rows.h"

static enum err find_route(struct call *c, const struct target_list_in *m, struct route *out)
{
	const struct node *own = tree_find(c->tree, c->who->node);
	const struct node *parent = own ? tree_parent(c->tree, own) : NULL;
	struct matter row;

	*out = (struct route){ c->who->node, parent ? parent->code : c->who->node };
	if (id_is_set(m->matter)) {
		TRY(scope_matter(c, m->matter, "target.list", &row));
		*out = (struct route){ row.village, row.competent };
	}
	if (!m->competent.n)
		return ERR_OK;
	if (code12_parse(m->competent, &out->competent) || !tree_find(c->tree, out->competent))
		return call_refuse(c, ERR_NOT_FOUND, "competent", WHY_COMPETENT_UNKNOWN, NULL);
	return ERR_OK;
}

/* A matter goes up from its village; an official without one asks from the own node on. */
static const struct node *first_node(struct call *c, const struct target_list_in *m,
				     const struct node *village)
{
	if (!village || (!id_is_set(m->matter) && call_has(c, ROLE_OFFICIAL)))
		return village;
	return tree_parent(c->tree, village);
}

/* Where a page is: the how many-th node of the way, whether past its petition office, after which
 * unit. */
struct at {
	int64_t node;
	bool is_other;
	int64_t unit;
};

static enum err read_after(struct call *c, struct text text, struct at *out)
{
	struct after after;
	int64_t unit = 0;

	TRY(after_parse(c, text, &after));
	*out = (struct at){ after.number / 2, after.number % 2, 0 };
	for (size_t i = 0; i < after.rest.n; i++) {
		if (after.rest.at[i] < '0' || after.rest.at[i] > '9' || i > 17)
			return after_refuse(c);
		unit = unit * 10 + (after.rest.at[i] - '0');
	}
	out->unit = unit;
	return ERR_OK;
}

/* The units of a node from `at` on, as far as the page goes; *full: there is one more. */
static enum err add_node(struct call *c, const struct route *r, const struct node *n, struct at *at,
			 bool *full)
{
	struct target_list_out *out = c->out;
	struct target_line *lines = (struct target_line *)out->targets.items;
	enum reach reach = reach_find(c->tree, r->village, r->competent, n->code);
	struct unit_page page = { n->code, at->is_other, at->unit, TARGET_PAGE + 1 };
	struct list units;

	TRY(unit_page(c->db, &page, c->arena, &units));
	for (size_t i = 0; i < units.n && !*full; i++) {
		const struct unit *u = (const struct unit *)units.items + i;

		*full = out->targets.n == TARGET_PAGE;
		if (*full)
			continue;
		at->unit = u->id;
		lines[out->targets.n++] = (struct target_line){
			.unit = u->id,
			.unit_name = u->name,
			.unit_name_en = u->name_en,
			.node = text_of(n->code.digits),
			.node_name = text_of(n->name),
			.node_name_en = text_of(n->name_en),
			.tier = (int64_t)n->tier,
			.reach = text_of(reach_words[reach]),
			.why = route_say(c, r, n->code),
		};
	}
	return ERR_OK;
}

/* The nodes of the way up, and the one that decides if it is not on it. */
static int find_way(struct call *c, const struct target_list_in *m, const struct route *r,
		    const struct node *out[TIER_VILLAGE + 1])
{
	const struct node *decides = tree_find(c->tree, r->competent);
	const struct node *n = first_node(c, m, tree_find(c->tree, r->village));
	bool met = false;
	int depth = 0;

	for (; n && depth < TIER_VILLAGE; n = tree_parent(c->tree, n)) {
		met |= n == decides;
		out[depth++] = n;
	}
	if (!met && decides)
		out[depth++] = decides;
	return depth;
}

static enum err target_list(struct call *c, const void *in)
{
	const struct target_list_in *m = in;
	struct target_list_out *out = c->out;
	const struct node *way[TIER_VILLAGE + 1];
	bool full = false;
	struct route r;
	struct at at;

	TRY(find_route(c, in, &r));
	TRY(read_after(c, m->after, &at));
	out->targets.items = ARENA_LIST(c->arena, struct target_line, TARGET_PAGE);
	for (int depth = find_way(c, m, &r, way); at.node < depth && !full;) {
		TRY(add_node(c, &r, way[at.node], &at, &full));
		if (full)
			out->next = arena_format(c->arena, "%lld.%lld",
						 (long long)(2 * at.node + at.is_other),
						 (long long)at.unit);
		else
			at = (struct at){ at.node + at.is_other, !at.is_other, 0 };
	}
	return ERR_OK;
}

static const struct field target_list_in_fields[] = {
	F(target_list_in, matter, ID, OPTIONAL),
	F(target_list_in, competent, CODE12, OPTIONAL),
	AFTER(target_list_in),
	{ 0 },
};

static const struct field target_line_fields[] = {
	F(target_line, unit, INT),
	F(target_line, unit_name, TEXT),
	F(target_line, unit_name_en, TEXT, OPTIONAL),
	F(target_line, node, CODE12),
	F(target_line, node_name, TEXT),
	F(target_line, node_name_en, TEXT, OPTIONAL),
	F(target_line, tier, INT),
	F(target_line, reach, TEXT, .words = reach_words, .help = "Art. 20"),
	F(target_line, why, SAID, OPTIONAL),
	{ 0 },
};

static const struct field target_list_out_fields[] = {
	FL(target_list_out, targets, target_line, TARGET_PAGE),
	NEXT(target_list_out),
	{ 0 },
};

const struct message target_list_message = {
	.name = "target.list",
	.kind = MESSAGE_READ,
	.roles = DESK | ROLE_OFFICIAL,
	IN(target_list),
	OUT(target_list),
	.run = target_list,
	.errors = CAN(NOT_FOUND),
	.help = "Units that may hear a matter, and why the others may not (Art. 20).",
};
