/*
 * The way of an errand: after each step of its exchange, where it goes next. Owned by the loop.
 */
#ifndef BROKER_DESK_ROUTE_H
#define BROKER_DESK_ROUTE_H

#include "broker/desk/errand.h"

/* Takes the step; the errand may have ended when it returns. */
void route_step(struct errand *e, enum exchange_step step);

/* Jobs that came back from the writer and the study lane. */
void route_take(struct desk *d);

/* Waits for the jobs that are with the writer, whose answers nobody gets any more. */
void route_drain(struct desk *d);

#endif
