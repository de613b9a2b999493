/* matter.get: a case file with its visits. */
#include "broker/service/matter/matters.h"

#include "broker/service/after.h"
#include "broker/service/matter/handling.h"
#include "broker/service/message.h"
#include "broker/service/personal.h"
#include "broker/service/scope.h"

static enum err find_matter(struct call *c, const struct matter_get_in *m, struct matter *out)
{
	if (id_is_set(m->matter))
		return scope_matter(c, m->matter, "matter.get", out);
	if (!m->number.n)
		return call_refuse(c, ERR_BAD_INPUT, "matter", WHY_MATTER_NOT_NAMED, NULL);
	enum err e = matter_find_number(c->db, m->number, c->arena, out);
	if (e == ERR_NOT_FOUND)
		return call_refuse(c, e, "number", WHY_MATTER_NUMBER_UNKNOWN, NULL);
	TRY(e);
	if (scope_has(c, out->village))
		return ERR_OK;
	return call_forbid(c, "matter.get", out->number, TEXT(""));
}

static enum err open_person(struct call *c, const struct matter *row, struct matter_get_out *out)
{
	bool at_home = call_has(c, ROLE_CLERK) && code12_equals(c->who->node, row->village);

	if (!handling_is_ours(c, row->id))
		return ERR_OK;
	out->request = row->request;
	TRY(personal_open(c, matter_place(&row->id, "name"), row->name, &out->petitioner_name));
	TRY(personal_open(c, matter_place(&row->id, "contact"), row->contact, &out->contact));
	TRY(personal_open(c, matter_place(&row->id, "address"), row->address, &out->address));
	if (!at_home)
		out->contact = personal_mask(c, out->contact);
	return ERR_OK;
}

static enum err list_visits(struct call *c, struct id matter, struct text from,
			    struct matter_get_out *out)
{
	struct matter_visits page = { .matter = matter, .most = MATTER_VISITS };
	struct after after;
	struct list lines = { 0 };
	bool more;

	TRY(after_parse(c, from, &after));
	TRY(after_id(c, &after, &page.before));
	TRY(visit_list_matter(c->db, &page, c->arena, &lines, &more));
	struct matter_visit *visits = ARENA_LIST(c->arena, struct matter_visit, lines.n);
	for (size_t i = 0; i < lines.n; i++) {
		const struct visit_line *l = (const struct visit_line *)lines.items + i;

		visits[i] = (struct matter_visit){ l->id,
						   l->number,
						   l->slot.from,
						   l->slot.till,
						   text_of(visit_state_words[l->state]),
						   l->unit_name,
						   l->unit_name_en };
	}
	out->visits = (struct list){ visits, lines.n };
	if (more)
		out->next = after_format(c, 0, visits[lines.n - 1].visit.text);
	return ERR_OK;
}

/* None changes yet. */
static const char *const matter_state_words[] = { "registered", NULL };

static enum err matter_get(struct call *c, const void *in)
{
	const struct matter_get_in *m = in;
	struct matter_get_out *out = c->out;
	struct matter row;

	TRY(find_matter(c, m, &row));
	const struct node *village = tree_find(c->tree, row.village);
	out->matter = row.id;
	out->number = row.number;
	out->subject = row.subject;
	out->kind = text_of(matter_kind_words[row.kind]);
	out->state = text_of(matter_state_words[0]);
	out->village = arena_format(c->arena, "%s", row.village.digits);
	out->village_name = village ? text_of(village->name) : TEXT("");
	out->village_name_en = village ? text_of(village->name_en) : TEXT("");
	out->competent = arena_format(c->arena, "%s", row.competent.digits);
	out->created = row.created;
	TRY(open_person(c, &row, out));
	return list_visits(c, row.id, m->after, out);
}

static const struct field matter_get_in_fields[] = {
	F(matter_get_in, matter, ID, OPTIONAL),
	F(matter_get_in, number, TEXT, OPTIONAL, .max = 40),
	AFTER(matter_get_in),
	{ 0 },
};

static const struct field matter_visit_fields[] = {
	F(matter_visit, visit, ID),
	F(matter_visit, number, TEXT),
	F(matter_visit, from, INSTANT),
	F(matter_visit, till, INSTANT),
	F(matter_visit, state, TEXT, .words = visit_state_words),
	F(matter_visit, unit_name, TEXT),
	F(matter_visit, unit_name_en, TEXT, OPTIONAL),
	{ 0 },
};

static const struct field matter_get_out_fields[] = {
	F(matter_get_out, matter, ID),
	F(matter_get_out, number, TEXT),
	F(matter_get_out, subject, TEXT),
	F(matter_get_out, kind, TEXT, .words = matter_kind_words),
	F(matter_get_out, state, TEXT, .words = matter_state_words),
	F(matter_get_out, request, LINES, OPTIONAL,
	  .help = "this and the personal fields are left out for who does not handle it: matter.open"),
	F(matter_get_out, petitioner_name, TEXT, OPTIONAL),
	F(matter_get_out, contact, TEXT, OPTIONAL, .help = "masked, but for clerks of the node"),
	F(matter_get_out, address, TEXT, OPTIONAL),
	F(matter_get_out, village, CODE12),
	F(matter_get_out, village_name, TEXT),
	F(matter_get_out, village_name_en, TEXT, OPTIONAL),
	F(matter_get_out, competent, CODE12),
	F(matter_get_out, created, INSTANT),
	FL(matter_get_out, visits, matter_visit, MATTER_VISITS, .help = "the newest first"),
	NEXT(matter_get_out),
	{ 0 },
};

const struct message matter_get_message = {
	.name = "matter.get",
	.kind = MESSAGE_READ,
	.roles = MATTER_PEOPLE,
	IN(matter_get),
	OUT(matter_get),
	.run = matter_get,
	.errors = CAN(CRYPTO) | CAN(NOT_FOUND),
	.help = "A matter with its visits, by id or number.",
};
