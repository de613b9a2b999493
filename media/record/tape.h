/*
 * What the disk thread knows of one recorded visit: its journal, its legs and sources by their
 * numbers in the part. Disk thread only.
 */
#ifndef MEDIA_RECORD_TAPE_H
#define MEDIA_RECORD_TAPE_H

#include "media/record/intake.h"
#include "media/record/journal.h"

struct tape;
struct tape *tape_new(struct id visit); /* heap: pair with tape_free */
void tape_free(struct tape *t);
OWNABLE(tape)

struct id tape_visit(const struct tape *t);
/* The open journal; NULL: not recording. */
struct journal *tape_journal(struct tape *t);
/* When the last chunk was cut. */
int64_t tape_cut_us(const struct tape *t);

/* Starts a part; tells it who is there. */
MUST_USE enum err tape_open(struct tape *t, const struct journal_options *o,
			    const struct journal_part *p, struct instant now, int64_t now_us);
/* What the open part is about, with the cover of now: the next one begins with it. */
struct journal_part tape_part(const struct tape *t);
/* From here on nothing is journaled although it should be; told by the next part. */
void tape_miss(struct tape *t, enum err why, int64_t now_us);
bool tape_misses(const struct tape *t);
/* It was no longer than this; 0: it goes on. */
void tape_miss_till(struct tape *t, int64_t till_us);
/* Closes the part as far as the disk allows; the path of its journal stays known. */
MUST_USE enum err tape_close(struct tape *t, struct instant now, int64_t now_us);
/* Lets go of a part that cannot be written any more. */
void tape_abandon(struct tape *t);

/* A packet or note of this visit. ERR_TOO_MANY: a limit of the part is reached and nothing was
 * taken, begin the next one; so does ERR_TOO_LARGE; another error is one of the disk. */
MUST_USE enum err tape_take(struct tape *t, const struct intake_item *item, struct bytes bytes);
MUST_USE enum err tape_cover(struct tape *t, bool video, bool audio, int64_t now_us);
MUST_USE enum err tape_leg(struct tape *t, const struct entry_leg *leg, int64_t now_us);

/* Something to find again: of a leg that tape_leg has named. */
MUST_USE enum err tape_tell(struct tape *t, const struct entry_leg *who, enum entry_what what,
			    int64_t at_us);

/* Writes and syncs what was gathered. */
MUST_USE enum err tape_cut(struct tape *t, struct instant now, int64_t now_us);

#endif
