/* The tree that messages go by, and the ones before it. */
#include "broker/wire/exchange.h"

#include <string.h>

#define OLD_MOST (int)(sizeof(((struct wire *)0)->old) / sizeof(struct tree *))

void wire_set_tree(struct wire *w, struct tree *t)
{
	if (w->old_n == OLD_MOST) {
		tree_free(w->old[0]);
		memmove(w->old, w->old + 1, sizeof(w->old[0]) * (size_t)(OLD_MOST - 1));
		w->old_n--;
	}
	if (w->tree)
		w->old[w->old_n++] = (struct tree *)w->tree;
	w->tree = t;
}

void wire_clear(struct wire *w)
{
	for (int i = 0; i < w->old_n; i++)
		tree_free(w->old[i]);
	tree_free((struct tree *)w->tree);
	w->tree = NULL;
	w->old_n = 0;
}
