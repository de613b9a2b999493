/* Who may look at a recording. */
#include "broker/service/recording/holding.h"

#include "broker/service/scope.h"

#define SEES_SUBTREE (ROLE_ARCHIVIST | ROLE_SUPERVISOR | ROLE_AUDITOR)

bool holding_is_visible(const struct call *c, uint32_t roles, const struct recording_row *r)
{
	if (call_has(c, roles & SEES_SUBTREE) && scope_has(c, r->village))
		return true;
	return call_has(c, roles & ROLE_OFFICIAL) && c->who->unit && c->who->unit == r->unit;
}

enum err holding_load(struct call *c, const struct recording_get_in *m,
		      const struct holding_act *act, struct recording_row *out)
{
	struct text object = arena_format(c->arena, "%s", m->recording.text);
	enum err e = recording_line_find(c->db, m->recording, c->arena, out);

	if (e == ERR_NOT_FOUND)
		return call_refuse(c, e, "recording", WHY_RECORDING_UNKNOWN, NULL);
	TRY(e);
	if (!text_trim(m->purpose).n)
		return call_refuse(c, ERR_BAD_INPUT, "purpose", WHY_PURPOSE_MISSING, NULL);
	if (holding_is_visible(c, act->roles, out))
		return ERR_OK;
	return call_forbid(c, act->name, object, m->purpose);
}
