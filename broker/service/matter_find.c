/* matter.find: by number or words of the subject. */
#include "broker/service/matters.h"

#include "broker/core/numbers.h"
#include "broker/service/personal.h"
#include "broker/service/scope.h"

#define LOOK 500 /* newest ones looked at; scope decides which are shown */
#define SHOW 50

static enum err add_line(struct call *c, const struct matter *row, struct matter_find_out *out)
{
	struct matter_line *lines = (struct matter_line *)out->matters.items;
	const struct node *village = tree_find(c->tree, row->village);
	struct text name;

	if (out->matters.n == SHOW || !scope_has(c, row->village))
		return ERR_OK;
	TRY(personal_open(c, matter_place(&row->id, "name"), row->name, &name));
	lines[out->matters.n++] = (struct matter_line){
		.matter = row->id,
		.number = row->number,
		.subject = row->subject,
		.petitioner_name = name,
		.village_name = village ? text_of(village->name) : TEXT(""),
		.created = row->created,
	};
	return ERR_OK;
}

static enum err find_number(struct call *c, struct text number, struct matter_find_out *out)
{
	struct matter row;
	enum err e = matter_find_number(c->db, number, c->arena, &row);

	if (e == ERR_NOT_FOUND)
		return ERR_OK;
	TRY(e);
	return add_line(c, &row, out);
}

enum err matter_find(struct call *c, const void *in)
{
	const struct matter_find_in *m = in;
	struct matter_find_out *out = c->out;
	struct list rows;

	out->matters.items = ARENA_LIST(c->arena, struct matter_line, SHOW);
	if (number_is_matter(text_trim(m->text)))
		return find_number(c, text_trim(m->text), out);
	TRY(matter_search(c->db, m->text, LOOK, c->arena, &rows));
	for (size_t i = 0; i < rows.n; i++)
		TRY(add_line(c, (const struct matter *)rows.items + i, out));
	return ERR_OK;
}
