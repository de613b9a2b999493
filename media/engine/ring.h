/*
 * The last packets of a track, by number, to answer NACKs with: the newest overwrite the oldest. Its
 * size follows what comes, so that packets stay as long as somebody may ask for them, and has a
 * bound. Net thread; owned by the track.
 */
#ifndef MEDIA_ENGINE_RING_H
#define MEDIA_ENGINE_RING_H

#include "broker/common/base/own.h"
#include "broker/common/base/text.h"

#define RING_PACKETS    256
#define RING_KEEP_US    700000 /* two round trips of 300 ms, and reordering */
#define RING_BYTES_MIN  32768
#define RING_BYTES_STEP 8192 /* more when a window of RING_KEEP_US needs it */
#define RING_BYTES_MAX  524288
#define RING_PACKET_MAX 1472

struct ring;

struct ring *ring_new(void);
void ring_free(struct ring *r);
OWNABLE(ring)

/* Packets of another source are of no use any more. */
void ring_clear(struct ring *r);

/* A copy; larger ones are left out. */
void ring_put(struct ring *r, int64_t number, int64_t at_us, struct bytes packet);

/* ERR_NOT_FOUND: never came or too old. The bytes are the ring's. */
MUST_USE enum err ring_find(const struct ring *r, int64_t number, int64_t *at_us,
			    struct bytes *packet);

#endif
