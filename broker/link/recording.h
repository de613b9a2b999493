/*
 * GET /files/recordings/<recording>/<part>/<file>?access=<token>: the session, the token and the grant
 * are asked of the services, then the file is read.
 */
#ifndef BROKER_LINK_RECORDING_H
#define BROKER_LINK_RECORDING_H

#include "broker/link/web.h"

/* Addresses of files begin with /files/, those of pages never: a page can be opened cold. */
#define RECORDING_PATH "/files/recordings/"

void recording_start(struct web *w, struct text path);

#endif
