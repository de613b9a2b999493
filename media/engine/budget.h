/*
 * What a leg may send before anybody looks at it: packets and bytes a second, with a second of
 * both in advance. Only what was verified as its own is charged, so that nobody can spend it for
 * somebody else. A value; net thread.
 */
#ifndef MEDIA_ENGINE_BUDGET_H
#define MEDIA_ENGINE_BUDGET_H

#include "broker/common/base/text.h"

/* A picture of 1080 lines with its smaller sizes, a document, sound and repairs stay below 8 Mbit/s
 * and 1,000 packets a second, key frames included: three times that is a fault or an attack. A
 * higher ceiling raises it. */
#define BUDGET_BITS    UINT64_C(24000000)
#define BUDGET_PACKETS UINT64_C(4000)

struct budget_rate {
	uint64_t packets; /* a second */
	uint64_t bytes;
};

/* Packets that were not looked at, and that the tap does not know of. */
struct budget_over {
	int64_t from_us;
	int64_t till_us;
	uint32_t packets;
};

struct budget {
	int64_t packets_ns; /* until then what was charged is worth */
	int64_t bytes_ns;
	int64_t told_us;  /* when it was logged; 0: never */
	uint64_t limited; /* packets that were not looked at */
	struct budget_over over;
};

struct budget_rate budget_rate(uint64_t ceiling_bps);
bool budget_has(const struct budget *b, int64_t now_us);
void budget_spend(struct budget *b, const struct budget_rate *r, size_t bytes, int64_t now_us);

/* Counts a packet that was left out. True: it is time to say so, once a minute. */
bool budget_limit(struct budget *b, int64_t now_us);

#endif
