/* Cells and rows of CSV. */
#include "broker/common/form/csv.h"

#include <string.h>

void csv_init(struct csv *c, struct text in, struct arena *a)
{
	if (text_starts(in, "\xef\xbb\xbf"))
		in = (struct text){ in.at + 3, in.n - 3 };
	*c = (struct csv){ a, in, 1, 0 };
}

static void skip(struct csv *c, size_t n)
{
	c->rest.at += n;
	c->rest.n -= n;
}

static bool stands(const struct csv *c, char letter)
{
	return c->rest.n && c->rest.at[0] == letter;
}

/* Up to the comma or the end of the line. */
static struct text plain_cell(struct csv *c)
{
	struct text cell = { c->rest.at, 0 };

	while (cell.n < c->rest.n && cell.at[cell.n] != ',' && cell.at[cell.n] != '\n')
		cell.n++;
	skip(c, cell.n);
	return text_trim(cell);
}

/* A doubled quote stands for one. */
static bool quoted_cell(struct csv *c, struct text *out)
{
	struct buffer cell;

	buffer_init(&cell, c->arena);
	skip(c, 1);
	for (;;) {
		const char *end = c->rest.n ? memchr(c->rest.at, '"', c->rest.n) : NULL;
		if (!end)
			return false;
		size_t n = (size_t)(end - c->rest.at);
		for (size_t i = 0; i < n; i++)
			c->next_line += c->rest.at[i] == '\n';
		buffer_add(&cell, c->rest.at, n);
		skip(c, n + 1);
		if (!stands(c, '"'))
			break;
		buffer_add(&cell, "\"", 1);
		skip(c, 1);
	}
	*out = buffer_text(&cell);
	return plain_cell(c).n == 0;
}

static void skip_line(struct csv *c)
{
	text_next(&c->rest, '\n');
	c->next_line++;
}

static void skip_empty_lines(struct csv *c)
{
	while (c->rest.n) {
		struct text after = c->rest;
		if (text_trim(text_next(&after, '\n')).n)
			return;
		c->rest = after;
		c->next_line++;
	}
}

static bool next_cell(struct csv *c, struct text *out)
{
	while (stands(c, ' '))
		skip(c, 1);
	if (stands(c, '"'))
		return quoted_cell(c, out);
	*out = plain_cell(c);
	return true;
}

int csv_next(struct csv *c, struct text *cells, int most)
{
	int n = 0;

	skip_empty_lines(c);
	c->line = c->next_line;
	if (!c->rest.n)
		return 0;
	for (;;) {
		struct text cell;
		if (!next_cell(c, &cell)) {
			skip_line(c);
			return -1;
		}
		if (n < most)
			cells[n] = cell;
		n++;
		if (!stands(c, ','))
			break;
		skip(c, 1);
	}
	skip_line(c);
	return n;
}
