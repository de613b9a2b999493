/*
 * The notifications that go to a connection as they happen and are in no outbox: each with its
 * members. Written in broker/link; tests/check/methods.py compares the two. Read only.
 */
#ifndef BROKER_WIRE_NOTICES_H
#define BROKER_WIRE_NOTICES_H

#include "broker/common/form/fields.h"

struct notice {
	const char *name; /* the method of the notification */
	const struct field *params;
	const char *help;
};

/* All of them, sorted by name; NULL after the last. */
const struct notice *notice_at(size_t i);

#endif
