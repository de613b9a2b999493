/* Events: written with the change they tell of, read by cursor, forgotten after two days. */
#include "broker/store/outbox.h"

#include "broker/store/connection.h"

enum err event_add(struct db *db, const struct event *e)
{
	db->event_added = true;
	return db_run(db, Q_event_add, "mtooiooo", e->at, e->name, e->visit, e->village, e->unit,
		      e->node, e->data, e->terminal);
}

enum err outbox_find(struct db *db, int64_t after, int most, struct arena *a, struct list *out)
{
	struct list found = { NULL, 0 };
	size_t room = 0;

	if (most > OUTBOX_LIST_MAX)
		most = OUTBOX_LIST_MAX;

	ROWS r = db_find(db, Q_event_find, "iw", after, most);

	while (rows_next(&r)) {
		struct event *e = list_add(&found, &room, a, sizeof(*e));

		e->cursor = rows_int(&r, 0);
		e->at = rows_instant(&r, 1);
		e->name = rows_text(&r, 2, a);
		e->visit = rows_text(&r, 3, a);
		e->village = rows_text(&r, 4, a);
		e->unit = rows_int(&r, 5);
		e->node = rows_text(&r, 6, a);
		e->data = rows_text(&r, 7, a);
		e->terminal = rows_text(&r, 8, a);
	}
	TRY(rows_err(&r));
	*out = found;
	return ERR_OK;
}

enum err outbox_range(struct db *db, struct outbox_range *out)
{
	out->oldest = db_int(db, Q_event_oldest, 0, "");
	out->newest = db_int(db, Q_event_newest, 0, "");
	return db->failed;
}

enum err outbox_prune(struct db *db, struct instant now, bool *left)
{
	struct instant since = { now.ms - OUTBOX_KEEP_MS };

	TRY(db_run(db, Q_event_prune, "mi", since, (int64_t)OUTBOX_PRUNE_MAX));
	*left = db_changes(db) == OUTBOX_PRUNE_MAX;
	return ERR_OK;
}
