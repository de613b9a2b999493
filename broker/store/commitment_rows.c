/* Rows of commitments. */
#include "broker/store/commitment_rows.h"

#include "broker/store/db.h"

enum err commitment_add(struct db *db, struct id visit, int seq, const struct commitment *c)
{
	return db_run(db, Q_commitment_add, "uwitt", visit, seq, c->unit, c->act, c->due);
}

enum err commitment_list(struct db *db, struct id visit, struct arena *a, struct list *out)
{
	size_t room = 0;
	ROWS r = db_find(db, Q_commitment_list, "u", visit);

	*out = (struct list){ 0 };
	while (rows_next(&r))
		*(struct commitment *)list_add(out, &room, a, sizeof(struct commitment)) =
			(struct commitment){ rows_int(&r, 0), rows_text(&r, 1, a),
					     rows_text(&r, 2, a), rows_text(&r, 3, a),
					     rows_text(&r, 4, a) };
	return rows_err(&r);
}
