/*
 * How an import file is read: a table of columns, a function for each row, faults collected on the
 * way. For the import_*.c files of the store only.
 */
#ifndef BROKER_STORE_IMPORT_TABLE_H
#define BROKER_STORE_IMPORT_TABLE_H

#include "broker/store/db.h"
#include "broker/store/import.h"

#define IMPORT_COLUMNS_MAX 12

struct import_row {
	struct import *import;
	struct db *db;
	struct arena *arena; /* of this row */
	const struct import_table *table;
	struct text cells[IMPORT_COLUMNS_MAX];
	int line;
};

/* Checks the row and saves it. Faults go to import_blame; an error ends the import. */
typedef enum err import_row_run(struct import_row *r);

/* What a file looks like. Older files lack the last `optional` columns: their cells are empty. */
struct import_table {
	const char *const *columns; /* NULL at the end */
	int optional;
	import_row_run *run;
};

/* Runs every row inside a savepoint and undoes it all when there is a fault. */
MUST_USE enum err import_run(struct db *db, struct text csv, const struct import_table *table,
			     struct import *i);

void import_blame(struct import_row *r, int column, enum import_why why);
/* Has this row a fault already? Then it is not saved. */
bool import_is_bad(const struct import_row *r);

/* Cells as values; a fault gives a zero. */
struct text import_text(struct import_row *r, int column, int max);
struct text import_text_or_none(struct import_row *r, int column, int max);
int64_t import_int(struct import_row *r, int column, int64_t min, int64_t max);
struct code12 import_node(struct import_row *r, int column);
/* The unit of this code; 0 and no fault for an empty cell when it is optional. */
int64_t import_unit(struct import_row *r, int column, bool optional);
/* The index of a word in a list that ends with NULL. */
int import_word(struct import_row *r, int column, const char *const *words);

/* Saving a row: a constraint that refuses it is a fault of the row's first column. */
MUST_USE enum err import_saved(struct import_row *r, enum err e);

#endif
