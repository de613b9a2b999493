/*
 * Histograms of the quality of links for /metrics (Prometheus text format): since the start, over
 * all legs; never one leg's. Owned by the loop.
 */
#ifndef BROKER_DESK_HISTOGRAMS_H
#define BROKER_DESK_HISTOGRAMS_H

#include "broker/common/base/arena.h"
#include "broker/wire/inner.h"

#define HISTOGRAM_BUCKETS 8

struct histogram {
	int64_t counts[HISTOGRAM_BUCKETS + 1]; /* up to each limit; the last: above all */
	int64_t sum;
};

struct histograms {
	struct histogram lost_up, lost_down;
	struct histogram jitter_up, jitter_down;
	struct histogram round_trip;
};

/* A window of a leg. */
void histograms_add(struct histograms *h, const struct quality *q);

void histograms_format(const struct histograms *h, struct buffer *out);

#endif
