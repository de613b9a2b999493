/* What is shown of a visit. */
#include "broker/service/summary.h"

#include "broker/service/personal.h"

struct text summary_node_name(const struct call *c, struct code12 node)
{
	const struct node *n = tree_find(c->tree, node);

	return n ? text_of(n->name) : TEXT("");
}

struct text summary_time(struct call *c, struct instant t)
{
	int year, month, day;
	struct day d = day_at(t);
	int minute = (int)((t.ms - day_minute(d, 0).ms) / MINUTE_MS);

	day_split(d, &year, &month, &day);
	return arena_format(c->arena, "%d月%d日 %02d:%02d", month, day, minute / 60, minute % 60);
}

enum err summary_load(struct call *c, const struct visit_line *line, struct visit_summary *out)
{
	struct text name;

	TRY(personal_open(c, line->name, &name));
	*out = (struct visit_summary){
		.visit = line->id,
		.number = line->number,
		.state = text_of(visit_state_words[line->state]),
		.from = line->slot.from,
		.till = line->slot.till,
		.subject = line->subject,
		.petitioner_name = name,
		.unit = line->unit,
		.unit_name = line->unit_name,
		.target_name = summary_node_name(c, line->unit_node),
		.village = arena_format(c->arena, "%s", line->village.digits),
		.village_name = summary_node_name(c, line->village),
		.matter = line->matter,
		.matter_number = line->matter_number,
	};
	return ERR_OK;
}
