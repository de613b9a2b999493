/*
 * Search in short Chinese texts: two-character pieces separated by spaces, under the unicode61
 * tokenizer of FTS5 (the trigram tokenizer finds nothing for a term of two characters). Pure but
 * for search_add.
 */
#ifndef BROKER_STORE_SEARCH_H
#define BROKER_STORE_SEARCH_H

#include "broker/common/arena.h"

struct db;

#define SEARCH_QUERY_MAX 40 /* code points of a question; the rest is not looked at */

/* A MATCH expression that finds every word of the question as it stands there; empty when there
 * is nothing to look for. Whatever is typed cannot be a syntax error. */
struct text search_question(struct text t, struct arena *a);

/* Makes a matter findable; `row` is matter.row. In a job. */
MUST_USE enum err search_add(struct db *db, int64_t row, struct text subject, struct arena *a);

#endif
