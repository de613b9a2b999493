/*
 * What of a track did not come: numbers that are missing, asked for when they are later than
 * packets of this link are overtaken by each other, asked for again by the round trip, and given
 * up when they would come too late. Bounded; without a loss it needs no list. Owned by the track.
 */
#ifndef MEDIA_ENGINE_LOSS_H
#define MEDIA_ENGINE_LOSS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define LOSS_MISSING_MAX 128
#define LOSS_REORDER_US  10000   /* it may only be late, at least so long... */
#define LOSS_REORDER_MAX 100000  /* ...and at most, by what came late before */
#define LOSS_AGAIN_US    60000   /* between two requests for a packet, the round trip unknown... */
#define LOSS_MARGIN_US   20000   /* ...else five quarters of it and this */
#define LOSS_LATE_US     500000  /* then nobody can use it any more... */
#define LOSS_LATE_MAX    1000000 /* ...but two round trips are waited for, up to this */

struct missing {
	int64_t number;
	int64_t since_us;
	int64_t ask_us;   /* next */
	int64_t asked_us; /* for the first time; 0: not yet */
	int asks;
};

struct loss {
	struct missing
		*list; /* LOSS_MISSING_MAX, in rising order; heap: loss_clear. NULL: none yet */
	int n;
	uint64_t lost;         /* given up, ever */
	int64_t round_trip_us; /* to the sender, as far as known */
	int64_t reorder_us;    /* learned; 0: LOSS_REORDER_US */
	bool is_apart;         /* what is sent again comes by RTX: the rest was only late */
	uint32_t untold;       /* of these, not told to the tap */
	uint64_t repaired;
};

void loss_clear(struct loss *l);

/* Everything in [from, till) is missing; what does not fit is given up at once. */
void loss_add(struct loss *l, int64_t from, int64_t till, int64_t now_us);

/* It came after all, `again`: by RTX; false: nobody waited for it. The time of reordering and,
 * by RTX, the round trip are learned from it. */
bool loss_remove(struct loss *l, int64_t number, int64_t now_us, bool again);

/* Whether somebody waits for it. */
bool loss_has(const struct loss *l, int64_t number);

/* Numbers to ask for now, in rising order; gives up what is too late. */
size_t loss_tick(struct loss *l, int64_t now_us, uint16_t *out, size_t most);

/* When loss_tick is wanted; INT64_MAX: never. */
int64_t loss_due_us(const struct loss *l);

/* Forgets what is missing, counts it as lost. */
void loss_give_up(struct loss *l);

#endif
