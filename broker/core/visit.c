/* The states of a visit, and the words. */
#include "broker/core/visit.h"

#define TO(s) (1u << VISIT_##s)

static const uint32_t next_states[VISIT_STATE_COUNT] = {
	[VISIT_REQUESTED] = TO(SCHEDULED) | TO(CANCELLED),
	[VISIT_SCHEDULED] = TO(CHECKED_IN) | TO(CANCELLED) | TO(NO_SHOW),
	[VISIT_CHECKED_IN] = TO(CONSENTED) | TO(CANCELLED) | TO(SCHEDULED),
	[VISIT_CONSENTED] = TO(LIVE) | TO(CANCELLED),
	[VISIT_LIVE] = TO(CLOSED),
	[VISIT_CLOSED] = TO(FILED),
};

#define OPEN (TO(SCHEDULED) | TO(CHECKED_IN) | TO(CONSENTED) | TO(LIVE))

const char *const visit_outcome_words[VISIT_OUTCOME_COUNT + 1] = {
	[OUTCOME_ANSWERED_ON_SPOT] = "answered_on_spot",
	[OUTCOME_ACCEPTED_HERE] = "accepted_here",
	[OUTCOME_TRANSFERRED] = "transferred",
	[OUTCOME_ASSIGNED_WITH_DEADLINE] = "assigned_with_deadline",
	[OUTCOME_MORE_MATERIAL] = "more_material",
	[OUTCOME_FURTHER_SESSION] = "further_session",
	[OUTCOME_LEGAL_ROUTE] = "legal_route",
	[OUTCOME_AID_REFERRAL] = "aid_referral",
	[OUTCOME_SUGGESTION_FORWARDED] = "suggestion_forwarded",
	[OUTCOME_WITHDRAWN_BY_RESIDENT] = "withdrawn_by_resident",
	[OUTCOME_NOT_HELD] = "not_held",
};

const char *const matter_kind_words[MATTER_KIND_COUNT + 1] = {
	[MATTER_SUGGESTION] = "suggestion",
	[MATTER_REPORT] = "report",
	[MATTER_APPEAL] = "appeal",
};

const char *const seat_kind_words[SEAT_KIND_COUNT + 1] = {
	[SEAT_VILLAGE] = "village",
	[SEAT_RECEIVER] = "receiver",
	[SEAT_JOINT] = "joint",
};

bool visit_may_become(enum visit_state from, enum visit_state to)
{
	if ((unsigned)from >= VISIT_STATE_COUNT || (unsigned)to >= VISIT_STATE_COUNT)
		return false;
	return next_states[from] & (1u << to);
}

bool visit_is_open(enum visit_state s)
{
	return (unsigned)s < VISIT_STATE_COUNT && (OPEN & (1u << s));
}
