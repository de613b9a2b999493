/*
 * The packets that camera and microphone gave lately; and, from a loss of the link until it is
 * back, all of them, until they are brought (catchup.h). In memory only: a terminal in a village
 * office can be carried away, so that nothing of a resident ever lies on its disk. Any thread.
 */
#ifndef CLIENT_KIOSK_SPOOL_H
#define CLIENT_KIOSK_SPOOL_H

#include "broker/common/base/ids.h"
#include "broker/common/base/own.h"
#include "broker/common/talk/backfill.h"

/* From before a loss: as long as a loss may go unnoticed, and one key frame more. */
#define SPOOL_RECENT_US INT64_C(10000000)

struct spool;
/* Keeps at most so many bytes; then what comes is passed over. Heap: pair with spool_free. */
struct spool *spool_new(int64_t bytes_max);
void spool_free(struct spool *s);
OWNABLE(spool)

/* Whose packets they are; from one loss of the link to its return. */
struct spool_stretch {
	struct id id;
	struct id visit;
	struct id leg;
	int64_t epoch;
	enum backfill_codec picture;
	int64_t from_us; /* of the first packet, monotonic; set here */
};

/* An RTP packet, as it goes out. */
void spool_take(struct spool *s, enum backfill_line line, struct bytes rtp, int64_t now_us);
/* Other packets follow than those that came lately: another leg, another visit. */
void spool_forget(struct spool *s);

/* From the packets of the last seconds on everything is kept, until spool_end. */
void spool_begin(struct spool *s, const struct spool_stretch *w, int64_t now_us);
void spool_end(struct spool *s);
bool spool_is_full(struct spool *s);
/* What waits, in bytes. */
int64_t spool_size(struct spool *s);

struct spool_piece {
	struct spool_stretch stretch;
	bool is_last;
	struct bytes packets; /* borrowed until the next pop */
};

/* The oldest piece that is whole; false: none waits. One thread peeks and pops. */
bool spool_peek(struct spool *s, struct spool_piece *out);
/* It has arrived. */
void spool_pop(struct spool *s);
/* Nobody takes it: every piece of this stretch goes, and what would follow. */
void spool_discard(struct spool *s, struct id stretch);

#endif
