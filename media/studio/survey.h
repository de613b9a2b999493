/*
 * The first reading of a journal: who was there, which sources, where their clocks stand, what
 * happened when. One thread.
 */
#ifndef MEDIA_STUDIO_SURVEY_H
#define MEDIA_STUDIO_SURVEY_H

#include "broker/common/base/arena.h"
#include "media/record/gapmap.h"
#include "media/record/journal_read.h"
#include "media/studio/order.h"
#include "media/studio/timeline.h"
#include "media/studio/told.h"

struct survey_leg {
	bool is_there;
	struct id leg;
	uint32_t epoch;
	struct text seat;
	struct text name;
	struct sender_clock *clock;
};

struct survey_track {
	bool is_there;
	struct entry_track track;
	struct timeline *timeline;
	struct order_count count;
	int64_t first_us; /* arrivals, in visit time */
	int64_t last_us;
	int64_t packets;
	int64_t journaled; /* of them those that carry media */
	int64_t filmed;    /* of those the ones that went into a film: counted by the reel */
	bool is_empty;     /* no whole frame is in it: found out by the reel */
};

/* An event; of older journals a sentence. */
struct survey_chapter {
	int64_t at_us;
	struct text text;
	struct entry_event event;
};

/* What the stage gave to the recorder of one media of a leg, as far as the journal covers it. */
struct survey_carried {
	struct id leg;
	enum entry_media media;
	int64_t packets;
	int64_t bytes;
	int64_t ms;
};

#define SURVEY_CHAPTERS_MAX 2000
#define SURVEY_CARRIED_MAX                                                                         \
	(ENTRY_LEGS_MAX * 3) /* of more the last has no leg, and is never whole */

struct survey {
	struct arena *arena; /* the caller's: texts */
	struct chain_head head;
	struct journal_end end;
	struct entry_begin begin;
	int64_t from_us; /* of the part, in visit time */
	int64_t till_us;
	struct survey_leg *legs;     /* ENTRY_LEGS_MAX, by number */
	struct survey_track *tracks; /* ENTRY_TRACKS_MAX, by number */
	struct survey_chapter *chapters;
	size_t chapter_n;
	struct gapmap *gaps;
	struct survey_carried *carried; /* SURVEY_CARRIED_MAX */
	size_t carried_n;
	struct told *told; /* why packets are missing there */
};

/* Heap: pair with survey_free. Leaves the reader at its end. */
MUST_USE enum err survey_new(struct journal_reader *r, struct arena *a, struct survey **out);
void survey_free(struct survey *s);
OWNABLE(survey)

#endif
