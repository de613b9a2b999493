/*
 * Puts the packets of one source back into order: duplicates go, late ones are waited for, what
 * never comes is told as lost. Bounded. Pure.
 */
#ifndef MEDIA_STUDIO_ORDER_H
#define MEDIA_STUDIO_ORDER_H

#include "broker/common/base/own.h"
#include "media/packet/rtp.h"

#define ORDER_WAIT_US  INT64_C(2000000) /* a packet that was sent again comes sooner */
#define ORDER_START_US INT64_C(500000)  /* and one from before the first that came */

/* A copy of a packet, with its number beyond 16 bits. */
struct packet {
	int64_t seq;
	uint32_t ts;
	int64_t arrival_us;
	int64_t lost;   /* packets that never came just before this one */
	struct rtp rtp; /* points into bytes */
	size_t n;
	uint8_t bytes[];
};

void packet_free(struct packet *p);
OWNABLE(packet)

struct order;
struct order *order_new(void); /* heap: pair with order_free */
void order_free(struct order *o);
OWNABLE(order)

/* Copies the packet; what is no RTP packet, or came twice, is left out: false. Take out all that
 * order_next gives before the next one. */
bool order_take(struct order *o, struct bytes packet, int64_t arrival_us);

/* The next one in order, the caller's; NULL: none yet. With `all` nothing is waited for. */
struct packet *order_next(struct order *o, bool all);

/* Time passes although nothing came from this source: what was waited for is given up. */
void order_tick(struct order *o, int64_t now_us);

/* Extends a sequence number in the order of arrival, as order_take does. */
struct order_count {
	int64_t highest;
	bool has_begun;
};
int64_t order_extend(struct order_count *c, uint16_t seq);

#endif
