/* Rows of the quality of legs. */
#include "broker/store/quality_rows.h"

#include "broker/store/db.h"

#define FLOW(f)                                                                                    \
	(f).lost_permille, (f).jitter_ms, (f).kbps, (f).width, (f).height, (f).freezes,            \
		(f).frozen_ms

enum err quality_add(struct db *db, const struct quality_row *q)
{
	return db_run(db, Q_quality_add, "umuiiiiiiiiiiiiiii", q->visit, q->at, q->leg,
		      q->quality.rtt_ms, FLOW(q->quality.up), FLOW(q->quality.down));
}

static struct flow flow_at(const struct rows *r, int column)
{
	return (struct flow){
		.lost_permille = rows_int(r, column),
		.jitter_ms = rows_int(r, column + 1),
		.kbps = rows_int(r, column + 2),
		.width = rows_int(r, column + 3),
		.height = rows_int(r, column + 4),
		.freezes = rows_int(r, column + 5),
		.frozen_ms = rows_int(r, column + 6),
	};
}

static enum err load_all(struct rows *r, struct arena *a, struct list *out)
{
	struct list found = { NULL, 0 };
	size_t room = 0;

	while (rows_next(r)) {
		struct quality_row *q = list_add(&found, &room, a, sizeof(*q));

		*q = (struct quality_row){
			.visit = rows_id(r, 17),
			.at = rows_instant(r, 0),
			.leg = rows_id(r, 1),
			.quality = { rows_int(r, 2), flow_at(r, 3), flow_at(r, 10) },
			.number = rows_text(r, 18, a),
			.village = rows_code12(r, 19),
		};
	}
	TRY(rows_err(r));
	*out = found;
	return ERR_OK;
}

enum err quality_list(struct db *db, const struct quality_page *p, struct arena *a,
		      struct list *out)
{
	if (id_is_set(p->visit)) {
		ROWS r = db_find(db, Q_quality_list, "umuw", p->visit, p->from, p->after_leg,
				 p->most);
		return load_all(&r, a, out);
	}
	ROWS r = db_find(db, Q_quality_list_all, "muuw", p->from, p->after_visit, p->after_leg,
			 p->most);
	return load_all(&r, a, out);
}

enum err quality_prune(struct db *db, struct instant now, bool *left)
{
	struct instant before = { now.ms - QUALITY_KEEP_MS };

	TRY(db_run(db, Q_quality_prune, "mw", before, QUALITY_PRUNE_MAX));
	*left = db_changes(db) == QUALITY_PRUNE_MAX;
	return ERR_OK;
}
