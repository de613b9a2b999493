/*
 * The `data` of an error, the same over the socket and over plain HTTP. Pure.
 */
#ifndef BROKER_WIRE_REFUSED_H
#define BROKER_WIRE_REFUSED_H

#include "broker/service/call.h"

struct refused {
	enum err err;
	const struct fault *fault;
	struct list instead; /* struct span */
	struct list faults;  /* struct line_fault */
};

/* The sentence of its reason, or else of the error. */
struct text refused_say(const struct refused *r);
void refused_format(const struct refused *r, struct buffer *out);

/* Of the `data` of an error. */
extern const struct field refused_fields[];

#endif
