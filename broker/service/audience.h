/*
 * Whom an event concerns. Pure; any thread.
 */
#ifndef BROKER_SERVICE_AUDIENCE_H
#define BROKER_SERVICE_AUDIENCE_H

#include "broker/common/base/text.h"
#include "broker/core/rights.h"
#include "broker/core/tree.h"

/* What decides it. */
struct audience {
	struct text name;     /* of the event */
	struct text village;  /* 12 digits; empty: none */
	int64_t unit;         /* 0: none */
	struct text terminal; /* the resident's room, CODE-N; empty: none */
};

/* Clerk and duty officer: villages of the own subtree; official, duty officer and recorder: the
 * own unit; archivist and supervisor: recordings of the own subtree; a terminal: visits in its own
 * room, wherever in the tree that is. */
bool audience_has(const struct tree *t, const struct caller *who, const struct audience *a);

#endif
