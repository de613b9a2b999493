/*
 * The gap map: spans of visit time in which something of a leg is not there, and why. Spans that
 * nearly touch grow together, so that its size stays bounded. What people did is kept apart from
 * what happened. A silent microphone (DTX) is no gap. One thread.
 */
#ifndef MEDIA_RECORD_GAPMAP_H
#define MEDIA_RECORD_GAPMAP_H

#include "broker/common/base/ids.h"
#include "broker/common/base/own.h"
#include "broker/common/seal/recorded.h"
#include "media/record/entry.h"

const char *gap_why_word(enum gap_why why);

struct gap {
	struct id leg;          /* none: all legs */
	enum entry_media media; /* 0: all */
	enum gap_why why;
	int64_t from_us; /* of visit time */
	int64_t till_us;
	int64_t packets;
};

/* Of the same leg, media and reason. */
bool gap_is_alike(const struct gap *a, const struct gap *b);

struct gapmap;
struct gapmap *gapmap_new(size_t most); /* heap: pair with gapmap_free */
void gapmap_free(struct gapmap *m);
OWNABLE(gapmap)

/* Spans of one leg, media and reason must come in order of time. */
void gapmap_add(struct gapmap *m, const struct gap *g);

/* In order of time; borrowed. */
const struct gap *gapmap_list(struct gapmap *m, size_t *n);

#endif
