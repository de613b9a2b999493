/* The open stages of the control thread. */
#include "media/control/visits.h"

#include <stdlib.h>
#include <string.h>

struct visit *visits_find(const struct visits *v, struct id id)
{
	struct visit *found = v->first;

	while (found && !id_equals(found->id, id))
		found = found->next;
	return found;
}

struct visit *visits_get(struct visits *v, struct id id)
{
	struct visit *found = visits_find(v, id);

	if (found || v->n == VISITS_MAX)
		return found;
	found = calloc(1, sizeof(*found));
	if (!found)
		abort();
	found->id = id;
	found->next = v->first;
	v->first = found;
	v->n++;
	return found;
}

void visits_remove(struct visits *v, struct id id)
{
	struct visit **at = &v->first;

	while (*at && !id_equals((*at)->id, id))
		at = &(*at)->next;
	struct visit *found = *at;
	if (!found)
		return;
	*at = found->next;
	v->n--;
	free(found);
}

void visits_clear(struct visits *v)
{
	while (v->first)
		visits_remove(v, v->first->id);
}

bool visit_is_recorded(const struct visit *v)
{
	return v->cover.record && (v->cover.video || v->cover.audio) && id_is_set(v->recording);
}

struct stage_cover visit_cover(const struct visit *v)
{
	struct stage_cover cover = v->cover;

	cover.record = v->state == RECORDING_ON && visit_is_recorded(v);
	return cover;
}

void visit_add_gone(struct visit *v, const struct leg_report *leg)
{
	if (v->gone_n == VISIT_GONE_MAX)
		memmove(v->gone, v->gone + 1, (size_t)--v->gone_n * sizeof(v->gone[0]));
	v->gone[v->gone_n++] = (struct gone_leg){ *leg, VISIT_GONE_TELLS };
}
