/*
 * GET /recordings/<recording>/<part>/<file>?access=<token>: the session, the token and the grant
 * are asked of the services, then the file is read.
 */
#ifndef BROKER_LINK_RECORDING_H
#define BROKER_LINK_RECORDING_H

#include "broker/link/web.h"

void recording_start(struct web *w, struct text path);

#endif
