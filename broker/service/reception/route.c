/* The rule of Art. 20 in words. */
#include "broker/service/reception/route.h"

const char *const reach_words[REACH_NONE + 2] = {
	[REACH_ALLOWED] = "allowed",
	[REACH_JOINT] = "joint",
	[REACH_NONE] = "none",
};

static struct argument name_of(const char *hole, const struct node *n)
{
	if (!n) /* not in the tree any more */
		return argument_key(hole, "place.competent");
	return argument_name(hole, text_of(n->name), text_of(n->name_en));
}

/* WHY_NONE: it may go there. Otherwise to the node that decides, or to the one above it. */
static struct fault fault_at(struct call *c, const struct route *r, struct code12 target)
{
	enum reach reach = reach_find(c->tree, r->village, r->competent, target);
	const struct node *decides = tree_find(c->tree, r->competent);
	const struct node *above = decides ? tree_parent(c->tree, decides) : NULL;
	bool joint = reach == REACH_JOINT;

	if (reach == REACH_ALLOWED)
		return (struct fault){ 0 };
	if (!above)
		return fault_of(joint ? WHY_JOINT_FIRST : WHY_ELSEWHERE, "unit",
				ARGUMENTS(name_of("target", tree_find(c->tree, target)),
					  name_of("first", decides)),
				c->arena);
	return fault_of(joint ? WHY_JOINT_FIRST_OF_TWO : WHY_ELSEWHERE_OF_TWO, "unit",
			ARGUMENTS(name_of("target", tree_find(c->tree, target)),
				  name_of("first", decides), name_of("second", above)),
			c->arena);
}

struct said route_say(struct call *c, const struct route *r, struct code12 target)
{
	struct fault f = fault_at(c, r, target);

	return (struct said){ .key = why_keys[f.why],
			      .arguments = f.arguments,
			      .argument_n = f.argument_n };
}

enum err route_check(struct call *c, const struct route *r, struct code12 target)
{
	c->fault = fault_at(c, r, target);
	return c->fault.why ? ERR_NOT_ALLOWED_TARGET : ERR_OK;
}
