/* The outgoing frames of one connection. */
#include "broker/link/queue.h"

#include <stdlib.h>
#include <string.h>

bool queue_add(struct queue *q, size_t head, struct text content)
{
	if (q->frames == QUEUE_FRAMES_MAX || content.n > QUEUE_BYTES_MAX - q->bytes)
		return false;
	struct frame *f = malloc(sizeof(*f) + head + content.n);
	if (!f)
		abort();
	f->next = NULL;
	f->n = (uint32_t)content.n;
	f->sent = 0;
	if (content.n)
		memcpy(f->at + head, content.at, content.n);
	if (q->last)
		q->last->next = f;
	else
		q->first = f;
	q->last = f;
	q->frames++;
	q->bytes += f->n;
	return true;
}

void queue_remove(struct queue *q)
{
	struct frame *f = q->first;

	if (!f)
		return;
	q->first = f->next;
	if (!q->first)
		q->last = NULL;
	q->frames--;
	q->bytes -= f->n;
	free(f);
}

void queue_clear(struct queue *q)
{
	while (q->first)
		queue_remove(q);
}
