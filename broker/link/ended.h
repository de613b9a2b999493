/*
 * Sessions that ended, by whatever hand: their connections are closed, and what is being sent to
 * them stops. Owned by the loop.
 */
#ifndef BROKER_LINK_ENDED_H
#define BROKER_LINK_ENDED_H

struct link;

/* Each second. */
void ended_tick(struct link *l);

#endif
