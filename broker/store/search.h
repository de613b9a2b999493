/*
 * Search in short Chinese texts: two-character pieces separated by spaces, under the unicode61
 * tokenizer of FTS5 (the trigram tokenizer finds nothing for a term of two characters). Pure but
 * for search_add.
 */
#ifndef BROKER_STORE_SEARCH_H
#define BROKER_STORE_SEARCH_H

#include "broker/common/arena.h"
#include "broker/core/code12.h"

struct db;
struct sqlite3;

#define SEARCH_QUERY_MAX 40 /* code points of a question; the rest is not looked at */

/* A MATCH expression that finds every word of the question as it stands there, within the subtree
 * of a node ("": anywhere); empty when there is nothing to look for. Whatever is typed cannot be
 * a syntax error. */
struct text search_question(struct text t, struct code12 scope, struct arena *a);

/* Gives SQL the function search_pieces(text), for migrations and for what writes the index. */
int search_define(struct sqlite3 *sqlite);

/* Makes a matter findable, by the words of its subject in each node that its village lies in;
 * `row` is matter.row. In a job. */
MUST_USE enum err search_add(struct db *db, int64_t row);

#endif
