/* Nodes in order of adding, found by code through a hash table of their places. */
#include "broker/core/tree.h"

#include "broker/common/base/arena.h"

#include <stdlib.h>

#define TABLE_FIRST 64

struct entry {
	struct node node;
	uint32_t parent;      /* its own place for the nation */
	uint32_t first, last; /* of its children: place + 1; 0: none */
	uint32_t next;        /* child of its parent: place + 1; 0: it is the last */
};

struct tree {
	struct arena *names;
	struct entry *entries;
	uint32_t *places; /* of the entry, + 1; 0: free */
	size_t n;
	size_t room;       /* of entries */
	size_t table_size; /* a power of two, at least twice n */
};

static void *grown(void *at, size_t n, size_t size)
{
	void *p = reallocarray(at, n, size);

	if (!p)
		abort();
	return p;
}

struct tree *tree_new(void)
{
	struct tree *t = calloc(1, sizeof(*t));

	if (!t)
		abort();
	t->names = arena_new();
	return t;
}

void tree_free(struct tree *t)
{
	if (!t)
		return;
	arena_free(t->names);
	free(t->entries);
	free(t->places);
	free(t);
}

static size_t first_slot(const struct tree *t, struct code12 code)
{
	uint64_t v = 0;

	for (int i = 0; i < 12; i++)
		v = v * 10 + (uint8_t)code.digits[i];
	return (size_t)(v * UINT64_C(0x9e3779b97f4a7c15) >> 32) & (t->table_size - 1);
}

/* The slot of the code, or the free one where it would go. */
static uint32_t *slot_of(const struct tree *t, struct code12 code)
{
	size_t i = first_slot(t, code);

	while (t->places[i] && !code12_equals(t->entries[t->places[i] - 1].node.code, code))
		i = (i + 1) & (t->table_size - 1);
	return &t->places[i];
}

static void grow_table(struct tree *t)
{
	if (t->table_size >= 2 * (t->n + 1))
		return;
	free(t->places);
	t->table_size = t->table_size ? 2 * t->table_size : TABLE_FIRST;
	t->places = calloc(t->table_size, sizeof(*t->places));
	if (!t->places)
		abort();
	for (size_t i = 0; i < t->n; i++)
		*slot_of(t, t->entries[i].node.code) = (uint32_t)i + 1;
}

static const struct entry *find(const struct tree *t, struct code12 code)
{
	if (t->n == 0)
		return NULL;
	uint32_t place = *slot_of(t, code);
	return place ? &t->entries[place - 1] : NULL;
}

static enum err find_parent(const struct tree *t, const struct node *n, uint32_t *parent)
{
	if (n->tier < TIER_NATION || n->tier > TIER_VILLAGE)
		return ERR_BAD_INPUT;
	if (n->tier == TIER_NATION) {
		*parent = 0;
		return t->n == 0 && code12_equals(n->parent, n->code) ? ERR_OK : ERR_BAD_INPUT;
	}
	const struct entry *up = find(t, n->parent);
	if (!up)
		return ERR_NOT_FOUND;
	if (n->tier <= up->node.tier)
		return ERR_BAD_INPUT;
	*parent = (uint32_t)(up - t->entries);
	return ERR_OK;
}

static void add_child(struct entry *parent, struct entry *entries, uint32_t child)
{
	if (parent->last)
		entries[parent->last - 1].next = child;
	else
		parent->first = child;
	parent->last = child;
}

enum err tree_add(struct tree *t, const struct node *n)
{
	struct entry e = { .node = *n };

	if (find(t, n->code))
		return ERR_DUPLICATE;
	TRY(find_parent(t, n, &e.parent));
	e.node.name = arena_copy(t->names, text_of(n->name));
	e.node.name_en = arena_copy(t->names, text_of(n->name_en));
	if (t->n == t->room) {
		t->room = t->room ? 2 * t->room : TABLE_FIRST;
		t->entries = grown(t->entries, t->room, sizeof(*t->entries));
	}
	grow_table(t);
	t->entries[t->n++] = e;
	*slot_of(t, n->code) = (uint32_t)t->n;
	if (n->tier != TIER_NATION)
		add_child(&t->entries[e.parent], t->entries, (uint32_t)t->n);
	return ERR_OK;
}

const struct node *tree_find(const struct tree *t, struct code12 code)
{
	const struct entry *e = find(t, code);

	return e ? &e->node : NULL;
}

size_t tree_size(const struct tree *t)
{
	return t->n;
}

const struct node *tree_at(const struct tree *t, size_t i)
{
	return &t->entries[i].node;
}

const struct node *tree_parent(const struct tree *t, const struct node *n)
{
	const struct entry *e = find(t, n->code);

	return e && e->node.tier != TIER_NATION ? &t->entries[e->parent].node : NULL;
}

const struct node *tree_next(const struct tree *t, const struct node *n, struct code12 top)
{
	const struct entry *e = find(t, n->code);

	if (e && e->first)
		return &t->entries[e->first - 1].node;
	while (e && !code12_equals(e->node.code, top) && e->node.tier != TIER_NATION) {
		if (e->next)
			return &t->entries[e->next - 1].node;
		e = &t->entries[e->parent];
	}
	return NULL;
}

bool tree_is_within(const struct tree *t, struct code12 code, struct code12 scope)
{
	const struct entry *e = find(t, code);
	const struct entry *top = find(t, scope);

	if (!e || !top)
		return false;
	while (e != top && e->node.tier > top->node.tier)
		e = &t->entries[e->parent];
	return e == top;
}
