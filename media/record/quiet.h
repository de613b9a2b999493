/*
 * Packets that were dropped, which may come once a second for as long as somebody floods: one line of
 * the log, then a summary a minute. Owned by who drops, on its thread.
 */
#ifndef MEDIA_RECORD_QUIET_H
#define MEDIA_RECORD_QUIET_H

#include "broker/common/base/ids.h"

#include <stdbool.h>
#include <stdint.h>

struct quiet {
	bool told;
	int64_t told_us;
	uint64_t packets; /* since then */
};

/* So many more of this visit, or of any. How many it told; 0: nothing yet. */
uint64_t quiet_add(struct quiet *q, struct id visit, uint32_t more, int64_t now_us);
/* It is over: tells what is left. */
uint64_t quiet_end(struct quiet *q, struct id visit);

#endif
