/* Rows of consent. */
#include "broker/store/consent_rows.h"

#include "broker/store/db.h"

enum err consent_add(struct db *db, const struct consent_row *c)
{
	return db_run(db, Q_consent_add, "uwwwtmu", c->visit, (int)c->answers.video,
		      (int)c->answers.audio, (int)c->answers.share, c->version, c->at, c->staff);
}

enum err consent_find(struct db *db, struct id visit, struct arena *a, struct consent_row *out)
{
	ROWS r = db_find(db, Q_consent_find, "u", visit);

	TRY(rows_one(&r));
	*out = (struct consent_row){
		.visit = visit,
		.answers = { rows_bool(&r, 0), rows_bool(&r, 1), rows_bool(&r, 2) },
		.version = rows_text(&r, 3, a),
		.at = rows_instant(&r, 4),
		.staff = rows_id(&r, 5),
	};
	return ERR_OK;
}
