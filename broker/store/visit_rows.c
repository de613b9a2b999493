/* Rows of visits. */
#include "broker/store/visit_rows.h"

#include "broker/store/db.h"

#include <stdio.h>

enum err visit_add(struct db *db, const struct visit *v)
{
	return db_run(db, Q_visit_add, "utsuiuniiwmmmuo", v->id, v->number, v->query_code,
		      v->matter, v->unit, v->receiver, v->village, v->room, v->village_room,
		      (int)v->state, v->slot.from, v->slot.till, v->created, v->booked_by, v->key);
}

static enum err load(struct rows *r, struct arena *a, struct visit *out)
{
	TRY(rows_one(r));
	*out = (struct visit){
		.id = rows_id(r, 0),
		.number = rows_text(r, 1, a),
		.matter = rows_id(r, 3),
		.unit = rows_int(r, 4),
		.receiver = rows_id(r, 5),
		.village = rows_code12(r, 6),
		.room = rows_int(r, 7),
		.village_room = rows_int(r, 8),
		.state = (enum visit_state)rows_word(r, 9),
		.slot = { rows_instant(r, 10), rows_instant(r, 11) },
		.created = rows_instant(r, 12),
		.booked_by = rows_id(r, 13),
		.key = rows_text(r, 14, a),
		.zero = rows_instant(r, 15),
		.closed = rows_instant(r, 16),
		.server = rows_id(r, 17),
		.outcome = rows_is_null(r, 18) ? -1 : rows_word(r, 18),
		.reply = rows_text(r, 19, a),
		.cancel_reason = rows_text(r, 20, a),
	};
	rows_copy(r, 2, out->query_code, sizeof(out->query_code));
	return ERR_OK;
}

enum err visit_find(struct db *db, struct id id, struct arena *a, struct visit *out)
{
	ROWS r = db_find(db, Q_visit_find, "u", id);

	return load(&r, a, out);
}

enum err visit_find_code(struct db *db, struct text code, struct arena *a, struct visit *out)
{
	ROWS r = db_find(db, Q_visit_find_code, "t", code);

	return load(&r, a, out);
}

enum err visit_find_once(struct db *db, struct id staff, struct text key, struct id *out)
{
	ROWS r = db_find(db, Q_visit_once, "ut", staff, key);

	TRY(rows_one(&r));
	*out = rows_id(&r, 0);
	return ERR_OK;
}

/* An update that must have found its row. */
static enum err changed(struct db *db, enum err e)
{
	TRY(e);
	return db_changes(db) == 1 ? ERR_OK : ERR_WRONG_STATE;
}

enum err visit_become(struct db *db, struct id id, enum visit_state from, enum visit_state to)
{
	if (!visit_may_become(from, to))
		return ERR_WRONG_STATE;
	return changed(db, db_run(db, Q_visit_set_state, "uww", id, (int)from, (int)to));
}

enum err visit_set_slot(struct db *db, const struct visit *v)
{
	return changed(db, db_run(db, Q_visit_set_slot, "ummuii", v->id, v->slot.from, v->slot.till,
				  v->receiver, v->room, v->village_room));
}

enum err visit_set_checked_in(struct db *db, struct id id, struct instant now)
{
	return changed(db, db_run(db, Q_visit_set_checked_in, "um", id, now));
}

enum err visit_set_not_checked_in(struct db *db, struct id id)
{
	return changed(db, db_run(db, Q_visit_set_not_checked_in, "u", id));
}

enum err visit_set_live(struct db *db, struct id id, struct instant zero)
{
	return changed(db, db_run(db, Q_visit_set_live, "um", id, zero));
}

enum err visit_set_server(struct db *db, struct id id, struct id server)
{
	TRY(changed(db, db_run(db, Q_visit_set_server, "uu", id, server)));
	return db_run(db, Q_placement_add, "uu", id, server);
}

bool visit_was_on(struct db *db, struct id id, struct id server)
{
	return db_found(db, Q_placement_has, "uu", id, server);
}

enum err visit_set_cancelled(struct db *db, struct id id, struct text reason)
{
	return changed(db, db_run(db, Q_visit_set_cancelled, "ut", id, reason));
}

enum err visit_set_closed(struct db *db, const struct visit *v)
{
	return changed(
		db, db_run(db, Q_visit_set_closed, "umwt", v->id, v->closed, v->outcome, v->reply));
}

static void load_line(struct rows *r, struct arena *a, struct visit_line *out)
{
	*out = (struct visit_line){
		.id = rows_id(r, 0),
		.number = rows_text(r, 1, a),
		.state = (enum visit_state)rows_word(r, 2),
		.slot = { rows_instant(r, 3), rows_instant(r, 4) },
		.subject = rows_text(r, 5, a),
		.name = rows_bytes(r, 6, a),
		.unit = rows_int(r, 7),
		.unit_name = rows_text(r, 8, a),
		.unit_node = rows_code12(r, 9),
		.village = rows_code12(r, 10),
		.matter = rows_id(r, 11),
		.matter_number = rows_text(r, 12, a),
		.unit_name_en = rows_text(r, 13, a),
	};
}

static enum err load_lines(struct rows *r, struct arena *a, struct list *out)
{
	size_t room = out->n;

	while (rows_next(r))
		load_line(r, a, list_add(out, &room, a, sizeof(struct visit_line)));
	return rows_err(r);
}

enum err visit_page(struct db *db, const struct visit_page *p, struct arena *a, struct list *out,
		    bool *more)
{
	struct list ids = { 0 };
	size_t room = 0;
	ROWS r = db_find(db, Q_visit_list, "inmumw", p->unit, p->scope, p->after, p->after_id,
			 p->till, p->most + 1);

	while (rows_next(&r))
		*(struct id *)list_add(&ids, &room, a, sizeof(struct id)) = rows_id(&r, 1);
	TRY(rows_err(&r));
	*more = (int)ids.n > p->most;
	size_t n = *more ? (size_t)p->most : ids.n;
	struct visit_line *lines = ARENA_LIST(a, struct visit_line, n);
	for (size_t i = 0; i < n; i++)
		TRY(visit_line_find(db, ((const struct id *)ids.items)[i], a, &lines[i]));
	*out = (struct list){ lines, n };
	return ERR_OK;
}

#define AFTER_ALL_IDS "~"

/* One more than is wanted says whether something follows. */
enum err visit_list_matter(struct db *db, const struct matter_visits *p, struct arena *a,
			   struct list *out, bool *more)
{
	ROWS r = db_find(db, Q_visit_list_matter, "utw", p->matter,
			 text_of(id_is_set(p->before) ? p->before.text : AFTER_ALL_IDS),
			 p->most + 1);

	*out = (struct list){ 0 };
	TRY(load_lines(&r, a, out));
	*more = (int)out->n > p->most;
	if (*more)
		out->n = (size_t)p->most;
	return ERR_OK;
}

enum err visit_line_find(struct db *db, struct id id, struct arena *a, struct visit_line *out)
{
	ROWS r = db_find(db, Q_visit_line, "u", id);

	TRY(rows_one(&r));
	load_line(&r, a, out);
	return ERR_OK;
}

enum err visit_find_room(struct db *db, int64_t room, struct span starts, struct visit *out)
{
	char owner[24];
	int n = snprintf(owner, sizeof(owner), "%lld", (long long)room);
	ROWS r = db_find(db, Q_visit_find_room, "timm", (struct text){ owner, (size_t)n }, room,
			 starts.from, starts.till);

	TRY(rows_one(&r));
	*out = (struct visit){
		.id = rows_id(&r, 0),
		.state = (enum visit_state)rows_word(&r, 1),
		.slot = { rows_instant(&r, 2), rows_instant(&r, 3) },
		.village_room = room,
	};
	return ERR_OK;
}

static enum err load_ids(struct rows *r, struct arena *a, struct list *out)
{
	size_t room = 0;

	*out = (struct list){ 0 };
	while (rows_next(r))
		*(struct id *)list_add(out, &room, a, sizeof(struct id)) = rows_id(r, 0);
	return rows_err(r);
}

enum err visit_list_expected(struct db *db, struct instant till, int most, struct arena *a,
			     struct list *out)
{
	ROWS r = db_find(db, Q_visit_expected, "mw", till, most);

	return load_ids(&r, a, out);
}

enum err visit_list_live(struct db *db, struct id server, struct arena *a, struct list *out)
{
	ROWS r = db_find(db, Q_visit_live, "u", server);

	return load_ids(&r, a, out);
}

enum err visit_list_lost(struct db *db, int most, struct arena *a, struct list *out)
{
	ROWS r = db_find(db, Q_visit_lost, "w", most > 0 ? most : 0);

	return load_ids(&r, a, out);
}
