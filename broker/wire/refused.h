/*
 * The `data` of an error, the same over the socket and over plain HTTP. Pure.
 */
#ifndef BROKER_WIRE_REFUSED_H
#define BROKER_WIRE_REFUSED_H

#include "broker/service/call.h"
#include "broker/wire/words.h"

struct refused {
	enum language language; /* of whoever asked */
	enum err err;
	const struct fault *fault;
	struct list instead; /* struct span */
	struct list faults;  /* struct line_fault */
};

void refused_format(const struct refused *r, struct buffer *out);

/* Of the `data` of an error. */
extern const struct field refused_fields[];

#endif
