/*
 * Consent: the resident's three answers. A later answer adds a row; the newest counts.
 */
#ifndef BROKER_STORE_CONSENT_ROWS_H
#define BROKER_STORE_CONSENT_ROWS_H

#include "broker/common/base/arena.h"
#include "broker/common/base/clock.h"
#include "broker/common/base/ids.h"
#include "broker/core/visit.h"

struct db;

struct consent_row {
	struct id visit;
	struct consent answers;
	struct text version; /* of the notice that was heard */
	struct instant at;
	struct id staff; /* who wrote it down */
};

MUST_USE enum err consent_add(struct db *db, const struct consent_row *c);
/* The newest; ERR_NOT_FOUND: not asked yet. */
MUST_USE enum err consent_find(struct db *db, struct id visit, struct arena *a,
			       struct consent_row *out);

#endif
