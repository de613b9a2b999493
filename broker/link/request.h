/*
 * HTTP requests as the library tells of them: heads, bodies, the way of an answer. Owned by the loop.
 */
#ifndef BROKER_LINK_REQUEST_H
#define BROKER_LINK_REQUEST_H

#include "broker/link/web.h"

/* What the library keeps for each connection. */
size_t request_size(void);

/* The library's callback for plain HTTP; it also decides about upgrades. */
int request_callback(struct lws *wsi, enum lws_callback_reasons reason, void *user, void *in,
		     size_t n);

#endif
