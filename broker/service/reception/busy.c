/* Claims of resources, read once for many slots. */
#include "broker/service/reception/busy.h"

#define SPANS_MAX 2000

struct lane {
	struct span *spans;
	int n;
};

struct group {
	enum resource_kind kind;
	struct text owner;
	struct lane *lanes;
	int lane_n;
	bool always; /* a lane that nobody ever claimed */
	struct group *next;
};

struct busy {
	struct call *call;
	struct span span;
	struct id except;
	struct group *groups;
};

struct busy *busy_new(struct call *c, struct span span, struct id except)
{
	struct busy *b = ARENA_NEW(c->arena, struct busy);

	*b = (struct busy){ .call = c, .span = span, .except = except };
	return b;
}

static enum err load(struct busy *b, struct group *g, int lanes)
{
	static const int most = SPANS_MAX;
	struct span *spans = ARENA_LIST(b->call->arena, struct span, SPANS_MAX);

	g->lanes = ARENA_LIST(b->call->arena, struct lane, (size_t)lanes);
	for (; g->lane_n < lanes && !g->always; g->lane_n++) {
		struct resource r = { g->kind, g->owner, g->lane_n };
		struct lane *l = &g->lanes[g->lane_n];
		int64_t id = resource_find(b->call->db, &r);

		g->always = id == 0;
		if (!id)
			break;
		struct spans found = { spans, most, 0 };
		TRY(claim_list(b->call->db, id, b->span, b->except, &found));
		l->n = found.n;
		g->always = l->n == 0;
		l->spans = ARENA_LIST(b->call->arena, struct span, (size_t)l->n);
		for (int i = 0; i < l->n; i++)
			l->spans[i] = spans[i];
	}
	return ERR_OK;
}

static enum err group_get(struct busy *b, const struct resource *r, int lanes, struct group **out)
{
	struct group *g;

	for (g = b->groups; g; g = g->next)
		if (g->kind == r->kind && text_equals(g->owner, r->owner)) {
			*out = g;
			return ERR_OK;
		}
	g = ARENA_NEW(b->call->arena, struct group);
	*g = (struct group){ .kind = r->kind, .owner = r->owner, .next = b->groups };
	TRY(load(b, g, lanes));
	b->groups = g;
	*out = g;
	return ERR_OK;
}

static bool lane_is_free(const struct lane *l, struct span slot)
{
	for (int i = 0; i < l->n && l->spans[i].from.ms < slot.till.ms; i++)
		if (span_overlaps(l->spans[i], slot))
			return false;
	return true;
}

enum err busy_is_free(struct busy *b, const struct resource *r, int lanes, struct span slot,
		      bool *out)
{
	struct group *g;
	bool is_free;

	TRY(group_get(b, r, lanes, &g));
	is_free = g->always;
	for (int i = 0; i < g->lane_n && !is_free; i++)
		is_free = lane_is_free(&g->lanes[i], slot);
	*out = is_free;
	return ERR_OK;
}
