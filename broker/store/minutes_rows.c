/* Rows of minutes and marks. */
#include "broker/store/minutes_rows.h"

#include "broker/store/db.h"

enum err minutes_save_text(struct db *db, const struct minutes *m)
{
	return db_run(db, Q_minutes_save, "utmu", m->visit, m->text, m->at, m->staff);
}

enum err minutes_put(struct db *db, const struct minutes *m)
{
	const struct mark *marks = m->marks.items;

	TRY(minutes_save_text(db, m));
	TRY(db_run(db, Q_mark_remove, "u", m->visit));
	for (size_t i = 0; i < m->marks.n; i++)
		TRY(db_run(db, Q_mark_add, "uwit", m->visit, (int)i + 1, marks[i].at_ms,
			   marks[i].text));
	return ERR_OK;
}

static enum err load_marks(struct db *db, struct id visit, struct arena *a, struct list *out)
{
	size_t room = 0;
	ROWS r = db_find(db, Q_mark_list, "u", visit);

	while (rows_next(&r))
		*(struct mark *)list_add(out, &room, a, sizeof(struct mark)) =
			(struct mark){ rows_int(&r, 0), rows_text(&r, 1, a) };
	return rows_err(&r);
}

enum err minutes_load(struct db *db, struct id visit, struct arena *a, struct minutes *out)
{
	struct minutes m = { .visit = visit };
	ROWS r = db_find(db, Q_minutes_find, "u", visit);

	if (rows_next(&r))
		m.text = rows_text(&r, 0, a);
	TRY(rows_err(&r));
	TRY(load_marks(db, visit, a, &m.marks));
	*out = m;
	return ERR_OK;
}
