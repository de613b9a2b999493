/*
 * The head of an HTTP answer: status, type, length, caching, and what keeps a browser safe.
 */
#ifndef BROKER_LINK_WEB_HEAD_H
#define BROKER_LINK_WEB_HEAD_H

#include "broker/link/web.h"

/* Writes it; nonzero: the connection is lost. */
int web_head_write(struct web *w);

/* Bytes of the body that follow the head, without regard to HEAD. */
int64_t web_head_length(const struct web *w);

#endif
