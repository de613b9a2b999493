/*
 * Events on their way to people: who may see one, and its text. Pure; any thread.
 */
#ifndef BROKER_WIRE_EVENT_H
#define BROKER_WIRE_EVENT_H

#include "broker/common/base/arena.h"
#include "broker/core/rights.h"
#include "broker/core/tree.h"

struct wire_event {
	int64_t cursor;
	struct text name;
	struct instant at;
	struct text visit;    /* empty: none */
	struct text village;  /* 12 digits; empty: none */
	int64_t unit;         /* 0: none */
	struct text data;     /* JSON; empty: {} */
	struct text terminal; /* not told: decides who hears it */
};

/* Does it concern this caller? By service/audience.h. */
bool gate_may_see(const struct tree *t, const struct caller *who, const struct wire_event *e);

/* The notification {"jsonrpc":"2.0","method":"event","params":{...}}. */
void event_format(const struct wire_event *e, struct buffer *out);

#endif
