/*
 * GET /healthz: 200 when the database can be read, the writer commits within a second and
 * the volumes of database and archive have room; else 503 and the word of what is wrong: reader,
 * writer, store_full, archive_full.
 */
#ifndef BROKER_LINK_HEALTH_H
#define BROKER_LINK_HEALTH_H

#include "broker/link/web.h"

#include <stdbool.h>

struct job;

void health_start(struct web *w);

/* Is this a job of ours that came back? Then it is taken. */
bool health_take(struct link *l, struct job *j);

#endif
