/* Who may see an event, and its text. */
#include "broker/wire/event.h"

#include "broker/common/form/fields.h"
#include "broker/service/audience.h"

bool gate_may_see(const struct tree *t, const struct caller *who, const struct wire_event *e)
{
	return audience_has(t, who,
			    &(struct audience){ e->name, e->village, e->unit, e->terminal });
}

void event_format(const struct wire_event *e, struct buffer *out)
{
	buffer_addf(
		out,
		"{\"jsonrpc\":\"2.0\",\"method\":\"event\",\"params\":{\"cursor\":%lld,\"name\":",
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
