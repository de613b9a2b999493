/* The regulation's Art. 20: the competent level, or one above it. */
#include "broker/core/reach.h"

enum reach reach_find(const struct tree *t, struct code12 village, struct code12 competent,
		      struct code12 target)
{
	const struct node *decides = tree_find(t, competent);
	const struct node *asked = tree_find(t, target);

	if (!decides || !asked || !tree_find(t, village))
		return REACH_NONE;
	if (asked == decides || asked == tree_parent(t, decides))
		return REACH_ALLOWED;
	if (!code12_equals(target, village) && tree_is_within(t, village, target))
		return REACH_JOINT;
	return REACH_NONE;
}
