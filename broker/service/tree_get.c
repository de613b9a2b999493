/* tree.get: the nodes of the caller's scope. */
#include "broker/service/matters.h"

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

enum err tree_get(struct call *c, const void *in)
{
	struct tree_get_out *out = c->out;
	size_t size = tree_size(c->tree);
	struct tree_line *lines = ARENA_LIST(c->arena, struct tree_line, size);
	size_t n = 0;

	(void)in;
	for (size_t i = 0; i < size; i++)
		if (scope_has(c, tree_at(c->tree, i)->code))
			lines[n++] = line_of(c->tree, tree_at(c->tree, i));
	out->nodes = (struct list){ lines, n };
	return ERR_OK;
}
