/* tree.get: the nodes of the caller's scope, each before those below it, page by page. */
#include "broker/service/matter/matters.h"

#include "broker/core/rights.h"
#include "broker/service/after.h"
#include "broker/service/message.h"
#include "broker/service/scope.h"

static struct tree_line line_of(const struct tree *t, const struct node *n)
{
	const struct node *parent = tree_parent(t, n);

	return (struct tree_line){
		.code = text_of(n->code.digits),
		.tier = (int64_t)n->tier,
		.name = text_of(n->name),
		.name_en = text_of(n->name_en),
		.parent = parent ? text_of(parent->code.digits) : TEXT(""),
		.has_room = n->has_room,
	};
}

/* Where the page begins; NULL: nothing is left. A tree that was changed meanwhile has another order. */
static enum err first_node(struct call *c, struct text after, const struct node **out)
{
	struct code12 top = c->who->node, code;
	struct after a;

	*out = tree_find(c->tree, top);
	TRY(after_parse(c, after, &a));
	if (!a.is_set)
		return ERR_OK;
	if (a.number != (int64_t)tree_size(c->tree) || code12_parse(a.rest, &code) ||
	    !tree_is_within(c->tree, code, top))
		return after_refuse(c);
	*out = tree_next(c->tree, tree_find(c->tree, code), top);
	return ERR_OK;
}

static enum err tree_get(struct call *c, const void *in)
{
	struct tree_get_out *out = c->out;
	struct tree_line *lines = ARENA_LIST(c->arena, struct tree_line, TREE_PAGE);
	const struct node *node;
	size_t n = 0;

	TRY(first_node(c, ((const struct tree_get_in *)in)->after, &node));
	for (; node && n < TREE_PAGE; node = tree_next(c->tree, node, c->who->node))
		lines[n++] = line_of(c->tree, node);
	out->nodes = (struct list){ lines, n };
	if (node)
		out->next = after_format(c, (int64_t)tree_size(c->tree), lines[n - 1].code.at);
	return ERR_OK;
}

static const struct field tree_line_fields[] = {
	F(tree_line, code, CODE12),
	F(tree_line, tier, INT),
	F(tree_line, name, TEXT),
	F(tree_line, name_en, TEXT, OPTIONAL),
	F(tree_line, parent, CODE12, OPTIONAL),
	F(tree_line, has_room, BOOL),
	{ 0 },
};

static const struct field tree_get_in_fields[] = {
	AFTER(tree_get_in),
	{ 0 },
};

static const struct field tree_get_out_fields[] = {
	FL(tree_get_out, nodes, tree_line, TREE_PAGE),
	NEXT(tree_get_out),
	{ 0 },
};

const struct message tree_get_message = {
	.name = "tree.get",
	.kind = MESSAGE_READ,
	.roles = ROLE_STAFF,
	IN(tree_get),
	OUT(tree_get),
	.run = tree_get,
	.help = "The nodes of the caller's scope, each before those below it.",
};
