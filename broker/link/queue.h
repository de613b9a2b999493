/*
 * The outgoing frames of one connection, bounded in number and bytes. Memory is taken only while
 * something waits. Owned by the loop.
 */
#ifndef BROKER_LINK_QUEUE_H
#define BROKER_LINK_QUEUE_H

#include "broker/common/base/text.h"

#define QUEUE_FRAMES_MAX 1024
#define QUEUE_BYTES_MAX  (4u << 20)

struct frame {
	struct frame *next;
	uint32_t n;
	uint32_t sent;
	uint8_t at[]; /* room for the library's head, then n bytes */
};

/* All zero: empty. */
struct queue {
	struct frame *first;
	struct frame *last;
	uint32_t frames;
	uint32_t bytes;
};

/* `head` free bytes stand before the content. False: full, the reader is too slow. */
bool queue_add(struct queue *q, size_t head, struct text content);
void queue_remove(struct queue *q); /* the first one */
void queue_clear(struct queue *q);

#endif
