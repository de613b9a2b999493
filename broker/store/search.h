/*
 * Search in short Chinese texts: two-character pieces separated by spaces, under the unicode61
 * tokenizer of FTS5 (the trigram tokenizer finds nothing for a term of two characters). FTS5 looks
 * for rows that have all words without looking at where it was told to end: words that many rows
 * have, but never together, took the whole index. So each row also says of which block of rows it
 * is, and a block is asked at a time. Pure but for search_add.
 */
#ifndef BROKER_STORE_SEARCH_H
#define BROKER_STORE_SEARCH_H

#include "broker/common/base/arena.h"
#include "broker/common/form/fields.h"
#include "broker/core/code12.h"

struct db;
struct sqlite3;

#define SEARCH_QUERY_MAX 40 /* code points of a question; the rest is not looked at */

#define SEARCH_BLOCK_BITS          8 /* rows of a block: looking through 256 is far under a millisecond */
#define SEARCH_TEXT_OF(number)     #number
#define SEARCH_BLOCK_OF(row, bits) "(" row " >> " SEARCH_TEXT_OF(bits) ")"

/* Before the code of a node and the number of a block, in the column "scope": characters of
 * private use, so that nothing that is typed can be one. As SEARCH_SCOPE writes them. */
#define SEARCH_NODE  "\xee\x80\x80" /* U+E000 */
#define SEARCH_BLOCK "\xee\x80\x81" /* U+E001 */
#define SEARCH_SCOPE(row, village)                                                                 \
	"(SELECT coalesce(group_concat(char(57344) || scope, ' '), '') FROM node_scope"            \
	" WHERE node = " village                                                                   \
	") || ' ' || char(57345) || " SEARCH_BLOCK_OF(row, SEARCH_BLOCK_BITS)

/* What is looked for: every word of a question as it stands there, in the subtree of a node. */
struct search {
	struct list terms; /* struct text: MATCH expressions of one piece; a row has all of them */
	struct text words;
	struct code12 scope;
};

/* scope "": anywhere. No terms when there is nothing to look for. Whatever is typed cannot be a
 * syntax error. */
struct search search_parse(struct text t, struct code12 scope, struct arena *a);

/* The MATCH expression that finds it in the rows with this number above their last
 * SEARCH_BLOCK_BITS. */
struct text search_block(const struct search *s, int64_t block, struct arena *a);

/* Gives SQL the function search_pieces(text), for migrations and for what writes the index. */
int search_define(struct sqlite3 *sqlite);

/* Makes a matter findable, by the words of its subject in each node that its village lies in;
 * `row` is matter.row. In a job. */
MUST_USE enum err search_add(struct db *db, int64_t row);

#endif
