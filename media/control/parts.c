/* The row of parts on their way to the archive. */
#include "media/control/parts.h"

#include <stdlib.h>

struct part *parts_find(const struct parts *p, struct id visit, uint32_t number)
{
	struct part *part = p->first;

	while (part && (part->number != number || !id_equals(part->visit, visit)))
		part = part->next;
	return part;
}

struct part *parts_add(struct parts *p, struct id visit, uint32_t number)
{
	struct part *part = parts_find(p, visit, number);
	struct part **end = &p->first;

	if (part)
		return part;
	part = calloc(1, sizeof(*part));
	if (!part)
		abort();
	part->visit = visit;
	part->number = number;
	part->pause_ms = PART_PAUSE_MS_MIN;
	while (*end)
		end = &(*end)->next;
	*end = part;
	p->n++;
	return part;
}

void parts_remove(struct parts *p, struct part *part)
{
	struct part **at = &p->first;

	while (*at != part)
		at = &(*at)->next;
	*at = part->next;
	p->n--;
	free(part);
}

void parts_clear(struct parts *p)
{
	while (p->first)
		parts_remove(p, p->first);
}

struct part *parts_due(const struct parts *p, enum part_state state, struct instant now)
{
	struct part *part = p->first;

	while (part && (part->state != state || part->not_before.ms > now.ms))
		part = part->next;
	return part;
}

bool parts_has(const struct parts *p, enum part_state state)
{
	struct part *part = p->first;

	while (part && part->state != state)
		part = part->next;
	return part != NULL;
}

void part_retry(struct part *part, enum part_state state, struct instant now)
{
	part->state = state;
	part->not_before.ms = now.ms + part->pause_ms;
	part->pause_ms =
		part->pause_ms * 2 > PART_PAUSE_MS_MAX ? PART_PAUSE_MS_MAX : part->pause_ms * 2;
}

void part_go_on(struct part *part, enum part_state state)
{
	part->state = state;
	part->pause_ms = PART_PAUSE_MS_MIN;
	part->not_before = (struct instant){ 0 };
}
