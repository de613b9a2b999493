/*
 * The disk thread: takes packets from the engine's tap and orders from the control thread, keeps
 * one journal for each recorded visit, writes and syncs a chunk of each once a second. The net
 * thread never waits: when the disk stalls, packets are dropped, counted and told in the journal.
 * Functions say who may call them.
 */
#ifndef MEDIA_RECORD_RECORDER_H
#define MEDIA_RECORD_RECORDER_H

#include "broker/common/base/mailbox.h"
#include "media/record/journal.h"
#include "media/record/late.h"

#define RECORDER_VISITS_MAX 256 /* one for each stage */

struct recorder;
struct tap;

struct recorder_options {
	struct journal_options journal; /* the folder's name is copied, signer and disk borrowed */
	int64_t min_free_bytes; /* below it new parts are refused; below half of it parts end */
	struct mailbox *events; /* struct recorder_event, owned by its taker; borrowed */
	int64_t part_least_us; /* a part used up sooner is not followed at once; 0: 10 s, -1: none */
};

/* Needs the folder to be there. Recovers leftover parts before it returns and tells each of them
 * as a RECORDER_CLOSED event (recovered). */
MUST_USE enum err recorder_new(const struct recorder_options *o, struct recorder **out);
/* Closes every part (signed) and ends the thread. The tap must not be fed any more. */
void recorder_free(struct recorder *r);
OWNABLE(recorder)

/* Control thread. ERR_DISK_FULL: no new recordings now; ERR_BUSY: too many orders waiting. The
 * answer comes as RECORDER_STARTED or RECORDER_FAILED. A visit that is being recorded already
 * answers RECORDER_STARTED with its part. */
MUST_USE enum err recorder_begin(struct recorder *r, const struct journal_part *p);
/* Consent changed: what is not covered is not journaled from now on. */
MUST_USE enum err recorder_cover(struct recorder *r, struct id visit, bool video, bool audio);
/* Answers RECORDER_CLOSED. */
MUST_USE enum err recorder_end(struct recorder *r, struct id visit);

/* Control thread: who a leg is; comes before or after its first packets. A chapter "joined" is
 * noted by itself. */
MUST_USE enum err recorder_leg(struct recorder *r, struct id visit, const struct entry_leg *leg);

/* Who waits for an answer; goes through untouched. */
struct recorder_asker {
	int64_t id;
	uint32_t connection;
};

/* Control thread. Answers RECORDER_LATE when the piece is on the disk, or why it is not. The piece
 * is copied. */
MUST_USE enum err recorder_late(struct recorder *r, const struct late_piece *p,
				struct recorder_asker asker);

/* Any thread, no lock: the age of the last durable byte, -1 when the visit is not recorded. */
int64_t recorder_durable_age_ms(const struct recorder *r, struct id visit, int64_t now_us);

/* Where the engine puts its packets; net thread only. */
struct tap *recorder_tap(struct recorder *r);

enum recorder_event_kind {
	RECORDER_STARTED, /* the head of the part is on the disk */
	RECORDER_CLOSED,  /* the journal is whole: finalise it */
	RECORDER_LATE,    /* late, asker, why */
	RECORDER_FAILED /* why: DISK, DISK_FULL, TOO_MANY; closed as far as it went, if part > 0 */
};

struct recorder_event {
	enum recorder_event_kind kind;
	enum err why;
	struct id visit;
	struct id recording;
	uint32_t part; /* 0: none was made */
	bool recovered;
	char path[JOURNAL_PATH_MAX]; /* of the journal */
	struct late_answer late;
	struct recorder_asker asker;
};

#endif
