/*
 * A bounded queue of pointers between threads: anybody posts, one thread takes; several may, one
 * item at a time, where they do the same work. The only place with a lock. What is posted belongs
 * to the taker.
 */
#ifndef BROKER_COMMON_BASE_MAILBOX_H
#define BROKER_COMMON_BASE_MAILBOX_H

#include "broker/common/base/own.h"

#include <stdbool.h>

struct mailbox;

struct mailbox *mailbox_new(int limit); /* heap: pair with mailbox_free; must be empty by then */
void mailbox_free(struct mailbox *m);
OWNABLE(mailbox)

/* False when the mailbox is full or closed: the item still belongs to the caller. */
bool mailbox_post(struct mailbox *m, void *item);

/* Takes up to `most` items in order without waiting; returns how many. */
int mailbox_take(struct mailbox *m, void **items, int most);

/* Waits until there is an item, the mailbox is closed or the time is over (-1: no limit). */
int mailbox_wait(struct mailbox *m, void **items, int most, int timeout_ms);

/* Becomes readable when there is something to take (eventfd); read by mailbox_take itself. */
int mailbox_fd(struct mailbox *m);

/* Refuses further posts and wakes the taker; what is inside can still be taken. */
void mailbox_close(struct mailbox *m);
bool mailbox_is_closed(struct mailbox *m);

#endif
