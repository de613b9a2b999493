/* The rule of Art. 20 in words. */
#include "broker/service/route.h"

const char *const reach_words[REACH_NONE + 2] = {
	[REACH_ALLOWED] = "allowed",
	[REACH_JOINT] = "joint",
	[REACH_NONE] = "none",
};

static const char *name_of(const struct node *n)
{
	return n ? n->name : "有权处理的机关";
}

/* "鹿鸣溪镇或青榆区" */
static struct text where(struct call *c, const struct route *r)
{
	const struct node *decides = tree_find(c->tree, r->competent);
	const struct node *above = decides ? tree_parent(c->tree, decides) : NULL;

	if (!above)
		return text_of(name_of(decides));
	return arena_format(c->arena, "%s或%s", name_of(decides), above->name);
}

struct text route_say(struct call *c, const struct route *r, struct code12 target)
{
	struct text go = where(c, r);
	const char *name = name_of(tree_find(c->tree, target));

	switch (reach_find(c->tree, r->village, r->competent, target)) {
	case REACH_ALLOWED:
		return TEXT("");
	case REACH_JOINT:
		return arena_format(c->arena,
				    "按《信访工作条例》第二十条，这件事请先约" TEXT_FMT
				    "；需要%s参加时，由受理单位邀请，一起联合接访。",
				    TEXT_ARG(go), name);
	case REACH_NONE:
		break;
	}
	return arena_format(c->arena, "%s不在这件事的办理层级里，请约" TEXT_FMT "。", name,
			    TEXT_ARG(go));
}

enum err route_check(struct call *c, const struct route *r, struct code12 target)
{
	struct text say = route_say(c, r, target);

	if (!say.n)
		return ERR_OK;
	return call_refuse(c, ERR_NOT_ALLOWED_TARGET, "unit", TEXT_FMT, TEXT_ARG(say));
}
