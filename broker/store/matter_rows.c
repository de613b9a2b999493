/* Rows of matters. */
#include "broker/store/matter_rows.h"

#include "broker/store/db.h"
#include "broker/store/search.h"

enum err matter_add(struct db *db, const struct matter *m, struct arena *a)
{
	TRY(db_run(db, Q_matter_add, "utnnwttbbbmu", m->id, m->number, m->village, m->competent,
		   (int)m->kind, m->subject, m->request, m->name, m->contact, m->address,
		   m->created, m->created_by));
	return search_add(db, db_last_row(db), m->subject, a);
}

static enum err load(struct rows *r, struct arena *a, struct matter *out)
{
	TRY(rows_one(r));
	*out = (struct matter){
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
	};
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

enum err matter_search(struct db *db, struct text words, int most, struct arena *a,
		       struct list *out)
{
	struct text question = search_question(words, a);
	size_t room = 0;

	*out = (struct list){ 0 };
	if (!question.n)
		return ERR_OK;
	ROWS r = db_find(db, Q_matter_search, "tw", question, most);
	while (rows_next(&r)) {
		struct matter *m = list_add(out, &room, a, sizeof(*m));

		m->id = rows_id(&r, 0);
		m->number = rows_text(&r, 1, a);
		m->village = rows_code12(&r, 2);
		m->subject = rows_text(&r, 3, a);
		m->name = rows_bytes(&r, 4, a);
		m->created = rows_instant(&r, 5);
	}
	return rows_err(&r);
}
