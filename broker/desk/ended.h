/*
 * Sessions that ended, by whatever hand: their connections are closed, and what is being sent to
 * them stops. Owned by the loop.
 */
#ifndef BROKER_DESK_ENDED_H
#define BROKER_DESK_ENDED_H

struct desk;

/* Each second. */
void ended_tick(struct desk *d);

#endif
