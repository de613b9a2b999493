/* Staff and sessions. */
#include "broker/store/people_rows.h"

#include "broker/store/db.h"

#include <string.h>

static enum err staff_load(struct rows *r, struct arena *a, struct staff *out)
{
	TRY(rows_one(r));
	out->id = rows_id(r, 0);
	out->account = rows_text(r, 1, a);
	out->name = rows_text(r, 2, a);
	out->roles = (uint32_t)rows_int(r, 3);
	out->node = rows_code12(r, 4);
	out->unit = rows_int(r, 5);
	out->password = rows_text(r, 6, a);
	return ERR_OK;
}

enum err staff_find_account(struct db *db, struct text account, struct arena *a, struct staff *out)
{
	ROWS r = db_find(db, Q_staff_find_account, "t", account);

	return staff_load(&r, a, out);
}

enum err staff_account(struct db *db, struct id id, struct arena *a, struct text *account)
{
	ROWS r = db_find(db, Q_staff_account, "u", id);

	TRY(rows_one(&r));
	*account = rows_text(&r, 0, a);
	return ERR_OK;
}

enum err staff_unit_name(struct db *db, struct id id, struct arena *a, struct text *name,
			 struct text *name_en)
{
	ROWS r = db_find(db, Q_staff_unit_name, "u", id);

	*name = *name_en = TEXT("");
	if (rows_next(&r)) {
		*name = rows_text(&r, 0, a);
		*name_en = rows_text(&r, 1, a);
	}
	return rows_err(&r);
}

enum err staff_add(struct db *db, const struct staff *s)
{
	if (!rights_may_combine(s->roles))
		return ERR_BAD_INPUT;
	return db_run(db, Q_staff_add, "uttinit", s->id, s->account, s->name, (int64_t)s->roles,
		      s->node, s->unit, s->password);
}

enum err session_add(struct db *db, const struct session *s, struct sha256 token)
{
	return db_run(db, Q_session_add, "uhumm", s->id, token, s->staff, s->created, s->expires);
}

enum err session_caller(struct db *db, struct sha256 token, struct instant now, struct caller *out)
{
	ROWS r = db_find(db, Q_session_find, "hm", token, now);

	TRY(rows_one(&r));
	memset(out, 0, sizeof(*out));
	out->session = rows_id(&r, 0);
	out->staff = rows_id(&r, 1);
	out->roles = (uint32_t)rows_int(&r, 2);
	out->node = rows_code12(&r, 3);
	out->unit = rows_int(&r, 4);
	rows_copy(&r, 5, out->name, sizeof(out->name));
	rows_copy(&r, 6, out->account, sizeof(out->account));
	return ERR_OK;
}

enum err session_remove(struct db *db, struct id id)
{
	return db_run(db, Q_session_remove, "u", id);
}

enum err session_remove_old(struct db *db, struct instant now, bool *left)
{
	TRY(db_run(db, Q_session_remove_old, "mw", now, SESSION_PRUNE_MAX));
	*left = db_changes(db) == SESSION_PRUNE_MAX;
	return ERR_OK;
}
