/* What is shown of a visit. */
#include "broker/service/visit/summary.h"

#include "broker/service/matter/handling.h"
#include "broker/service/personal.h"
#include "broker/store/consent_rows.h"
#include "broker/store/matter_rows.h"
#include "broker/store/place_rows.h"
#include "broker/store/recording_rows.h"

struct text summary_node_name(const struct call *c, struct code12 node)
{
	const struct node *n = tree_find(c->tree, node);

	return n ? text_of(n->name) : TEXT("");
}

struct text summary_node_name_en(const struct call *c, struct code12 node)
{
	const struct node *n = tree_find(c->tree, node);

	return n ? text_of(n->name_en) : TEXT("");
}

enum err summary_room(struct call *c, const struct visit *v, struct text *name,
		      struct text *name_en)
{
	struct room room;

	if (!v->village_room)
		return ERR_OK;
	TRY(room_find(c->db, v->village_room, c->arena, &room));
	*name = room.name;
	*name_en = room.name_en;
	return ERR_OK;
}

enum err summary_load(struct call *c, const struct visit_line *line, struct visit_summary *out)
{
	struct text name = TEXT("");

	if (handling_is_ours(c, line->matter))
		TRY(personal_open(c, matter_place(&line->matter, "name"), line->name, &name));
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
		.unit_name_en = line->unit_name_en,
		.target_name = summary_node_name(c, line->unit_node),
		.target_name_en = summary_node_name_en(c, line->unit_node),
		.village = arena_format(c->arena, "%s", line->village.digits),
		.village_name = summary_node_name(c, line->village),
		.village_name_en = summary_node_name_en(c, line->village),
		.matter = line->matter,
		.matter_number = line->matter_number,
	};
	return ERR_OK;
}

const char *const recording_status_words[] = {
	"none", "refused", "waiting", "on", "finalising", "filed", "broken", NULL,
};

enum err summary_recording(struct call *c, const struct visit *v, struct text *out)
{
	struct consent_row consent;
	struct recording r;
	enum err asked = consent_find(c->db, v->id, c->arena, &consent);
	enum err made = recording_find_visit(c->db, v->id, &r);

	if (asked && asked != ERR_NOT_FOUND)
		return asked;
	if (made && made != ERR_NOT_FOUND)
		return made;
	bool refused = !asked && !consent.answers.video && !consent.answers.audio;
	if (refused && (made || r.state == RECORDING_ON))
		*out = TEXT("refused");
	else if (made)
		*out = visit_is_open(v->state) ? TEXT("waiting") : TEXT("none");
	else
		*out = r.state == RECORDING_ON ? TEXT("on")
					       : text_of(recording_state_words[r.state]);
	return ERR_OK;
}
