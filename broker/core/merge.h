/*
 * Three-way merge of texts by their lines: what two people made of the same text becomes one in
 * which nothing that either wrote is lost. Where both changed the same lines, both stand one
 * after the other, the other's first, and the place is told. Pure.
 */
#ifndef BROKER_CORE_MERGE_H
#define BROKER_CORE_MERGE_H

#include "broker/common/base/arena.h"

#define MERGE_CONFLICTS 20 /* told at most; more are merged all the same */

/* Lines that both changed, joined by line breaks. */
struct merge_conflict {
	struct text mine;
	struct text theirs;
};

struct merge {
	struct text text;
	struct merge_conflict conflicts[MERGE_CONFLICTS];
	int n;
};

/* The result is in the arena or borrowed from what came in. */
void merge_lines(struct text base, struct text mine, struct text theirs, struct arena *a,
		 struct merge *out);

/* Every line of either, those of both once: where what they came from is not known any more. */
struct text merge_union(struct text mine, struct text theirs, struct arena *a);

#endif
