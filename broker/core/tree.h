/*
 * The five-tier tree of nodes: built once, then read only, so any thread may read it. Scope goes
 * by edges, never by prefix. Order of nodes is that of adding.
 */
#ifndef BROKER_CORE_TREE_H
#define BROKER_CORE_TREE_H

#include "broker/common/base/own.h"
#include "broker/core/code12.h"
#include "broker/core/day.h"

enum tier { /* never renumber */
	    TIER_NATION = 1,
	    TIER_CITY = 2,
	    TIER_DISTRICT = 3,
	    TIER_TOWNSHIP = 4,
	    TIER_VILLAGE = 5
};

struct node {
	struct code12 code;
	enum tier tier;
	struct code12 parent; /* itself for the nation */
	const char *name;     /* owned by the tree */
	const char *name_en;
	bool has_room;
	struct day valid_from;
};

struct tree;

struct tree *tree_new(void); /* heap: pair with tree_free */
void tree_free(struct tree *t);
OWNABLE(tree)

/* Copies the names. ERR_DUPLICATE for a known code, ERR_NOT_FOUND for an unknown parent,
 * ERR_BAD_INPUT when the tier is not below that of the parent. */
MUST_USE enum err tree_add(struct tree *t, const struct node *n);
const struct node *tree_find(const struct tree *t, struct code12 code); /* NULL: none */
size_t tree_size(const struct tree *t);
const struct node *tree_at(const struct tree *t, size_t i);
const struct node *tree_parent(const struct tree *t, const struct node *n); /* NULL: nation */

/* The subtree of `top` in order, each node before its children: what follows `n`, which is in it.
 * NULL: that was the last. */
const struct node *tree_next(const struct tree *t, const struct node *n, struct code12 top);

/* Is `code` the scope node itself or below it, by edges? */
bool tree_is_within(const struct tree *t, struct code12 code, struct code12 scope);

/* What is wrong in a line; its sentence is "tree_fault.<word>" of config/words. */
enum tree_why {
	TREE_CODE_FORM,
	TREE_LEVEL_FORM,
	TREE_NAME_UNCLEAN,
	TREE_NAME_LONG,
	TREE_NAME_NONE,
	TREE_KIND_FORM,
	TREE_PARENT_OF_NATION,
	TREE_PARENT_FORM,
	TREE_DAY_FORM,
	TREE_ROOM_FORM,
	TREE_HEADING,
	TREE_QUOTES,
	TREE_COLUMN_COUNT,
	TREE_TOO_MANY,
	TREE_EMPTY,
	TREE_CODE_TWICE,
	TREE_PARENT_NONE,
	TREE_NATION_TWICE,
	TREE_LEVEL_ORDER,
};
extern const char *const tree_why_words[];

/* One fault of an import file. */
struct tree_fault {
	int line;
	const char *field;
	enum tree_why why;
};

/* Reads the CSV "code,level,name_zh,name_en,kind,parent,valid_from,room" with a heading line.
 * Nothing is half imported: *out is written only when there are no faults. Writes up to `most`
 * faults with line numbers; *n says how many there are in all. Rows may come in any order. */
MUST_USE enum err tree_parse_csv(struct text csv, struct tree **out, struct tree_fault *faults,
				 int most, int *n);

#endif
