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

enum err recording_list_ended(struct db *db, struct instant closed, int most, struct arena *a,
			      struct list *out)
{
	size_t room = 0;
	ROWS r = db_find(db, Q_recording_ended, "mw", closed, most);

	*out = (struct list){ 0 };
	while (rows_next(&r))
		*(struct id *)list_add(out, &room, a, sizeof(struct id)) = rows_id(&r, 0);
	return rows_err(&r);
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
		.unit_name_en = rows_text(r, 13, a),
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

struct text recording_unit(int64_t unit, struct arena *a)
{
	return unit ? arena_format(a, "u%lld", (long long)unit) : TEXT("");
}

static enum err by_visit(struct db *db, struct recording_search *s, struct list *out)
{
	size_t room = out->n;
	ROWS r = db_find(db, Q_recording_list_visit, "t", s->number);

	while (rows_next(&r)) {
		struct recording_row row = line(&r, s->arena);

		if (s->keep(&row, s->context))
			*(struct recording_row *)list_add(out, &room, s->arena, sizeof(row)) = row;
	}
	return rows_err(&r);
}

/* One more than is shown says whether something follows. */
static enum err by_matter(struct db *db, struct recording_search *s, struct list *out, bool *more)
{
	size_t room = 0;
	struct list found = { 0 };
	ROWS r = db_find(db, Q_recording_list_matter, "tmuw", s->number, s->before, s->before_id,
			 s->most + 1);

	while (rows_next(&r))
		*(struct recording_row *)list_add(
			&found, &room, s->arena, sizeof(struct recording_row)) = line(&r, s->arena);
	*more = (int)found.n > s->most;
	room = out->n;
	for (size_t i = 0; i < found.n && (int)i < s->most; i++) {
		const struct recording_row *row = (const struct recording_row *)found.items + i;

		s->before = row->zero;
		s->before_id = row->id;
		if (s->keep(row, s->context))
			*(struct recording_row *)list_add(out, &room, s->arena, sizeof(*row)) =
				*row;
	}
	return rows_err(&r);
}

/* Ids of the rows kept; texts are read for those only. */
static enum err walk(struct db *db, struct recording_search *s, struct list *ids, bool *more)
{
	size_t room = 0;
	int looked = 0;
	ROWS r = db_find(db, Q_recording_list, "ttwmmuw", s->scopes[0], s->scopes[1], s->kind,
			 s->from, s->before, s->before_id, RECORDING_LOOK_MAX);

	while ((int)ids->n < s->most && rows_next(&r)) {
		struct recording_row few = { .village = rows_code12(&r, 2),
					     .unit = rows_int(&r, 3) };

		s->before = rows_instant(&r, 0);
		s->before_id = rows_id(&r, 1);
		if (s->keep(&few, s->context))
			*(struct id *)list_add(ids, &room, s->arena, sizeof(struct id)) =
				s->before_id;
		looked++;
	}
	*more = (int)ids->n == s->most || looked == RECORDING_LOOK_MAX;
	return rows_err(&r);
}

enum err recording_search(struct db *db, struct recording_search *s, struct list *out, bool *more)
{
	struct list ids = { 0 };

	*out = (struct list){ 0 };
	if (s->number.n) {
		if (!id_is_set(s->before_id))
			TRY(by_visit(db, s, out));
		return by_matter(db, s, out, more);
	}
	TRY(walk(db, s, &ids, more));
	struct recording_row *rows = ARENA_LIST(s->arena, struct recording_row, ids.n);
	for (size_t i = 0; i < ids.n; i++)
		TRY(recording_line_find(db, ((const struct id *)ids.items)[i], s->arena, &rows[i]));
	*out = (struct list){ rows, ids.n };
	return ERR_OK;
}
