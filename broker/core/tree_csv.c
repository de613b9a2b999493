/* The import of a tree: every fault of the file is told at once. */
#include "broker/core/tree.h"

#include "broker/common/form/csv.h"

#include <stdlib.h>

#define NAME_MAX_POINTS 100
#define NODES_MAX       100000

enum column { CODE, LEVEL, NAME, NAME_EN, KIND, PARENT, VALID_FROM, ROOM, COLUMNS };

static const char *const columns[COLUMNS] = {
	"code", "level", "name_zh", "name_en", "kind", "parent", "valid_from", "room",
};

const char *const tree_why_words[] = {
	[TREE_CODE_FORM] = "code_form",
	[TREE_LEVEL_FORM] = "level_form",
	[TREE_NAME_UNCLEAN] = "name_unclean",
	[TREE_NAME_LONG] = "name_long",
	[TREE_NAME_NONE] = "name_none",
	[TREE_KIND_FORM] = "kind_form",
	[TREE_PARENT_OF_NATION] = "parent_of_nation",
	[TREE_PARENT_FORM] = "parent_form",
	[TREE_DAY_FORM] = "day_form",
	[TREE_ROOM_FORM] = "room_form",
	[TREE_HEADING] = "heading",
	[TREE_QUOTES] = "quotes",
	[TREE_COLUMN_COUNT] = "column_count",
	[TREE_TOO_MANY] = "too_many",
	[TREE_EMPTY] = "empty",
	[TREE_CODE_TWICE] = "code_twice",
	[TREE_PARENT_NONE] = "parent_none",
	[TREE_NATION_TWICE] = "nation_twice",
	[TREE_LEVEL_ORDER] = "level_order",
	NULL,
};

struct row {
	struct row *next; /* of the same tier */
	struct node node;
	int line;
};

struct import {
	struct arena *arena;
	struct row *first[TIER_VILLAGE + 1]; /* good rows by tier, in order of lines */
	struct row **end[TIER_VILLAGE + 1];
	struct tree_fault *faults;
	int most;
	int n; /* of faults */
	int rows;
};

static void blame(struct import *m, int line, enum column c, enum tree_why why)
{
	const char *field = c < COLUMNS ? columns[c] : NULL;

	if (m->n < m->most)
		m->faults[m->n] = (struct tree_fault){ line, field, why };
	m->n++;
}

static void read_code(struct import *m, const struct text *cells, struct row *r)
{
	if (code12_parse(cells[CODE], &r->node.code))
		blame(m, r->line, CODE, TREE_CODE_FORM);
}

static void read_level(struct import *m, const struct text *cells, struct row *r)
{
	int64_t tier = 0;

	if (text_parse_int(cells[LEVEL], TIER_NATION, TIER_VILLAGE, &tier))
		blame(m, r->line, LEVEL, TREE_LEVEL_FORM);
	r->node.tier = (enum tier)tier;
}

static const char *read_name(struct import *m, const struct text *cells, enum column c, int line)
{
	struct text t = text_trim(cells[c]);

	if (!text_is_clean(t, false))
		blame(m, line, c, TREE_NAME_UNCLEAN);
	else if (text_length(t) > NAME_MAX_POINTS)
		blame(m, line, c, TREE_NAME_LONG);
	else if (t.n == 0 && c == NAME)
		blame(m, line, c, TREE_NAME_NONE);
	return arena_copy(m->arena, t);
}

static void read_kind(struct import *m, const struct text *cells, const struct row *r)
{
	struct text t = cells[KIND];

	for (size_t i = 0; i < t.n; i++) {
		if ((t.at[i] >= 'a' && t.at[i] <= 'z') || t.at[i] == '_')
			continue;
		blame(m, r->line, KIND, TREE_KIND_FORM);
		return;
	}
}

static void read_parent(struct import *m, const struct text *cells, struct row *r)
{
	if (r->node.tier == TIER_NATION) {
		r->node.parent = r->node.code;
		if (cells[PARENT].n && !text_equals(cells[PARENT], cells[CODE]))
			blame(m, r->line, PARENT, TREE_PARENT_OF_NATION);
	} else if (code12_parse(cells[PARENT], &r->node.parent)) {
		blame(m, r->line, PARENT, TREE_PARENT_FORM);
	}
}

static void read_rest(struct import *m, const struct text *cells, struct row *r)
{
	if (day_parse(cells[VALID_FROM], &r->node.valid_from))
		blame(m, r->line, VALID_FROM, TREE_DAY_FORM);
	if (!text_is(cells[ROOM], "yes") && !text_is(cells[ROOM], "no"))
		blame(m, r->line, ROOM, TREE_ROOM_FORM);
	r->node.has_room = text_is(cells[ROOM], "yes");
}

static void read_row(struct import *m, const struct text *cells, int line)
{
	struct row *r = ARENA_NEW(m->arena, struct row);
	int faults_before = m->n;

	r->line = line;
	read_code(m, cells, r);
	read_level(m, cells, r);
	r->node.name = read_name(m, cells, NAME, line);
	r->node.name_en = read_name(m, cells, NAME_EN, line);
	read_kind(m, cells, r);
	read_parent(m, cells, r);
	read_rest(m, cells, r);
	if (m->n != faults_before)
		return;
	*m->end[r->node.tier] = r;
	m->end[r->node.tier] = &r->next;
}

static bool is_heading(const struct text *cells, int n)
{
	for (int i = 0; i < n && i < COLUMNS; i++)
		if (!text_is(cells[i], columns[i]))
			return false;
	return n == COLUMNS;
}

static void read_rows(struct import *m, struct text in)
{
	struct text cells[COLUMNS];
	struct csv csv;
	int n;

	csv_init(&csv, in, m->arena);
	n = csv_next(&csv, cells, COLUMNS);
	if (n <= 0 || !is_heading(cells, n)) {
		blame(m, 1, COLUMNS, TREE_HEADING);
		return;
	}
	while ((n = csv_next(&csv, cells, COLUMNS)) != 0) {
		if (n < 0)
			blame(m, csv.line, COLUMNS, TREE_QUOTES);
		else if (n != COLUMNS)
			blame(m, csv.line, COLUMNS, TREE_COLUMN_COUNT);
		else if (++m->rows <= NODES_MAX)
			read_row(m, cells, csv.line);
		else {
			blame(m, csv.line, COLUMNS, TREE_TOO_MANY);
			return;
		}
	}
	if (m->rows == 0 && m->n == 0)
		blame(m, csv.line, COLUMNS, TREE_EMPTY);
}

static void plant(struct import *m, struct tree *t, const struct row *r)
{
	enum err e = tree_add(t, &r->node);

	if (e == ERR_DUPLICATE)
		blame(m, r->line, CODE, TREE_CODE_TWICE);
	else if (e == ERR_NOT_FOUND)
		blame(m, r->line, PARENT, TREE_PARENT_NONE);
	else if (e && r->node.tier == TIER_NATION)
		blame(m, r->line, LEVEL, TREE_NATION_TWICE);
	else if (e)
		blame(m, r->line, LEVEL, TREE_LEVEL_ORDER);
}

static int by_line(const void *a, const void *b)
{
	const struct tree_fault *x = a, *y = b;

	return (x->line > y->line) - (x->line < y->line);
}

enum err tree_parse_csv(struct text csv, struct tree **out, struct tree_fault *faults, int most,
			int *n)
{
	OWN(arena) a = arena_new();
	OWN(tree) t = tree_new();
	struct import m = { .arena = a, .faults = faults, .most = most };

	for (int i = 0; i <= TIER_VILLAGE; i++)
		m.end[i] = &m.first[i];
	read_rows(&m, csv);
	for (int i = TIER_NATION; i <= TIER_VILLAGE; i++)
		for (const struct row *r = m.first[i]; r; r = r->next)
			plant(&m, t, r);
	*n = m.n;
	if (m.n) {
		qsort(faults, (size_t)(m.n < most ? m.n : most), sizeof(*faults), by_line);
		return ERR_BAD_INPUT;
	}
	*out = tree_give(&t);
	return ERR_OK;
}
