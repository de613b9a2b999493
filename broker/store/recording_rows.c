/* Rows of recordings. */
#include "broker/store/recording_rows.h"

#include "broker/store/db.h"

const char *const recording_state_words[RECORDING_STATE_COUNT + 1] = {
	[RECORDING_ON] = "recording",
	[RECORDING_FINALISING] = "finalising",
	[RECORDING_FILED] = "filed",
	[RECORDING_BROKEN] = "broken",
};

enum err recording_add(struct db *db, const struct recording *r)
{
	return db_run(db, Q_recording_add, "uuwmww", r->id, r->visit, (int)r->state, r->zero,
		      (int)r->video, (int)r->audio);
}

static enum err load(struct rows *r, struct recording *out)
{
	TRY(rows_one(r));
	*out = (struct recording){
		.id = rows_id(r, 0),
		.visit = rows_id(r, 1),
		.state = (enum recording_state)rows_word(r, 2),
		.zero = rows_instant(r, 3),
		.duration_ms = rows_int(r, 4),
		.video = rows_bool(r, 5),
		.audio = rows_bool(r, 6),
	};
	return ERR_OK;
}

enum err recording_load(struct db *db, struct id id, struct recording *out)
{
	ROWS r = db_find(db, Q_recording_find, "u", id);

	return load(&r, out);
}

enum err recording_find_visit(struct db *db, struct id visit, struct recording *out)
{
	ROWS r = db_find(db, Q_recording_find_visit, "u", visit);

	return load(&r, out);
}

enum err recording_set_state(struct db *db, struct id id, enum recording_state state)
{
	return db_run(db, Q_recording_set_state, "uw", id, (int)state);
}

enum err recording_give_up(struct db *db, struct instant zero, struct instant closed)
{
	return db_run(db, Q_recording_give_up, "mm", zero, closed);
}

enum err recording_set_duration(struct db *db, struct id id)
{
	return db_run(db, Q_recording_set_duration, "u", id);
}

static struct recording_row line(struct rows *r, struct arena *a)
{
	return (struct recording_row){
		.id = rows_id(r, 0),
		.visit = rows_id(r, 1),
		.visit_number = rows_text(r, 2, a),
		.matter_number = rows_text(r, 3, a),
		.subject = rows_text(r, 4, a),
		.zero = rows_instant(r, 5),
		.duration_ms = rows_int(r, 6),
		.parts = rows_int(r, 7),
		.state = (enum recording_state)rows_word(r, 8),
		.village = rows_code12(r, 9),
		.unit_name = rows_text(r, 10, a),
		.unit = rows_int(r, 11),
		.kind = rows_word(r, 12),
	};
}

enum err recording_line_find(struct db *db, struct id id, struct arena *a,
			     struct recording_row *out)
{
	ROWS r = db_find(db, Q_recording_line, "u", id);

	TRY(rows_one(&r));
	*out = line(&r, a);
	return ERR_OK;
}

/* The village and the unit decide on keeping, so that texts are copied for kept rows only. */
static enum err keep_lines(struct rows *r, const struct recording_search *s, struct arena *a,
			   struct list *out)
{
	size_t room = out->n;

	for (int i = 0; i < RECORDING_SEARCH_MAX && (int)out->n < s->most && rows_next(r); i++) {
		struct recording_row few = { .village = rows_code12(r, 9), .unit = rows_int(r, 11),
					     .zero = rows_instant(r, 5),
					     .kind = rows_word(r, 12) };

		if (s->keep(&few, s->context))
			*(struct recording_row *)list_add(out, &room, a, sizeof(few)) =
				line(r, a);
	}
	return rows_err(r);
}

static enum err by_number(struct db *db, enum query q, const struct recording_search *s,
			  struct arena *a, struct list *out)
{
	ROWS r = db_find(db, q, "t", s->number);

	return keep_lines(&r, s, a, out);
}

enum err recording_search(struct db *db, const struct recording_search *s, struct arena *a,
			  struct list *out)
{
	*out = (struct list){ 0 };
	if (s->number.n) {
		TRY(by_number(db, Q_recording_list_visit, s, a, out));
		return by_number(db, Q_recording_list_matter, s, a, out);
	}
	ROWS r = db_find(db, Q_recording_list, "mmw", s->zero.from, s->zero.till, s->kind);
	return keep_lines(&r, s, a, out);
}
