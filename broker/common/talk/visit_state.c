/* The words of the states of a visit. */
#include "broker/common/talk/visit_state.h"

const char *const visit_state_words[VISIT_STATE_COUNT + 1] = {
	[VISIT_REQUESTED] = "requested",
	[VISIT_SCHEDULED] = "scheduled",
	[VISIT_CHECKED_IN] = "checked_in",
	[VISIT_CONSENTED] = "consented",
	[VISIT_LIVE] = "live",
	[VISIT_CLOSED] = "closed",
	[VISIT_FILED] = "filed",
	[VISIT_CANCELLED] = "cancelled",
	[VISIT_NO_SHOW] = "no_show",
};
