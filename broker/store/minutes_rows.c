/* Minutes and marks in their sheet. */
#include "broker/store/minutes_rows.h"

#include "broker/store/db.h"
#include "broker/store/sheet_rows.h"

#include <stdlib.h>

/* Those of one instant in any order that is always the same. */
static int by_time(const void *a, const void *b)
{
	const struct mark *one = a, *other = b;
	size_t n = one->text.n < other->text.n ? one->text.n : other->text.n;

	if (one->at_ms != other->at_ms)
		return one->at_ms < other->at_ms ? -1 : 1;
	if (one->text.n != other->text.n)
		return one->text.n < other->text.n ? -1 : 1;
	return n ? memcmp(one->text.at, other->text.at, n) : 0;
}

struct text marks_format(const struct list *marks, struct arena *a)
{
	struct mark *sorted = ARENA_LIST(a, struct mark, marks->n);
	struct buffer b;

	if (marks->n)
		memcpy(sorted, marks->items, marks->n * sizeof(*sorted));
	qsort(sorted, marks->n, sizeof(*sorted), by_time);
	buffer_init(&b, a);
	for (size_t i = 0; i < marks->n; i++)
		buffer_addf(&b, "%s%lld\t" TEXT_FMT, i ? "\n" : "", (long long)sorted[i].at_ms,
			    TEXT_ARG(sorted[i].text));
	return buffer_text(&b);
}

struct list marks_parse(struct text lines, struct arena *a)
{
	struct list out = { NULL, 0 };
	size_t room = 0;

	while (lines.n) {
		struct text line = text_next(&lines, '\n'), at = text_next(&line, '\t');
		struct mark *m = list_add(&out, &room, a, sizeof(*m));

		*m = (struct mark){ 0, line };
		if (text_parse_int(at, 0, INT64_MAX, &m->at_ms))
			m->at_ms = 0;
	}
	return out;
}

enum err minutes_load(struct db *db, struct id visit, struct arena *a, struct minutes *out)
{
	struct sheet s;

	TRY(sheet_load(db, visit, SHEET_MINUTES, a, &s));
	*out = (struct minutes){ s.text, marks_parse(s.lines, a) };
	return ERR_OK;
}
