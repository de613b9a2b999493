/*
 * Where a page of a list ended: the text that a list message answers as `next` and takes back as
 * `after`. For clients it is opaque; it says where to go on, never who may see what.
 */
#ifndef BROKER_SERVICE_AFTER_H
#define BROKER_SERVICE_AFTER_H

#include "broker/service/call.h"

struct after {
	bool is_set;
	int64_t number;
	struct text rest;
};

/* "12.abc"; no text: not set. ERR_BAD_INPUT with a sentence: it is none of ours. */
MUST_USE enum err after_parse(struct call *c, struct text t, struct after *out);

/* The rest as an id, which it has to be where it is not empty. */
MUST_USE enum err after_id(struct call *c, const struct after *a, struct id *out);

struct text after_format(struct call *c, int64_t number, const char *rest);

/* ERR_BAD_INPUT: the list must be loaded from its beginning. */
enum err after_refuse(struct call *c);

#endif
