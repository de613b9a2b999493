/*
 * From the net thread to the disk thread without a wait: the net thread copies packets into
 * blocks of fixed number and size; the disk thread may read a block while it is being filled.
 * When all blocks are full, packets are dropped and counted, and the count is handed over with the
 * next block. Before that, a visit that takes more than its share (share.h) loses its own.
 * intake_tap's functions run on the net thread, intake_next on the disk thread.
 */
#ifndef MEDIA_RECORD_INTAKE_H
#define MEDIA_RECORD_INTAKE_H

#include "broker/common/base/own.h"
#include "media/engine/tap.h"
#include "media/record/share.h"

#define INTAKE_BLOCKS      512
#define INTAKE_BLOCK_BYTES (64u << 10)

enum intake_kind { INTAKE_PACKET, INTAKE_NOTE, INTAKE_DROPPED };

/* One thing that was handed over. */
struct intake_item {
	enum intake_kind kind;
	struct tap_source source;
	enum tap_kind packet_kind;
	enum tap_event event;
	int64_t at_us;
	int64_t till_us;  /* of dropped packets, and of TAP_LEG_LIMITED */
	uint32_t dropped; /* of one visit where the source names it, else of any; `lost` of notes */
	bool is_fast;     /* dropped because the visit sent more than it may */
	uint32_t n;       /* bytes of the packet, which follow */
	int32_t share;    /* number of its visit; -1: none */
	uint32_t packets; /* TAP_CARRIED: these three */
	uint64_t bytes;
	int64_t from_us;
};

struct intake;
struct intake *intake_new(int blocks); /* heap: pair with intake_free */
void intake_free(struct intake *i);
OWNABLE(intake)

struct tap *intake_tap(struct intake *i);

/* The next item with its bytes, both borrowed until the next call; false: none now. */
bool intake_next(struct intake *i, struct intake_item *out, struct bytes *bytes);

#endif
