/*
 * GET /metrics: counts of the program in the text format of Prometheus. No persons. At
 * its own port or, without one, on this machine's plain port only.
 */
#ifndef BROKER_LINK_METRICS_H
#define BROKER_LINK_METRICS_H

#include "broker/link/web.h"

void metrics_answer(struct web *w);

#endif
