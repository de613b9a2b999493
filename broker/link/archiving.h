/*
 * Errands that wait for the archive's threads. Owned by the loop.
 */
#ifndef BROKER_LINK_ARCHIVING_H
#define BROKER_LINK_ARCHIVING_H

struct link;
struct errand;

/* Posts the archive job that the exchange asks for. */
void archiving_start(struct errand *e);

/* Jobs that came back. */
void archiving_take(struct link *l);

#endif
