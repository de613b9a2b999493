/*
 * What the disk thread shows to the others without a lock: for each recorded visit the moment up
 * to which everything is on the disk. The disk thread writes, any thread reads.
 */
#ifndef MEDIA_RECORD_SHOWN_H
#define MEDIA_RECORD_SHOWN_H

#include "broker/common/base/ids.h"

#define SHOWN_WORDS 4

struct shown {
	_Atomic uint64_t visit[SHOWN_WORDS]; /* the id's characters */
	_Atomic int64_t durable_us;          /* monotonic; -1: nobody is here */
};

void shown_set(struct shown *s, struct id visit, int64_t durable_us);
void shown_clear(struct shown *s);
/* The moment of this visit; false: another visit, or nobody. */
bool shown_get(const struct shown *s, struct id visit, int64_t *durable_us);

#endif
