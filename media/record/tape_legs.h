/*
 * The legs that a tape knows, by number: entries of the journal name a leg so.
 */
#ifndef MEDIA_RECORD_TAPE_LEGS_H
#define MEDIA_RECORD_TAPE_LEGS_H

#include "broker/common/base/ids.h"
#include "media/record/entry.h"

#include <stdbool.h>

/* A leg with one epoch. */
struct tape_leg {
	struct id leg;
	uint32_t epoch;
	char seat[ENTRY_SEAT_MAX + 1];
	char name[ENTRY_NAME_MAX + 1];
	bool has_joined;
	bool has_left;
	bool is_written; /* in this part */
	bool is_told;    /* that it joined */
	bool is_muted;
	bool is_camera_off;
};

struct tape_legs {
	struct tape_leg *list; /* the index is the leg's number */
	int n;
};

void tape_legs_init(struct tape_legs *legs);
void tape_legs_clear(struct tape_legs *legs);

/* The number of a leg and epoch; made when it is new; -1: too many. */
int tape_legs_get(struct tape_legs *legs, struct id leg, uint32_t epoch, bool may_forget);

/* Between two parts: who left and what a newer epoch has fenced off is forgotten, and of legs that
 * never joined the oldest when there are very many. The others get new numbers. */
void tape_legs_forget(struct tape_legs *legs);

#endif
