/*
 * Parts that come after the fact: what a kiosk kept while its link was down, piece by piece, each
 * on the disk before it is answered. One part for each stretch; its numbers begin where those of
 * live parts end. Disk thread only.
 */
#ifndef MEDIA_RECORD_LATE_H
#define MEDIA_RECORD_LATE_H

#include "broker/common/talk/backfill.h"
#include "media/record/journal.h"

#define LATE_STRETCHES_MAX 32
#define LATE_IDLE_US       INT64_C(60000000)    /* then a stretch is closed as it is */
#define LATE_REACH_US      INT64_C(43200000000) /* older packets are refused */

/* A piece, and whose it is. Borrowed. */
struct late_piece {
	struct journal_part part;
	struct entry_leg who;
	struct id stretch;
	int64_t number;   /* 0: the first word, without packets; they begin at 1 */
	int64_t clock_us; /* the kiosk's clock when it sent the first word */
	enum backfill_codec picture;
	bool is_last;
	struct bytes packets;
};

/* Hears what becomes of a part. The journal is borrowed. */
struct late_listener {
	void *owner;
	void (*closed)(void *owner, struct journal *j);
	void (*failed)(void *owner, struct journal *j, enum err why);
};

struct late_row;
struct late_row *late_row_new(const struct journal_options *o, struct late_listener l);
void late_row_free(struct late_row *r); /* closes nothing */
OWNABLE(late_row)

struct late_answer {
	int64_t next; /* the number that is waited for; not piece.number + 1: begin another stretch */
	uint32_t part; /* 0: none is open */
};

/* Takes a piece whole or not at all. ERR_BAD_INPUT: it is not one, or its times cannot be;
 * ERR_TOO_MANY: too many stretches at once; an error of the disk. */
MUST_USE enum err late_take(struct late_row *r, const struct late_piece *p, struct instant now,
			    int64_t now_us, struct late_answer *out);

/* Closes what has been silent for too long, or everything. */
void late_turn(struct late_row *r, int64_t now_us);
void late_close(struct late_row *r);

#endif
