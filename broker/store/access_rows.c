/* Rows of access. */
#include "broker/store/access_rows.h"

#include "broker/store/db.h"

enum err access_add(struct db *db, const struct access *a, struct instant now)
{
	TRY(db_run(db, Q_access_remove_old, "m", now));
	return db_run(db, Q_access_add, "huum", a->token, a->session, a->recording, a->expires);
}

bool access_is_granted(struct db *db, const struct access *a)
{
	return db_found(db, Q_access_found, "huum", a->token, a->session, a->recording, a->expires);
}
