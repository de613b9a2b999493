/* Running numbers: one row for each kind, node and period. */
#include "broker/store/counters.h"

#include "broker/store/connection.h"

enum err counter_take(struct db *db, enum counter_kind kind, struct code12 node, int64_t period,
		      int64_t *out)
{
	int64_t next = db_int(db, Q_counter_take, 0, "wni", (int)kind, node, period);

	if (!next)
		return db->failed ? db->failed : ERR_STORE;
	*out = next;
	return ERR_OK;
}

enum err counter_skip(struct db *db, enum counter_kind kind, struct code12 node, int64_t period,
		      int64_t used)
{
	return db_run(db, Q_counter_skip, "wnii", (int)kind, node, period, used);
}
