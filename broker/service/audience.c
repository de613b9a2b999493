/* Whom an event concerns. */
#include "broker/service/audience.h"

static bool is_within(const struct tree *t, const struct caller *who, struct text code)
{
	struct code12 village;

	if (!code.n || code12_parse(code, &village))
		return false;
	return tree_is_within(t, village, who->node);
}

/* CODE-N, as in its certificate. */
static bool is_own_room(const struct caller *who, struct text terminal)
{
	struct text code = text_next(&terminal, '-');
	int64_t room;

	return text_is(code, who->node.digits) && !text_parse_int(terminal, 1, 99, &room) &&
	       room == who->room;
}

bool audience_has(const struct tree *t, const struct caller *who, const struct audience *a)
{
	if (who->roles & ROLE_TERMINAL)
		return text_starts(a->name, "visit.") && is_own_room(who, a->terminal);
	if (!(who->roles & ROLE_STAFF))
		return false;
	if (who->unit && a->unit == who->unit &&
	    who->roles & (ROLE_OFFICIAL | ROLE_DUTY | ROLE_RECORDER))
		return true;
	if (who->roles & (ROLE_CLERK | ROLE_DUTY) && is_within(t, who, a->village))
		return true;
	return who->roles & (ROLE_ARCHIVIST | ROLE_SUPERVISOR) &&
	       text_starts(a->name, "recording.") && is_within(t, who, a->village);
}
