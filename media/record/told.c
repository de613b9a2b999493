/* Events that wait for room in the mailbox of the control thread. */
#include "media/record/told.h"

#include <stdlib.h>

void told_send(struct told *t)
{
	size_t sent = 0;

	while (sent < t->n && mailbox_post(t->mailbox, t->unsent[sent]))
		sent++;
	for (size_t i = sent; i < t->n; i++)
		t->unsent[i - sent] = t->unsent[i];
	t->n -= sent;
}

void told_add(struct told *t, const struct recorder_event *event)
{
	struct recorder_event *e = malloc(sizeof(*e));

	if (!e)
		abort();
	*e = *event;
	t->unsent = realloc(t->unsent, (t->n + 1) * sizeof(*t->unsent));
	if (!t->unsent)
		abort();
	t->unsent[t->n++] = e;
	told_send(t);
}

void told_clear(struct told *t)
{
	for (size_t i = 0; i < t->n; i++)
		free(t->unsent[i]);
	free(t->unsent);
	t->unsent = NULL;
	t->n = 0;
}
