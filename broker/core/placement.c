/* Near first, then idle. */
#include "broker/core/placement.h"

#define ELSEWHERE 1000 /* steps to a server that is no ancestor of both sides */

/* The nearest common ancestor of two nodes, which may be one of them; NULL: a node is unknown. */
static const struct node *find_meeting(const struct tree *t, struct code12 a, struct code12 b)
{
	const struct node *n = tree_find(t, a);

	if (!tree_find(t, b))
		return NULL;
	while (n && !tree_is_within(t, b, n->code))
		n = tree_parent(t, n);
	return n;
}

/* Steps up from the meeting node. */
static int steps_to(const struct tree *t, const struct node *from, struct code12 node)
{
	int steps = 0;

	for (const struct node *n = from; n; n = tree_parent(t, n), steps++)
		if (code12_equals(n->code, node))
			return steps;
	return ELSEWHERE;
}

static bool has_room(const struct placement *s)
{
	return !s->draining && s->load < s->capacity;
}

/* a/b < c/d without division. */
static bool is_idler(const struct placement *s, const struct placement *than)
{
	return s->load * than->capacity < than->load * s->capacity;
}

int placement_pick(const struct tree *t, struct code12 a, struct code12 b,
		   const struct placement *servers, int n)
{
	const struct node *meet = find_meeting(t, a, b);
	int best = -1, best_steps = 0;

	for (int i = 0; i < n; i++) {
		int steps = steps_to(t, meet, servers[i].node);

		if (!has_room(&servers[i]))
			continue;
		if (best >= 0 && (steps > best_steps ||
				  (steps == best_steps && !is_idler(&servers[i], &servers[best]))))
			continue;
		best = i;
		best_steps = steps;
	}
	return best;
}
