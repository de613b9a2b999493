/* Rows of booking drafts. */
#include "broker/store/booking_draft_rows.h"

#include "broker/store/db.h"

enum err booking_draft_save(struct db *db, const struct booking_draft *d)
{
	return db_run(db, Q_booking_draft_save, "utibmti", d->staff, d->key, d->version, d->form,
		      d->at, d->writer, d->turn);
}

enum err booking_draft_find(struct db *db, struct id staff, struct arena *a,
			    struct booking_draft *out)
{
	ROWS r = db_find(db, Q_booking_draft_find, "u", staff);

	TRY(rows_one(&r));
	*out = (struct booking_draft){
		.staff = staff,
		.key = rows_text(&r, 0, a),
		.version = rows_int(&r, 1),
		.form = rows_bytes(&r, 2, a),
		.at = rows_instant(&r, 3),
		.writer = rows_text(&r, 4, a),
		.turn = rows_int(&r, 5),
	};
	return ERR_OK;
}

enum err booking_draft_remove(struct db *db, struct id staff, struct text key)
{
	return db_run(db, Q_booking_draft_remove, "ut", staff, key);
}

enum err booking_draft_prune(struct db *db, struct instant now, bool *left)
{
	struct instant before = { now.ms - BOOKING_DRAFT_KEEP_MS };

	TRY(db_run(db, Q_booking_draft_prune, "mw", before, BOOKING_DRAFT_PRUNE_MAX));
	*left = db_changes(db) == BOOKING_DRAFT_PRUNE_MAX;
	return ERR_OK;
}
