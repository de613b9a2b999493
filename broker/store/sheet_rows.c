/* Rows of sheets. */
#include "broker/store/sheet_rows.h"

#include "broker/store/db.h"

static struct sheet read_row(struct rows *r, struct id visit, enum sheet_kind kind, struct arena *a)
{
	return (struct sheet){
		.visit = visit,
		.kind = kind,
		.version = rows_int(r, 0),
		.text = rows_text(r, 1, a),
		.lines = rows_text(r, 2, a),
		.choice = rows_word(r, 3),
		.at = rows_instant(r, 4),
		.staff = rows_id(r, 5),
		.writer = rows_text(r, 6, a),
		.turn = rows_int(r, 7),
		.name = rows_text(r, 8, a),
	};
}

enum err sheet_load(struct db *db, struct id visit, enum sheet_kind kind, struct arena *a,
		    struct sheet *out)
{
	struct sheet s = { .visit = visit, .kind = kind, .choice = -1 };
	ROWS r = db_find(db, Q_sheet_find, "uw", visit, (int)kind);

	if (rows_next(&r))
		s = read_row(&r, visit, kind, a);
	TRY(rows_err(&r));
	*out = s;
	return ERR_OK;
}

enum err sheet_load_version(struct db *db, const struct sheet *of, int64_t version, struct arena *a,
			    struct sheet *out)
{
	ROWS r = db_find(db, Q_sheet_find_version, "uwi", of->visit, (int)of->kind, version);

	TRY(rows_one(&r));
	*out = read_row(&r, of->visit, of->kind, a);
	return ERR_OK;
}

enum err sheet_last_turn(struct db *db, const struct sheet *of, int64_t *out)
{
	ROWS r = db_find(db, Q_sheet_turn, "uwtu", of->visit, (int)of->kind, of->writer, of->staff);

	TRY(rows_one(&r));
	*out = rows_int(&r, 0);
	return ERR_OK;
}

bool sheet_has_others(struct db *db, const struct sheet *of)
{
	return db_found(db, Q_sheet_others, "uwitu", of->visit, (int)of->kind, of->version,
			of->writer, of->staff);
}

enum err sheet_add(struct db *db, const struct sheet *s)
{
	TRY(db_run(db, Q_sheet_add, "uwittwmutiw", s->visit, (int)s->kind, s->version, s->text,
		   s->lines, s->choice, s->at, s->staff, s->writer, s->turn, (int)s->filed));
	TRY(db_run(db, Q_sheet_thin, "uwi", s->visit, (int)s->kind, s->version - SHEET_RECENT));
	return db_run(db, Q_sheet_cap, "uwi", s->visit, (int)s->kind, (int64_t)SHEET_MOST);
}

enum err sheet_file(struct db *db, struct id visit, enum sheet_kind kind)
{
	return db_run(db, Q_sheet_file, "uw", visit, (int)kind);
}

enum err sheet_remove(struct db *db, struct id visit, enum sheet_kind kind)
{
	return db_run(db, Q_sheet_remove, "uw", visit, (int)kind);
}

enum err sheet_prune(struct db *db, struct instant now, bool *left)
{
	struct instant before = { now.ms - SHEET_KEEP_MS };

	TRY(db_run(db, Q_sheet_prune, "mw", before, SHEET_PRUNE_MAX));
	*left = db_changes(db) == SHEET_PRUNE_MAX;
	return ERR_OK;
}
