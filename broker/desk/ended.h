/*
 * Sessions that ended, by whatever hand: their connections are closed, and what is being sent to
 * them stops. Owned by the loop.
 */
#ifndef BROKER_DESK_ENDED_H
#define BROKER_DESK_ENDED_H

#include <stdbool.h>
#include <stdint.h>

struct desk;

struct ended {
	int64_t till; /* sessions that ended are told up to this row */
	bool asked;   /* the next ones are being read */
};

/* Each second. */
void ended_tick(struct desk *d);

#endif
