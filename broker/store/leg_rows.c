/* Rows of legs. */
#include "broker/store/leg_rows.h"

#include "broker/store/db.h"

enum err leg_add(struct db *db, const struct leg *l)
{
	return db_run(db, Q_leg_add, "uuuwutmm", l->id, l->visit, l->seat, l->epoch, l->staff,
		      l->name, l->at, l->paid);
}

enum err leg_renew(struct db *db, const struct leg *l)
{
	return db_run(db, Q_leg_renew, "uwutmm", l->id, l->epoch, l->staff, l->name, l->at,
		      l->paid);
}

static void load(struct rows *r, struct arena *a, struct leg *out)
{
	*out = (struct leg){
		.id = rows_id(r, 0),
		.visit = rows_id(r, 1),
		.seat = rows_id(r, 2),
		.epoch = rows_word(r, 3),
		.staff = rows_id(r, 4),
		.name = rows_text(r, 5, a),
		.open = rows_bool(r, 6),
		.muted = rows_bool(r, 7),
		.paid = rows_instant(r, 8),
	};
}

enum err leg_find(struct db *db, struct id id, struct arena *a, struct leg *out)
{
	ROWS r = db_find(db, Q_leg_find, "u", id);

	TRY(rows_one(&r));
	load(&r, a, out);
	return ERR_OK;
}

enum err leg_find_seat(struct db *db, struct id seat, struct arena *a, struct leg *out)
{
	ROWS r = db_find(db, Q_leg_find_seat, "u", seat);

	TRY(rows_one(&r));
	load(&r, a, out);
	return ERR_OK;
}

enum err leg_list(struct db *db, struct id visit, struct arena *a, struct list *out)
{
	size_t room = 0;
	ROWS r = db_find(db, Q_leg_list, "u", visit);

	*out = (struct list){ 0 };
	while (rows_next(&r)) {
		struct leg *l = list_add(out, &room, a, sizeof(*l));

		load(&r, a, l);
		l->kind = (enum seat_kind)rows_word(&r, 9);
	}
	return rows_err(&r);
}

static enum err fenced(struct db *db, enum err e)
{
	TRY(e);
	return db_changes(db) == 1 ? ERR_OK : ERR_STALE_EPOCH;
}

enum err leg_set_open(struct db *db, struct id id, int epoch, int64_t place)
{
	return fenced(db, db_run(db, Q_leg_set_open, "uwi", id, epoch, place));
}

enum err leg_set_muted(struct db *db, struct id id, bool muted)
{
	return db_run(db, Q_leg_set_muted, "uw", id, (int)muted);
}

enum err leg_close(struct db *db, struct id id, int epoch)
{
	return fenced(db, db_run(db, Q_leg_close, "uw", id, epoch));
}

enum err leg_close_visit(struct db *db, struct id visit)
{
	return db_run(db, Q_leg_close_visit, "u", visit);
}
