/*
 * Limits of rate for each account or address: token buckets in a table of fixed size. Time is an
 * argument. Owned by the loop.
 */
#ifndef BROKER_WIRE_LIMIT_H
#define BROKER_WIRE_LIMIT_H

#include "broker/common/base/clock.h"
#include "broker/common/base/own.h"
#include "broker/common/base/text.h"

#include <stdbool.h>

struct limit;

/* `burst` at once, then one each `refill_ms`; remembers about `keys` callers. Heap: pair with
 * limit_free. */
struct limit *limit_new(int keys, int burst, int64_t refill_ms);
void limit_free(struct limit *l);
OWNABLE(limit)

/* May this caller go on? Takes one token. When the table is full the one that is quiet for the
 * longest time is forgotten. */
bool limit_take(struct limit *l, struct text key, struct instant now);

/* As limit_take for one address: of IPv6 the /64 that one line gets is one. */
bool limit_take_address(struct limit *l, struct text address, struct instant now);

#endif
