/* A file of any bytes gives a whole tree, or faults and nothing. */
#include "broker/core/tree.h"

#include <stdlib.h>

#define FAULTS_MAX 16

static void check_tree(const struct tree *t)
{
	for (size_t i = 0; i < tree_size(t); i++) {
		const struct node *n = tree_at(t, i);
		if (tree_find(t, n->code) != n || !n->name[0] ||
		    !tree_is_within(t, n->code, tree_at(t, 0)->code))
			abort();
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct tree_fault faults[FAULTS_MAX];
	OWN(tree) t = NULL;
	int n = -1;
	enum err e = tree_parse_csv((struct text){ (const char *)data, size }, &t, faults,
				    FAULTS_MAX, &n);

	if (e ? t || n <= 0 : !t || n != 0 || tree_size(t) == 0)
		abort();
	for (int i = 0; i < n && i < FAULTS_MAX; i++)
		if (faults[i].line < 1 || !tree_why_words[faults[i].why] ||
		    (i && faults[i].line < faults[i - 1].line))
			abort();
	if (t)
		check_tree(t);
	return 0;
}
