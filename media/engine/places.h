/*
 * The places of a stage: who sits in each, what is said of the seat, what is recorded. This is all
 * that a leg may know of its stage, to read; what acts on a stage stands above its legs. Net thread;
 * owned by the stage.
 */
#ifndef MEDIA_ENGINE_PLACES_H
#define MEDIA_ENGINE_PLACES_H

#include "media/engine/engine.h"

#define PLACES_MAX           (ENGINE_SLOTS_MAX + 1)
#define PLACES_DOCUMENT_SLOT ENGINE_SLOTS_MAX /* behind those of people; its picture is used */

struct leg;

/* What the tap was given of one track of a seat, not told yet. */
struct carried {
	uint32_t packets; /* those that carry media */
	uint64_t bytes;
	int64_t from_us;
};

#define SEAT_TRACKS 3 /* enum tap_track */

/* Who had a place last; epochs up to this one are fenced. */
struct seat {
	struct id leg;
	uint32_t epoch;
	bool joined;     /* the tap knows it */
	bool muted;      /* its sound goes to nobody and into no recording */
	bool camera_off; /* as whoever sits there says, of this epoch */
	bool shows;      /* its document goes to everybody else */
	struct carried carried[SEAT_TRACKS];
};

struct places {
	struct id visit;
	struct stage_cover cover;
	int n;
	struct leg *legs[PLACES_MAX]; /* NULL: nobody sits there */
	struct seat seats[PLACES_MAX];
};

/* Its old place, or a free one. ERR_STALE_EPOCH: this or a later epoch was here; ERR_TOO_MANY. */
MUST_USE enum err places_find(const struct places *p, struct id leg, uint32_t epoch, int *out);

/* The leg in a receive slot of this place, or whose document is shown; NULL: nobody. */
struct leg *places_source(const struct places *p, int place, int slot);

/* Whether packets of such a track are recorded. */
bool places_is_covered(const struct places *p, enum tap_track track);

#endif
