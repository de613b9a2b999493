/*
 * The library's contexts, one a port, and the doors, on the link's own loop.
 */
#ifndef BROKER_LINK_SOCKETS_H
#define BROKER_LINK_SOCKETS_H

#include "broker/common/base/err.h"

struct link;

MUST_USE enum err sockets_open(struct link *l);

/* Closes every connection; returns when the library has let go of everything. */
void sockets_close(struct link *l);

#endif
