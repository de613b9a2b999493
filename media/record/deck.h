/*
 * The disk thread's own side of the recorder: the tapes of all visits, the cutting each half
 * second, the watch over the disk, parts that wait to be closed, events that wait to be taken.
 * Disk thread only, but for deck_may_begin, which any thread may ask.
 */
#ifndef MEDIA_RECORD_DECK_H
#define MEDIA_RECORD_DECK_H

#include "media/record/recorder.h"
#include "media/record/shown.h"
#include "media/record/tape.h"

struct deck;
struct deck *deck_new(const struct recorder_options *o); /* heap: pair with deck_free */
void deck_free(struct deck *d);
OWNABLE(deck)

/* Leftover parts of an earlier run. */
MUST_USE enum err deck_recover(struct deck *d, struct instant now);

/* The same moment on both clocks. */
struct moment {
	struct instant now;
	int64_t now_us;
};

/* What reaches a limit of a part ends it, and the next part begins in its place. */
void deck_begin(struct deck *d, const struct journal_part *p, struct moment at);
/* A part of the visit was not even begun: what is missing is told by the next one, or by a last one. */
void deck_miss(struct deck *d, const struct journal_part *p, enum err why, struct moment at);
void deck_end(struct deck *d, struct id visit, int64_t now_us);
/* Visit, video and audio of the part. */
void deck_cover(struct deck *d, const struct journal_part *p, struct moment at);
void deck_leg(struct deck *d, struct id visit, const struct entry_leg *leg, struct moment at);

/* Answers by an event. */
void deck_late(struct deck *d, const struct late_piece *p, struct recorder_asker asker,
	       struct moment at);

/* A packet, a note, or a count of dropped packets: of the visit it names, else of all. */
void deck_take(struct deck *d, const struct intake_item *item, struct bytes bytes,
	       struct moment at);

/* Cuts what is due, closes what has ended, looks at the disk. */
void deck_turn(struct deck *d, struct instant now, int64_t now_us);
/* Closes everything. */
void deck_close(struct deck *d, struct instant now, int64_t now_us);

/* Nothing is recorded, and nobody waits for an event. */
bool deck_is_idle(const struct deck *d);

/* No new recordings when the disk is nearly full. */
bool deck_may_begin(const struct deck *d);
/* RECORDER_VISITS_MAX of them. */
const struct shown *deck_shown(const struct deck *d);

#endif
