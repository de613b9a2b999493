/* Rows of seats. */
#include "broker/store/seat_rows.h"

#include "broker/store/db.h"

enum err seat_add(struct db *db, const struct seat *s)
{
	return db_run(db, Q_seat_add, "uuwtiuw", s->id, s->visit, (int)s->kind, s->name, s->unit,
		      s->staff, (int)s->required);
}

enum err seat_list(struct db *db, struct id visit, struct arena *a, struct list *out)
{
	size_t room = 0;
	ROWS r = db_find(db, Q_seat_list, "u", visit);

	*out = (struct list){ 0 };
	while (rows_next(&r))
		*(struct seat *)list_add(out, &room, a, sizeof(struct seat)) = (struct seat){
			.id = rows_id(&r, 0),
			.visit = rows_id(&r, 1),
			.kind = (enum seat_kind)rows_word(&r, 2),
			.name = rows_text(&r, 3, a),
			.unit = rows_int(&r, 4),
			.staff = rows_id(&r, 5),
			.required = rows_bool(&r, 6),
			.connected = rows_bool(&r, 7),
			.leg_staff = rows_id(&r, 8),
			.name_en = rows_text(&r, 9, a),
		};
	return rows_err(&r);
}
