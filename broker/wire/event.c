/* Who may see an event, and its text. */
#include "broker/wire/event.h"

#include "broker/common/fields.h"

static bool is_in_village_scope(const struct tree *t, const struct caller *who,
				const struct wire_event *e)
{
	struct code12 village;

	if (!e->village.n || code12_parse(e->village, &village))
		return false;
	return tree_is_within(t, village, who->node);
}

bool gate_may_see(const struct tree *t, const struct caller *who, const struct wire_event *e)
{
	if (!(who->roles & ROLE_STAFF))
		return false;
	if (who->unit && e->unit == who->unit &&
	    who->roles & (ROLE_OFFICIAL | ROLE_DUTY | ROLE_RECORDER))
		return true;
	if (who->roles & (ROLE_CLERK | ROLE_DUTY) && is_in_village_scope(t, who, e))
		return true;
	return who->roles & (ROLE_ARCHIVIST | ROLE_SUPERVISOR) &&
	       text_starts(e->name, "recording.") && is_in_village_scope(t, who, e);
}

void event_format(const struct wire_event *e, struct buffer *out)
{
	buffer_addf(out, "{\"jsonrpc\":\"2.0\",\"method\":\"event\",\"params\":{\"cursor\":%lld,\"name\":",
		    (long long)e->cursor);
	json_add_text(out, e->name);
	buffer_addf(out, ",\"at\":%lld", (long long)e->at.ms);
	if (e->visit.n) {
		buffer_addf(out, ",\"visit\":");
		json_add_text(out, e->visit);
	}
	if (e->village.n) {
		buffer_addf(out, ",\"village\":");
		json_add_text(out, e->village);
	}
	if (e->unit)
		buffer_addf(out, ",\"unit\":%lld", (long long)e->unit);
	buffer_addf(out, ",\"data\":");
	buffer_add(out, e->data.n ? e->data.at : "{}", e->data.n ? e->data.n : 2);
	buffer_addf(out, "}}");
}
