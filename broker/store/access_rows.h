/*
 * Access: which session may read the files of a recording, until when. Of the token only its
 * digest is kept.
 */
#ifndef BROKER_STORE_ACCESS_ROWS_H
#define BROKER_STORE_ACCESS_ROWS_H

#include "broker/common/base/clock.h"
#include "broker/common/base/ids.h"
#include "broker/common/seal/digest.h"

struct db;

struct access {
	struct sha256 token;
	struct id session;
	struct id recording;
	struct instant expires;
};

/* Forgets those that are over, too. */
MUST_USE enum err access_add(struct db *db, const struct access *a, struct instant now);
/* a->expires is now. */
bool access_is_granted(struct db *db, const struct access *a);

#endif
