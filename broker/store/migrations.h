/*
 * The schema, step by step. A step that shipped is never edited: the database keeps the digest of
 * each step it has run and refuses a program whose text differs.
 */
#ifndef BROKER_STORE_MIGRATIONS_H
#define BROKER_STORE_MIGRATIONS_H

#include "broker/common/base/err.h"

struct sqlite3;

/* Runs what is missing in one transaction. ERR_STORE when the database is of a newer program or
 * a step differs. */
MUST_USE enum err migrations_run(struct sqlite3 *sqlite);

/* Does the database stand where this program needs it? */
MUST_USE enum err migrations_check(struct sqlite3 *sqlite);

#endif
