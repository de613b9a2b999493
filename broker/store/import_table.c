/* Reads an import file row by row and collects every fault. */
#include "broker/store/import_table.h"

#include "broker/common/form/csv.h"

#include <string.h>

#define AS_WORD(name, word) [IMPORT_##name] = word,
const char *const import_why_words[IMPORT_WHY_COUNT + 1] = { IMPORT_WHYS(AS_WORD) };

void import_blame(struct import_row *r, int column, enum import_why why)
{
	struct import *i = r->import;

	if (i->fault_n < IMPORT_FAULTS_MAX) {
		struct import_fault *f = &i->faults[i->fault_n];

		f->line = r->line;
		f->why = why;
		f->field[0] = '\0';
		if (column >= 0)
			strncat(f->field, r->table->columns[column], sizeof(f->field) - 1);
	}
	i->fault_n++;
}

bool import_is_bad(const struct import_row *r)
{
	const struct import *i = r->import;
	int last = i->fault_n < IMPORT_FAULTS_MAX ? i->fault_n : IMPORT_FAULTS_MAX;

	return i->fault_n > IMPORT_FAULTS_MAX || (last && i->faults[last - 1].line == r->line);
}

static int count_columns(const char *const *columns)
{
	int n = 0;

	while (columns[n])
		n++;
	return n;
}

/* How many columns the file has; 0 when the heading is none of ours. */
static int read_heading(const struct import_row *r, int n)
{
	int all = count_columns(r->table->columns);
	bool right = n <= all && n >= all - r->table->optional;

	for (int c = 0; right && c < n; c++)
		right = text_is(r->cells[c], r->table->columns[c]);
	return right ? n : 0;
}

static enum err take_row(struct import_row *r, int n, int columns)
{
	if (n != columns) {
		import_blame(r, -1, IMPORT_COLUMNS);
		return ERR_OK;
	}
	for (; n < IMPORT_COLUMNS_MAX; n++)
		r->cells[n] = TEXT("");
	r->import->rows++;
	return r->table->run(r);
}

static enum err take_rows(struct import_row *r, struct csv *csv)
{
	int columns = read_heading(r, csv_next(csv, r->cells, IMPORT_COLUMNS_MAX));
	int n;

	r->line = csv->line;
	if (!columns) {
		import_blame(r, -1, IMPORT_HEADING);
		return ERR_OK;
	}
	while ((n = csv_next(csv, r->cells, IMPORT_COLUMNS_MAX)) != 0) {
		r->line = csv->line;
		TRY(take_row(r, n, columns));
		if (n < 0)
			break;
	}
	return ERR_OK;
}

enum err import_run(struct db *db, struct text csv, const struct import_table *table,
		    struct import *i)
{
	OWN(arena) a = arena_new();
	struct csv rows;
	struct import_row r = { .import = i, .db = db, .arena = a, .table = table };

	i->fault_n = 0;
	i->rows = 0;
	csv_init(&rows, csv, a);
	TRY(db_run(db, Q_import_start, ""));

	enum err e = take_rows(&r, &rows);

	if (!e && i->fault_n)
		e = ERR_BAD_INPUT;
	if (e)
		TRY(db_run(db, Q_import_undo, ""));
	TRY(db_run(db, Q_import_keep, ""));
	return e;
}

struct text import_text(struct import_row *r, int column, int max)
{
	struct text t = r->cells[column];

	if (!t.n)
		import_blame(r, column, IMPORT_EMPTY);
	else if (!text_is_clean(t, false))
		import_blame(r, column, IMPORT_UNCLEAN);
	else if (text_length(t) > (size_t)max)
		import_blame(r, column, IMPORT_LONG);
	else
		return t;
	return TEXT("");
}

struct text import_text_or_none(struct import_row *r, int column, int max)
{
	return r->cells[column].n ? import_text(r, column, max) : TEXT("");
}

int64_t import_int(struct import_row *r, int column, int64_t min, int64_t max)
{
	int64_t v = 0;

	if (text_parse_int(r->cells[column], min, max, &v))
		import_blame(r, column, IMPORT_NUMBER);
	return v;
}

struct code12 import_node(struct import_row *r, int column)
{
	struct code12 code = { "" };

	if (code12_parse(r->cells[column], &code))
		import_blame(r, column, IMPORT_CODE);
	else if (!db_found(r->db, Q_node_found, "n", code))
		import_blame(r, column, IMPORT_NO_NODE);
	return code;
}

int64_t import_unit(struct import_row *r, int column, bool optional)
{
	if (optional && !r->cells[column].n)
		return 0;

	int64_t unit = db_int(r->db, Q_unit_find_code, 0, "t", r->cells[column]);

	if (!unit)
		import_blame(r, column, IMPORT_NO_UNIT);
	return unit;
}

int import_word(struct import_row *r, int column, const char *const *words)
{
	for (int n = 0; words[n]; n++) {
		if (text_is(r->cells[column], words[n]))
			return n;
	}
	import_blame(r, column, IMPORT_WORD);
	return 0;
}

enum err import_saved(struct import_row *r, enum err e)
{
	switch (e) {
	case ERR_DUPLICATE:
		import_blame(r, 0, IMPORT_TWICE);
		return ERR_OK;
	case ERR_NOT_FOUND:
	case ERR_BAD_INPUT:
		import_blame(r, 0, IMPORT_UNFIT);
		return ERR_OK;
	default:
		return e;
	}
}
