/* Rows of parts, their files, gaps and chapters. */
#include "broker/store/part_rows.h"

#include "broker/common/seal/manifest.h"
#include "broker/store/db.h"

#define GAPS_MAX        20000
#define PART_NUMBER_MAX 999

int64_t part_first(struct db *db, struct id recording, struct id server, bool late)
{
	int64_t from = late ? MANIFEST_LATE_FIRST : 1;
	int64_t till = late ? PART_NUMBER_MAX : MANIFEST_LATE_FIRST - 1;

	return db_int(db, Q_part_highest_of_others, from - 1, "uuii", recording, server, from,
		      till) +
	       1;
}

enum err part_add(struct db *db, const struct part *p)
{
	return db_run(db, Q_part_save, "uiwuim", p->recording, p->part, (int)p->state, p->server,
		      p->from_ms, p->since);
}

enum err part_set_filed(struct db *db, const struct part *p)
{
	return db_run(db, Q_part_file, "uiwiiihmum", p->recording, p->part, (int)p->state,
		      p->from_ms, p->till_ms, p->bytes, p->manifest, p->filed, p->server, p->since);
}

enum err part_list(struct db *db, struct id recording, struct arena *a, struct list *out)
{
	size_t room = 0;
	ROWS r = db_find(db, Q_part_list, "u", recording);

	*out = (struct list){ 0 };
	while (rows_next(&r))
		*(struct part *)list_add(out, &room, a, sizeof(struct part)) = (struct part){
			.recording = recording,
			.part = rows_int(&r, 0),
			.state = (enum recording_state)rows_word(&r, 1),
			.from_ms = rows_int(&r, 2),
			.till_ms = rows_int(&r, 3),
			.bytes = rows_int(&r, 4),
			.manifest = rows_sha256(&r, 5),
			.server = rows_id(&r, 6),
			.server_name = rows_text(&r, 7, a),
			.since = rows_instant(&r, 8),
		};
	return rows_err(&r);
}

enum err part_set_missing(struct db *db, const struct part *p, struct instant now)
{
	return db_run(db, Q_part_miss, "uim", p->recording, p->part, now);
}

enum err part_list_overdue(struct db *db, struct instant before, int most, struct arena *a,
			   struct list *out)
{
	size_t room = 0;
	ROWS r = db_find(db, Q_part_overdue, "mw", before, most);

	*out = (struct list){ 0 };
	while (rows_next(&r))
		*(struct part *)list_add(out, &room, a, sizeof(struct part)) =
			(struct part){ .recording = rows_id(&r, 0), .part = rows_int(&r, 1) };
	return rows_err(&r);
}

struct id part_server(struct db *db, struct id recording, int64_t part)
{
	ROWS r = db_find(db, Q_part_server, "ui", recording, part);

	return rows_next(&r) ? rows_id(&r, 0) : (struct id){ "" };
}

enum err conflict_add(struct db *db, struct id recording, const struct conflict *c)
{
	return db_run(db, Q_conflict_add, "uiitihm", recording, c->part, c->copy, c->signer,
		      c->bytes, c->manifest, c->at);
}

enum err conflict_list(struct db *db, struct id recording, struct arena *a, struct list *out)
{
	size_t room = 0;
	ROWS r = db_find(db, Q_conflict_list, "u", recording);

	*out = (struct list){ 0 };
	while (rows_next(&r))
		*(struct conflict *)list_add(out, &room, a, sizeof(struct conflict)) =
			(struct conflict){
				.part = rows_int(&r, 0),
				.copy = rows_int(&r, 1),
				.signer = rows_text(&r, 2, a),
				.bytes = rows_int(&r, 3),
				.manifest = rows_sha256(&r, 4),
				.at = rows_instant(&r, 5),
			};
	return rows_err(&r);
}

bool part_is_awaited(struct db *db, struct id recording)
{
	return db_found(db, Q_part_open, "u", recording);
}

bool part_is_missing(struct db *db, struct id recording)
{
	return db_found(db, Q_part_missed, "u", recording);
}

bool part_is_filed(struct db *db, struct id recording, int64_t part)
{
	return db_found(db, Q_part_filed, "ui", recording, part);
}

enum err part_save_files(struct db *db, const struct part *p, const struct list *files)
{
	const struct part_file *f = files->items;

	TRY(db_run(db, Q_part_file_remove, "ui", p->recording, p->part));
	for (size_t i = 0; i < files->n; i++)
		TRY(db_run(db, Q_part_file_add, "uituttiiihw", p->recording, p->part, f[i].name,
			   f[i].leg, f[i].seat_name, f[i].media, f[i].offset_ms, f[i].duration_ms,
			   f[i].bytes, f[i].sha256, (int)f[i].document));
	return ERR_OK;
}

enum err part_save_gaps(struct db *db, const struct part *p, const struct list *gaps)
{
	const struct gap *g = gaps->items;

	TRY(db_run(db, Q_gap_remove, "ui", p->recording, p->part));
	for (size_t i = 0; i < gaps->n; i++)
		TRY(db_run(db, Q_gap_add, "uiwuiitt", p->recording, p->part, (int)i + 1, g[i].leg,
			   g[i].from_ms, g[i].till_ms, g[i].why, g[i].media));
	return ERR_OK;
}

enum err part_list_files(struct db *db, const struct part *p, struct arena *a, struct list *out)
{
	size_t room = 0;
	ROWS r = db_find(db, Q_part_file_list, "ui", p->recording, p->part);

	*out = (struct list){ 0 };
	while (rows_next(&r))
		*(struct part_file *)list_add(out, &room, a, sizeof(struct part_file)) =
			(struct part_file){
				.name = rows_text(&r, 0, a),
				.leg = rows_id(&r, 1),
				.seat_name = rows_text(&r, 2, a),
				.media = rows_text(&r, 3, a),
				.offset_ms = rows_int(&r, 4),
				.duration_ms = rows_int(&r, 5),
				.bytes = rows_int(&r, 6),
				.sha256 = rows_sha256(&r, 7),
				.document = rows_bool(&r, 8),
			};
	return rows_err(&r);
}

enum err part_list_gaps(struct db *db, const struct part *p, struct arena *a, struct list *out)
{
	size_t room = 0;
	ROWS r = db_find(db, Q_gap_list, "uiw", p->recording, p->part, GAPS_MAX);

	*out = (struct list){ 0 };
	while (rows_next(&r))
		*(struct gap *)list_add(out, &room, a, sizeof(struct gap)) =
			(struct gap){ rows_id(&r, 0), rows_int(&r, 1), rows_int(&r, 2),
				      rows_text(&r, 3, a), rows_text(&r, 4, a) };
	return rows_err(&r);
}

bool part_has_file(struct db *db, struct id recording, int64_t part, struct text name)
{
	return db_found(db, Q_part_file_found, "uit", recording, part, name);
}

enum err chapter_add(struct db *db, struct id recording, const struct chapter *c)
{
	return db_run(db, Q_chapter_add, "uitttu", recording, c->at_ms, c->text, c->kind,
		      c->seat_name, c->leg);
}

enum err chapter_list(struct db *db, struct id recording, int most, struct arena *a,
		      struct list *out)
{
	size_t room = 0;
	ROWS r = db_find(db, Q_chapter_list, "uw", recording, most);

	*out = (struct list){ 0 };
	while (rows_next(&r))
		*(struct chapter *)list_add(out, &room, a, sizeof(struct chapter)) =
			(struct chapter){ rows_int(&r, 0), rows_text(&r, 1, a), rows_text(&r, 2, a),
					  rows_text(&r, 3, a), rows_id(&r, 4) };
	return rows_err(&r);
}
