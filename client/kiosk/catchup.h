/*
 * Brings what the spool kept, one piece at a time, slowly while a call goes on: it must not suffer
 * again. Told what came of each piece and asked for the next. One thread.
 */
#ifndef CLIENT_KIOSK_CATCHUP_H
#define CLIENT_KIOSK_CATCHUP_H

#include "broker/common/base/clock.h"
#include "broker/common/talk/terminal_messages.h"
#include "client/kiosk/spool.h"

#define CATCHUP_STEP_MS      100 /* between pieces, at least */
#define CATCHUP_PAUSE_MS_MIN 1000
#define CATCHUP_PAUSE_MS_MAX 30000
#define CATCHUP_REACH_US     INT64_C(43200000000) /* nobody takes what is older */

struct catchup {
	struct spool *spool;
	int64_t kbps;      /* while a call goes on */
	struct id source;  /* the stretch as the spool has it */
	struct id stretch; /* and as it is brought: another one after an interruption */
	int64_t number;
	bool is_asked;
	struct instant at; /* not before */
	int64_t pause_ms;
};

/* The spool is borrowed. */
void catchup_init(struct catchup *c, struct spool *spool, int64_t kbps);

/* The next piece, borrowed until catchup_take; false: nothing to do now. */
bool catchup_next(struct catchup *c, int64_t now_us, bool in_call, struct visit_backfill_in *out);

/* What the broker said to it, or why it said nothing. */
void catchup_take(struct catchup *c, enum err err, int64_t next, int64_t now_us);

#endif
