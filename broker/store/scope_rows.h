/*
 * Scopes in the database: each node with the nodes that it lies in, and for each of these the
 * visits, recordings and words of matters below it, in the order that lists have. New rows come by
 * triggers and search_add; this keeps them in step when the tree changes.
 */
#ifndef BROKER_STORE_SCOPE_ROWS_H
#define BROKER_STORE_SCOPE_ROWS_H

#include "broker/core/tree.h"

struct db;

/* After the nodes were saved, in the same job. Costs what the nodes that moved have: about 50 us for
 * each of their visits and matters. */
MUST_USE enum err scope_save(struct db *db, const struct tree *t);

#endif
