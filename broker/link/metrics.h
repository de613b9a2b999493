/*
 * GET /metrics: counts of the program in the text format of Prometheus. No persons.
 */
#ifndef BROKER_LINK_METRICS_H
#define BROKER_LINK_METRICS_H

#include "broker/link/web.h"

void metrics_answer(struct web *w);

#endif
