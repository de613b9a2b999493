/* target.list: the units up the tree that may hear a matter. */
#include "broker/service/matters.h"

#include "broker/service/route.h"
#include "broker/service/scope.h"
#include "broker/store/db.h"
#include "broker/store/place_rows.h"

#define TARGETS_MAX 200

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
		return call_refuse(c, ERR_NOT_FOUND, "competent",
				   "机构表里没有这个有权处理的机关，请重新选择。");
	return ERR_OK;
}

static enum err add_node(struct call *c, const struct route *r, const struct node *n,
			 struct list *out)
{
	enum reach reach = reach_find(c->tree, r->village, r->competent, n->code);
	struct text why = route_say(c, r, n->code);
	struct list units;
	size_t room = out->n;

	TRY(unit_list_node(c->db, n->code, c->arena, &units));
	for (size_t i = 0; i < units.n && out->n < TARGETS_MAX; i++) {
		const struct unit *u = (const struct unit *)units.items + i;

		*(struct target_line *)list_add(out, &room, c->arena,
						sizeof(struct target_line)) =
			(struct target_line){ u->id, u->name, text_of(n->code.digits),
					      text_of(n->name), (int64_t)n->tier,
					      text_of(reach_words[reach]), why };
	}
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

enum err target_list(struct call *c, const void *in)
{
	struct target_list_out *out = c->out;
	struct route r;

	TRY(find_route(c, in, &r));
	const struct node *village = tree_find(c->tree, r.village);
	const struct node *decides = tree_find(c->tree, r.competent);
	bool met = false;

	for (const struct node *n = first_node(c, in, village); n; n = tree_parent(c->tree, n)) {
		met |= n == decides;
		TRY(add_node(c, &r, n, &out->targets));
	}
	if (!met && decides)
		TRY(add_node(c, &r, decides, &out->targets));
	return ERR_OK;
}
