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

/* Rows of the search index looked through at once. It grows where nothing is found; the largest
 * takes about a millisecond where each row has every word, but never side by side. */
#define SEARCH_WINDOW_FIRST 512
#define SEARCH_WINDOW_MOST  4096

/* Rows from till down. */
struct window {
	int64_t till;
	int64_t size;
};

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

/* What the window has, newest first; moves it on. */
static enum err search_window(struct db *db, const struct matter_search *s, struct text question,
			      struct window *w, struct list *out)
{
	size_t room = out->n;
	int64_t from = w->till > w->size ? w->till - w->size : 0;
	ROWS r = db_find(db, Q_matter_search, "tiiw", question, w->till, from,
			 s->most - (int)out->n);

	w->till = from;
	w->size = w->size < SEARCH_WINDOW_MOST ? 2 * w->size : w->size;
	while (rows_next(&r))
		read_matter(&r, s->arena, list_add(out, &room, s->arena, sizeof(struct matter)));
	return rows_err(&r);
}

enum err matter_search(struct db *db, const struct matter_search *s, struct list *out,
		       int64_t *next)
{
	struct text question = search_question(s->words, s->scope, s->arena);
	struct window w = { s->before ? s->before - 1 : db_int(db, Q_matter_newest, 0, ""),
			    SEARCH_WINDOW_FIRST };

	*out = (struct list){ 0 };
	*next = 0;
	if (!question.n)
		return ERR_OK;
	do
		TRY(search_window(db, s, question, &w, out));
	while (w.till > 0 && (int)out->n < s->most && db_has_time(db));
	if ((int)out->n == s->most)
		*next = ((const struct matter *)out->items)[out->n - 1].row;
	else
		*next = w.till ? w.till + 1 : 0;
	return ERR_OK;
}
