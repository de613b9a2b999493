/*
 * How often a seat may join its visit. Each join is work for the media server and a line in the
 * journal, so that nobody may ask for them without end; who comes back over a bad line is well
 * within. Pure.
 */
#ifndef BROKER_CORE_JOINS_H
#define BROKER_CORE_JOINS_H

#include "broker/common/base/clock.h"

#include <stdbool.h>

/* A minute of a page that is reloaded, or of a kiosk that starts anew every three seconds. */
#define JOINS_BURST   20
#define JOINS_EACH_MS (3 * SECOND_MS)

/* Takes one more into *paid, up to where the joins so far are paid for; false: too often, and *from
 * says when the next one may come. */
bool joins_take(struct instant *paid, struct instant now, struct instant *from);

#endif
