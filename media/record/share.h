/*
 * How much of the intake each visit may fill: as much as is still free, so that one alone leaves
 * half of it, and not faster than a full visit needs. What is too much of one visit is dropped and
 * told as a gap of that visit; the others lose nothing. Net thread, but for share_give.
 */
#ifndef MEDIA_RECORD_SHARE_H
#define MEDIA_RECORD_SHARE_H

#include "broker/common/base/ids.h"
#include "broker/common/base/own.h"

/* Twelve legs at 8 Mbit/s, with two seconds in advance: no honest visit comes near. */
#define SHARE_BYTES_S INT64_C(12000000)
#define SHARE_MAX     512 /* visits with something on its way; four times what is recorded */

/* What a visit could not hand over. */
struct share_lost {
	int64_t from_us;
	int64_t till_us;
	uint32_t packets;
	bool is_fast; /* it sent more than a visit may; else the disk was too slow */
};

struct shares;
struct shares *shares_new(int64_t room_bytes); /* heap: pair with shares_free */
void shares_free(struct shares *s);
OWNABLE(shares)

/* The number of a visit; -1: too many have something on their way. */
int share_find(struct shares *s, struct id visit);
/* May so much more of it come in now? False: it is counted as lost. */
bool share_take(struct shares *s, int number, size_t bytes, int64_t now_us);
/* What is on its way without having been asked for: notes. */
void share_add(struct shares *s, int number, size_t bytes);
/* The disk thread has it. */
void share_give(struct shares *s, int number, size_t bytes);
/* What was lost and not told, when it is time to tell it: once a second, or at once with the end.
 * Until it is false: each cause is told apart. */
bool share_tell(struct shares *s, int number, int64_t now_us, bool is_end, struct share_lost *out);

#endif
