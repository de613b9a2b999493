/*
 * Transport-wide feedback: which packets of a transport came, and when, by the number that the
 * sender gave each in a header extension (draft-holmer-rmcat-transport-wide-cc-extensions-01).
 * Pure.
 */
#ifndef MEDIA_PACKET_TRANSPORT_H
#define MEDIA_PACKET_TRANSPORT_H

#include "media/packet/rtcp.h"

#define TRANSPORT_MAX     1024
#define TRANSPORT_TICK_US 250   /* of a delta */
#define TRANSPORT_UNIT_US 64000 /* of the reference */
#define TRANSPORT_MISSING INT32_MIN

struct transport {
	uint16_t first; /* number of delta[0] */
	uint16_t n;
	int32_t reference;            /* 24 bits, signed */
	uint8_t number;               /* of the feedback */
	int32_t delta[TRANSPORT_MAX]; /* after the one before, or TRANSPORT_MISSING */
};

MUST_USE enum err transport_parse(const struct rtcp *r, struct transport *out);

/* n from 1; deltas of 16 bits, higher bits of the reference are cut off. */
void transport_format(struct rtcp_feedback f, const struct transport *t, struct sink *out);

#endif
