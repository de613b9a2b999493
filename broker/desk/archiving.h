/*
 * Errands that wait for the archive's threads. Owned by the loop.
 */
#ifndef BROKER_DESK_ARCHIVING_H
#define BROKER_DESK_ARCHIVING_H

struct desk;
struct errand;

/* Posts the archive job that the exchange asks for. */
void archiving_start(struct errand *e);

/* Jobs that came back. */
void archiving_take(struct desk *d);

#endif
