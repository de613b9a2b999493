/* A transaction: with it the head of the audit chain is read and kept. */
#include "broker/store/connection.h"

#include "broker/common/base/log.h"

enum err db_start(struct db *db)
{
	TRY(db_run(db, Q_tx_start, ""));
	db->event_added = false;
	return audit_load_head(db);
}

enum err db_commit(struct db *db)
{
	enum err e = audit_save_head(db);

	if (!e)
		e = db_run(db, Q_tx_commit, "");
	if (e)
		db_rollback(db);
	return e;
}

void db_rollback(struct db *db)
{
	/* Nothing is lost when this fails: the transaction ends with the connection. */
	if (!db_is_outside(db) && db_run(db, Q_tx_rollback, ""))
		log_odd("store.failed", "where=rollback");
}
