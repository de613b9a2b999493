/* Finds, makes and forgets the legs of a tape. */
#include "media/record/tape_legs.h"

#include <stdlib.h>
#include <string.h>

void tape_legs_init(struct tape_legs *legs)
{
	*legs = (struct tape_legs){ calloc(ENTRY_LEGS_MAX, sizeof(*legs->list)), 0 };
	if (!legs->list)
		abort();
}

void tape_legs_clear(struct tape_legs *legs)
{
	free(legs->list);
	legs->list = NULL;
	legs->n = 0;
}

static bool has_newer(const struct tape_legs *legs, int i)
{
	for (int k = i + 1; k < legs->n; k++)
		if (id_equals(legs->list[k].leg, legs->list[i].leg))
			return true;
	return false;
}

void tape_legs_forget(struct tape_legs *legs)
{
	int kept = 0;

	for (int i = 0; i < legs->n; i++) {
		bool is_over = legs->list[i].has_left || has_newer(legs, i);
		bool is_crowd = !legs->list[i].has_joined && legs->n - i > ENTRY_LEGS_MAX / 2;

		if (!is_over && !is_crowd)
			legs->list[kept++] = legs->list[i];
	}
	legs->n = kept;
}

int tape_legs_get(struct tape_legs *legs, struct id leg, uint32_t epoch, bool may_forget)
{
	for (int i = legs->n; i > 0; i--) {
		if (legs->list[i - 1].epoch == epoch && id_equals(legs->list[i - 1].leg, leg))
			return i - 1;
	}
	if (legs->n == ENTRY_LEGS_MAX && may_forget)
		tape_legs_forget(legs);
	if (legs->n == ENTRY_LEGS_MAX)
		return -1;
	struct tape_leg *l = &legs->list[legs->n];
	*l = (struct tape_leg){ .leg = leg, .epoch = epoch };
	for (int i = legs->n; i > 0; i--) { /* the seat stays the same over epochs */
		if (!id_equals(legs->list[i - 1].leg, leg))
			continue;
		memcpy(l->seat, legs->list[i - 1].seat, sizeof(l->seat));
		memcpy(l->name, legs->list[i - 1].name, sizeof(l->name));
		l->is_muted = legs->list[i - 1].is_muted;
		break;
	}
	return legs->n++;
}
