/* A resident's matter is registered, with the booking of its first visit. */
#include "broker/service/matter/matters.h"

#include "broker/core/numbers.h"
#include "broker/service/personal.h"
#include "broker/service/tell.h"
#include "broker/store/counters.h"
#include "broker/store/matter_rows.h"

#define MEMBER(name) "new_matter." name /* as visit.book names it */

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
		return call_refuse(c, ERR_NOT_FOUND, MEMBER("competent"), WHY_COMPETENT_UNKNOWN,
				   NULL);
	*out = code;
	return ERR_OK;
}

/* The five things that the law asks for (Art. 19): blanks are none of them. */
static enum err check_filled(struct call *c, const struct matter_new *m)
{
	const struct {
		const char *field;
		struct text value;
		enum why why;
	} all[] = {
		{ MEMBER("name"), m->name, WHY_NAME_MISSING },
		{ MEMBER("contact"), m->contact, WHY_CONTACT_MISSING },
		{ MEMBER("address"), m->address, WHY_ADDRESS_MISSING },
		{ MEMBER("subject"), m->subject, WHY_SUBJECT_MISSING },
		{ MEMBER("request"), m->request, WHY_REQUEST_MISSING },
	};

	for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++)
		if (!text_trim(all[i].value).n)
			return call_refuse(c, ERR_BAD_INPUT, all[i].field, all[i].why, NULL);
	return ERR_OK;
}

static enum err seal(struct call *c, const struct matter_new *m, struct matter *row)
{
	TRY(personal_seal(c, matter_place(&row->id, "name"), text_trim(m->name), &row->name));
	TRY(personal_seal(c, matter_place(&row->id, "contact"), text_trim(m->contact),
			  &row->contact));
	return personal_seal(c, matter_place(&row->id, "address"), text_trim(m->address),
			     &row->address);
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

enum err matter_register(struct call *c, const struct matter_new *m, struct matter *out)
{
	struct matter row = {
		.id = id_new(c->now),
		.village = c->who->node,
		.kind = (enum matter_kind)m->kind,
		.subject = text_trim(m->subject),
		.request = text_trim(m->request),
		.created = c->now,
		.created_by = c->who->staff,
	};

	TRY(check_filled(c, m));
	TRY(find_competent(c, m->competent, &row.competent));
	TRY(take_number(c, row.village, &row.number));
	TRY(seal(c, m, &row));
	TRY(matter_add(c->db, &row));
	TRY(tell_audit(c, "matter.register", row.number, TEXT("")));
	*out = row;
	return ERR_OK;
}
