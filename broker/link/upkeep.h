/*
 * What the broker does by itself from time to time: visits nobody came to, receptions of further
 * days, what is old, signed heads of the audit chain. Each in small jobs, so that no write of
 * somebody waits behind it. Owned by the loop.
 */
#ifndef BROKER_LINK_UPKEEP_H
#define BROKER_LINK_UPKEEP_H

#include <stdint.h>

struct link;

/* Each second. */
void upkeep_tick(struct link *l, uint32_t second);

#endif
