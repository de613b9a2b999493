/*
 * When the packets of a leg came, by their transport-wide numbers, and the feedback that tells its
 * sender (draft-holmer-rmcat-transport-wide-cc-extensions-01): the sender's own estimate of what
 * the line carries lives on it. Bounded. Pure; owned by the leg.
 */
#ifndef MEDIA_ENGINE_ARRIVALS_H
#define MEDIA_ENGINE_ARRIVALS_H

#include "media/packet/transport.h"

#define ARRIVALS_MAX  512   /* a power of two */
#define ARRIVALS_US   60000 /* between two feedbacks */
#define ARRIVALS_EACH 256   /* packets that one feedback tells of, at most */

struct arrivals {
	uint8_t id; /* of the header extension, 0: not negotiated */
	bool any;
	uint8_t feedbacks;
	int64_t next; /* extended number that the next feedback starts with */
	int64_t highest;
	int64_t due_us;              /* of the next feedback; 0: there is nothing to tell */
	int64_t at_us[ARRIVALS_MAX]; /* 0: did not come */
};

/* A packet with this number came. */
void arrivals_take(struct arrivals *a, uint16_t number, int64_t now_us);

/* When arrivals_format is wanted; INT64_MAX: nothing came. */
int64_t arrivals_due_us(const struct arrivals *a);

/* Appends the feedback, if it is due. */
void arrivals_format(struct arrivals *a, struct rtcp_feedback f, int64_t now_us, struct sink *out);

#endif
