/* Rows of matters. */
#include "broker/store/matter_rows.h"

#include "broker/store/db.h"
#include "broker/store/search.h"

enum err matter_add(struct db *db, const struct matter *m)
{
	TRY(db_run(db, Q_matter_add, "utnnwttbbbmu", m->id, m->number, m->village, m->competent,
		   (int)m->kind, m->subject, m->request, m->name, m->contact, m->address,
		   m->created, m->created_by));
	return search_add(db, db_last_row(db));
}

static void read_matter(struct rows *r, struct arena *a, struct matter *out)
{
	*out = (struct matter){
		.row = rows_int(r, 0),
		.id = rows_id(r, 1),
		.number = rows_text(r, 2, a),
		.village = rows_code12(r, 3),
		.competent = rows_code12(r, 4),
		.kind = (enum matter_kind)rows_word(r, 5),
		.state = rows_word(r, 6),
		.subject = rows_text(r, 7, a),
		.request = rows_text(r, 8, a),
		.name = rows_bytes(r, 9, a),
		.contact = rows_bytes(r, 10, a),
		.address = rows_bytes(r, 11, a),
		.created = rows_instant(r, 12),
		.created_by = rows_id(r, 13),
	};
}

static enum err load(struct rows *r, struct arena *a, struct matter *out)
{
	TRY(rows_one(r));
	read_matter(r, a, out);
	return ERR_OK;
}

enum err matter_load(struct db *db, struct id id, struct arena *a, struct matter *out)
{
	ROWS r = db_find(db, Q_matter_find, "u", id);

	return load(&r, a, out);
}

enum err matter_find_number(struct db *db, struct text number, struct arena *a, struct matter *out)
{
	ROWS r = db_find(db, Q_matter_find_number, "t", number);

	return load(&r, a, out);
}

bool matter_is_handled(struct db *db, struct id matter, const struct matter_office *o)
{
	return db_found(db, Q_matter_handled, "unwi", matter, o->node, (int)o->is_desk, o->unit);
}

/* Down to the next row that may have everything, as each piece alone says; 0 when there is none.
 * A village has few of a million rows, and so has a rare word. */
static int64_t skip(struct db *db, const struct search *what, int64_t till)
{
	const struct text *terms = what->terms.items;

	for (size_t i = 0; i < what->terms.n && till > 0; i++)
		till = db_int(db, Q_search_term, 0, "ti", terms[i], till);
	return till;
}

/* What the block has up to this row, newest first. */
static enum err search_rows(struct db *db, const struct matter_search *s, const struct search *what,
			    int64_t till, struct list *out)
{
	size_t room = out->n;
	struct text question = search_block(what, till >> SEARCH_BLOCK_BITS, s->arena);
	ROWS r = db_find(db, Q_matter_search, "tiw", question, till, s->most - (int)out->n);

	while (rows_next(&r))
		read_matter(&r, s->arena, list_add(out, &room, s->arena, sizeof(struct matter)));
	return rows_err(&r);
}

enum err matter_search(struct db *db, const struct matter_search *s, struct list *out,
		       int64_t *next)
{
	struct search what = search_parse(s->words, s->scope, s->arena);
	int64_t till = s->before ? s->before - 1 : db_int(db, Q_matter_newest, 0, "");

	*out = (struct list){ 0 };
	*next = 0;
	if (!what.terms.n)
		return ERR_OK;
	do {
		till = skip(db, &what, till);
		TRY(search_rows(db, s, &what, till, out));
		till = (till >> SEARCH_BLOCK_BITS << SEARCH_BLOCK_BITS) - 1;
	} while (till > 0 && (int)out->n < s->most && db_has_time(db));
	if ((int)out->n == s->most)
		*next = ((const struct matter *)out->items)[out->n - 1].row;
	else
		*next = till > 0 ? till + 1 : 0;
	return ERR_OK;
}
