/*
 * Which leg speaks from which address: a table of fixed size. Only addresses that passed an ICE
 * check stand in it. Net thread; owned by the engine.
 */
#ifndef MEDIA_ENGINE_ADDRESSES_H
#define MEDIA_ENGINE_ADDRESSES_H

#include "broker/common/base/own.h"
#include "media/packet/addr.h"

#define ADDRESSES_SIZE 16384 /* a power of two, a third more than is ever filled */

struct addresses;

struct addresses *addresses_new(void);
void addresses_free(struct addresses *t);
OWNABLE(addresses)

/* The number of the leg, -1: nobody's. */
int addresses_find(const struct addresses *t, struct addr a);

/* The newest owner of an address wins. Left out when the table is nearly full. */
void addresses_put(struct addresses *t, struct addr a, int leg);

/* Only when it is still this leg's. */
void addresses_remove(struct addresses *t, struct addr a, int leg);

#endif
