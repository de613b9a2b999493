/*
 * GET /healthz: 200 when the database can be read, the writer commits within a second and
 * the volumes of database and archive have room; else 503 and the word of what is wrong: reader,
 * writer, store_full, archive_full.
 */
#ifndef BROKER_LINK_HEALTH_H
#define BROKER_LINK_HEALTH_H

#include "broker/link/web.h"

void health_start(struct web *w);

#endif
