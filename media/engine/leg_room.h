/*
 * What the line of a leg has room for: a part for each picture that goes to it, and therefore the
 * most that a publisher is asked to send. Net thread.
 */
#ifndef MEDIA_ENGINE_LEG_ROOM_H
#define MEDIA_ENGINE_LEG_ROOM_H

#include "media/engine/leg.h"

/* What its line carries beside sound, an equal part for each picture; 0: nothing, or nothing told. */
uint64_t leg_room_bps(const struct leg *l);

/* What it can take of the picture in a slot: its room, but not too little to be a picture; without an
 * estimate by its reports. 0: no complaint, or none is sent. */
uint64_t leg_limit_bps(const struct leg *l, int slot);

/* The most that every receiver of its picture can take. */
uint64_t leg_ceiling_bps(const struct leg *l);

#endif
