/*
 * Events on their way out: after each commit the new rows of the outbox are read once and sent to
 * every connection that may see them. Owned by the loop.
 */
#ifndef BROKER_DESK_EVENTS_H
#define BROKER_DESK_EVENTS_H

#include <stdbool.h>
#include <stdint.h>

struct desk;

struct events {
	int64_t sent; /* cursor */
	bool asked;   /* the next ones are being read */
	bool failed;  /* they could not be: the next tick asks again */
};

/* What was there before the first connection is replayed by event.since, not sent. */
void events_init(struct desk *d);

/* Sends what is new. What could not be read now goes out with the next call. */
void events_send(struct desk *d);

/* Each second. */
void events_tick(struct desk *d);

#endif
