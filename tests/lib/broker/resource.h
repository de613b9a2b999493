/*
 * The number of a resource for tests that write claims by themselves, made when it is new.
 */
#ifndef TESTS_LIB_BROKER_RESOURCE_H
#define TESTS_LIB_BROKER_RESOURCE_H

#include "broker/store/claims.h"
#include "broker/store/db.h"
#include "tests/lib/test.h"

static inline int64_t resource_number(struct db *db, const struct resource *r)
{
	int64_t found = resource_find(db, r);

	if (found)
		return found;
	CHECK_EQ(ERR_OK, db_run(db, Q_resource_add, "wtw", (int)r->kind, r->owner, r->lane));
	return db_last_row(db);
}

#endif
