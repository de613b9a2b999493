/*
 * States of a visit (domain.md 3.6) and what its words are on the wire. Pure. Never renumber.
 */
#ifndef BROKER_CORE_VISIT_H
#define BROKER_CORE_VISIT_H

#include "broker/common/talk/visit_state.h"

#include <stdbool.h>
#include <stdint.h>

bool visit_may_become(enum visit_state from, enum visit_state to);

/* Does a visit in this state hold its resources? */
bool visit_is_open(enum visit_state s);

enum visit_outcome {
	OUTCOME_ANSWERED_ON_SPOT = 0,
	OUTCOME_ACCEPTED_HERE = 1,
	OUTCOME_TRANSFERRED = 2,
	OUTCOME_ASSIGNED_WITH_DEADLINE = 3,
	OUTCOME_MORE_MATERIAL = 4,
	OUTCOME_FURTHER_SESSION = 5,
	OUTCOME_LEGAL_ROUTE = 6,
	OUTCOME_AID_REFERRAL = 7,
	OUTCOME_SUGGESTION_FORWARDED = 8,
	OUTCOME_WITHDRAWN_BY_RESIDENT = 9,
	OUTCOME_NOT_HELD = 10,
	VISIT_OUTCOME_COUNT
};

extern const char *const visit_outcome_words[VISIT_OUTCOME_COUNT + 1];

enum matter_kind {
	MATTER_SUGGESTION = 0, /* Art. 29 */
	MATTER_REPORT = 1,     /* Art. 30 */
	MATTER_APPEAL = 2,     /* Art. 31 */
	MATTER_KIND_COUNT
};

extern const char *const matter_kind_words[MATTER_KIND_COUNT + 1];

/* Separate answers of the resident (domain.md 3.5). Nothing is recorded without the first two. */
struct consent {
	bool video;
	bool audio;
	bool share; /* other units may hear */
};

enum seat_kind { SEAT_VILLAGE = 0, SEAT_RECEIVER = 1, SEAT_JOINT = 2, SEAT_KIND_COUNT };
extern const char *const seat_kind_words[SEAT_KIND_COUNT + 1];

#endif
