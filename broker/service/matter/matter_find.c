/* matter.find: by number or words of the subject, page by page. */
#include "broker/service/matter/matters.h"

#include "broker/core/numbers.h"
#include "broker/service/after.h"
#include "broker/service/matter/handling.h"
#include "broker/service/message.h"
#include "broker/service/personal.h"
#include "broker/service/scope.h"

static enum err add_line(struct call *c, const struct matter *row, struct matter_find_out *out)
{
	struct matter_line *lines = (struct matter_line *)out->matters.items;
	const struct node *village = tree_find(c->tree, row->village);
	struct text name = TEXT("");

	if (!scope_has(c, row->village))
		return ERR_OK;
	if (handling_is_ours(c, row->id))
		TRY(personal_open(c, matter_place(&row->id, "name"), row->name, &name));
	lines[out->matters.n++] = (struct matter_line){
		.matter = row->id,
		.number = row->number,
		.subject = row->subject,
		.petitioner_name = name,
		.village_name = village ? text_of(village->name) : TEXT(""),
		.village_name_en = village ? text_of(village->name_en) : TEXT(""),
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

/* The whole tree needs no word for its scope. */
static struct code12 search_scope(const struct call *c)
{
	const struct node *own = tree_find(c->tree, c->who->node);

	return own && own->tier == TIER_NATION ? (struct code12){ "" } : c->who->node;
}

static enum err matter_find(struct call *c, const void *in)
{
	const struct matter_find_in *m = in;
	struct matter_find_out *out = c->out;
	struct matter_search search = {
		.words = m->text, .scope = search_scope(c), .most = MATTER_PAGE, .arena = c->arena
	};
	struct after after;
	struct list rows;
	int64_t next;

	out->matters.items = ARENA_LIST(c->arena, struct matter_line, MATTER_PAGE);
	if (number_is_matter(text_trim(m->text)))
		return find_number(c, text_trim(m->text), out);
	TRY(after_parse(c, m->after, &after));
	search.before = after.number;
	TRY(matter_search(c->db, &search, &rows, &next));
	for (size_t i = 0; i < rows.n; i++)
		TRY(add_line(c, (const struct matter *)rows.items + i, out));
	if (next)
		out->next = after_format(c, next, "");
	return ERR_OK;
}

static const struct field matter_find_in_fields[] = {
	F(matter_find_in, text, TEXT, .max = 60, .help = "a number or words of the subject",
	  .sample = "MT-990101101201-2026-000001-7"),
	AFTER(matter_find_in),
	{ 0 },
};

static const struct field matter_line_fields[] = {
	F(matter_line, matter, ID),
	F(matter_line, number, TEXT),
	F(matter_line, subject, TEXT),
	F(matter_line, petitioner_name, TEXT, OPTIONAL, .help = "for who handles it"),
	F(matter_line, village_name, TEXT),
	F(matter_line, village_name_en, TEXT, OPTIONAL),
	F(matter_line, created, INSTANT),
	{ 0 },
};

static const struct field matter_find_out_fields[] = {
	FL(matter_find_out, matters, matter_line, MATTER_PAGE),
	NEXT(matter_find_out),
	{ 0 },
};

const struct message matter_find_message = {
	.name = "matter.find",
	.kind = MESSAGE_READ,
	.roles = MATTER_PEOPLE,
	IN(matter_find),
	OUT(matter_find),
	.run = matter_find,
	.errors = CAN(CRYPTO),
	.help = "Matters in scope by number or words of the subject, newest first.",
};
