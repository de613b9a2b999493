/* matter.create: a resident's matter is registered. */
#include "broker/service/matters.h"

#include "broker/core/numbers.h"
#include "broker/service/personal.h"
#include "broker/service/tell.h"
#include "broker/store/counters.h"
#include "broker/store/matter_rows.h"

static enum err find_competent(struct call *c, struct text asked, struct code12 *out)
{
	const struct node *own = tree_find(c->tree, c->who->node);
	struct code12 code;

	if (!asked.n) {
		const struct node *parent = own ? tree_parent(c->tree, own) : NULL;

		*out = parent ? parent->code : c->who->node;
		return ERR_OK;
	}
	if (code12_parse(asked, &code) || !tree_find(c->tree, code))
		return call_refuse(c, ERR_NOT_FOUND, "competent",
				   "机构表里没有这个有权处理的机关，请重新选择。");
	*out = code;
	return ERR_OK;
}

static enum err seal(struct call *c, const struct matter_create_in *m, struct matter *row)
{
	TRY(personal_seal(c, m->name, &row->name));
	TRY(personal_seal(c, m->contact, &row->contact));
	return personal_seal(c, m->address, &row->address);
}

static enum err take_number(struct call *c, struct code12 node, struct text *out)
{
	char number[NUMBER_SIZE];
	int year, month, day;
	int64_t seq;

	day_split(day_at(c->now), &year, &month, &day);
	TRY(counter_take(c->db, COUNTER_MATTER, node, year, &seq));
	number_format_matter(node, year, (int)seq, number);
	*out = arena_format(c->arena, "%s", number);
	return ERR_OK;
}

enum err matter_create(struct call *c, const void *in)
{
	const struct matter_create_in *m = in;
	struct matter_create_out *out = c->out;
	struct matter row = {
		.id = id_new(c->now),
		.village = c->who->node,
		.kind = (enum matter_kind)m->kind,
		.subject = m->subject,
		.request = m->request,
		.created = c->now,
		.created_by = c->who->staff,
	};

	TRY(find_competent(c, m->competent, &row.competent));
	TRY(take_number(c, row.village, &row.number));
	TRY(seal(c, m, &row));
	TRY(matter_add(c->db, &row, c->arena));
	TRY(tell_audit(c, "matter.create", row.number, TEXT("")));
	*out = (struct matter_create_out){ row.id, row.number };
	return ERR_OK;
}
