/*
 * Rows of a CSV text (RFC 4180), read one by one: quoted cells, either line ending, a byte order
 * mark in front, empty lines skipped. A value; cells are borrowed from the text or the arena.
 */
#ifndef BROKER_COMMON_FORM_CSV_H
#define BROKER_COMMON_FORM_CSV_H

#include "broker/common/base/arena.h"

struct csv {
	struct arena *arena;
	struct text rest;
	int next_line;
	int line; /* where the row of the last call began, from 1 */
};

void csv_init(struct csv *c, struct text in, struct arena *a);

/* The cells of the next row without white space around them; returns how many there are, of which
 * `most` are written; 0 at the end, -1 for a row with a quote that nothing closes. */
int csv_next(struct csv *c, struct text *cells, int most);

#endif
