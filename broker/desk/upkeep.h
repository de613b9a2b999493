/*
 * What the broker does by itself from time to time: visits nobody came to, receptions of further
 * days, what is old, signed heads of the audit chain. Each in small jobs, so that no write of
 * somebody waits behind it. Owned by the loop.
 */
#ifndef BROKER_DESK_UPKEEP_H
#define BROKER_DESK_UPKEEP_H

#include <stdint.h>

struct desk;

/* Each second. */
void upkeep_tick(struct desk *d, uint32_t second);

#endif
