/* Import of units, rooms and receptions. */
#include "broker/store/import.h"

#include "broker/core/rota.h"
#include "broker/store/import_table.h"

#define NAME_MAX_POINTS 100

static const char *const kind_words[] = { "petition", "department", "court", "other", NULL };

enum unit_column { UNIT_CODE, UNIT_NAME, UNIT_NODE, UNIT_KIND, UNIT_NAME_EN };
static const char *const unit_columns[] = { "code", "name", "node", "kind", "name_en", NULL };

static enum err take_unit(struct import_row *r)
{
	struct text code = import_text(r, UNIT_CODE, 32);
	struct text name = import_text(r, UNIT_NAME, NAME_MAX_POINTS);
	struct code12 node = import_node(r, UNIT_NODE);
	int kind = import_word(r, UNIT_KIND, kind_words);
	struct text name_en = import_text_or_none(r, UNIT_NAME_EN, NAME_MAX_POINTS);

	if (import_is_bad(r))
		return ERR_OK;
	return import_saved(r, db_run(r->db, Q_unit_save, "ttntt", code, name, node,
				      text_of(kind_words[kind]), name_en));
}

enum err import_units(struct db *db, struct text csv, struct import *i)
{
	static const struct import_table table = { .columns = unit_columns,
						   .optional = 1,
						   .run = take_unit };

	return import_run(db, csv, &table, i);
}

enum room_column { ROOM_NODE, ROOM_NAME, ROOM_KIND, ROOM_NAME_EN };
static const char *const room_columns[] = { "node", "name", "kind", "name_en", NULL };
static const char *const room_words[] = { "reception", "meeting", "mobile", NULL };

static enum err take_room(struct import_row *r)
{
	struct code12 node = import_node(r, ROOM_NODE);
	struct text name = import_text(r, ROOM_NAME, NAME_MAX_POINTS);
	int kind = import_word(r, ROOM_KIND, room_words);
	struct text name_en = import_text_or_none(r, ROOM_NAME_EN, NAME_MAX_POINTS);

	if (import_is_bad(r))
		return ERR_OK;
	return import_saved(r, db_run(r->db, Q_room_save, "nttt", node, name,
				      text_of(room_words[kind]), name_en));
}

enum err import_rooms(struct db *db, struct text csv, struct import *i)
{
	static const struct import_table table = { .columns = room_columns,
						   .optional = 1,
						   .run = take_room };

	return import_run(db, csv, &table, i);
}

enum reception_column {
	RULE_UNIT,
	RULE_RULE,
	RULE_FROM,
	RULE_TILL,
	RULE_SLOT,
	RULE_BUFFER,
	RULE_SHIFT,
	RULE_PEOPLE,
	RULE_ANCHOR
};
static const char *const reception_columns[] = { "unit",     "rule",       "from",  "till",
						 "slot_min", "buffer_min", "shift", "people",
						 "anchor",   NULL };
static const char *const shift_words[] = { "NEXT_WORKDAY", "PREV_WORKDAY", "SKIP", "KEEP", NULL };

static int take_minute(struct import_row *r, enum reception_column column)
{
	int minute = 0;

	if (minute_parse(r->cells[column], &minute))
		import_blame(r, column, IMPORT_MINUTE);
	return minute;
}

static void check_people(struct import_row *r)
{
	struct text people = r->cells[RULE_PEOPLE];

	while (people.n) {
		struct text account = text_next(&people, '|');

		if (!db_found(r->db, Q_staff_find_account, "t", account))
			import_blame(r, RULE_PEOPLE, IMPORT_NO_ACCOUNT);
	}
}

static void check_rule(struct import_row *r)
{
	struct rota rota;
	struct day anchor;

	if (rota_parse(r->cells[RULE_RULE], &rota))
		import_blame(r, RULE_RULE, IMPORT_RULE);
	if (day_parse(r->cells[RULE_ANCHOR], &anchor))
		import_blame(r, RULE_ANCHOR, IMPORT_DAY);
}

static enum err take_reception(struct import_row *r)
{
	int64_t unit = import_unit(r, RULE_UNIT, false);
	int from = take_minute(r, RULE_FROM);
	int till = take_minute(r, RULE_TILL);
	int64_t slot = import_int(r, RULE_SLOT, 5, 480) * MINUTE_MS;
	int64_t buffer = import_int(r, RULE_BUFFER, 0, 240) * MINUTE_MS;
	int shift = import_word(r, RULE_SHIFT, shift_words);

	check_rule(r);
	check_people(r);
	if (from >= till)
		import_blame(r, RULE_TILL, IMPORT_REVERSED);
	if (import_is_bad(r))
		return ERR_OK;
	return import_saved(r, db_run(r->db, Q_rule_save, "itwwiiwtt", unit, r->cells[RULE_RULE],
				      from, till, slot, buffer, shift, r->cells[RULE_PEOPLE],
				      r->cells[RULE_ANCHOR]));
}

enum err import_receptions(struct db *db, struct text csv, struct import *i)
{
	static const struct import_table table = { .columns = reception_columns,
						   .run = take_reception };

	return import_run(db, csv, &table, i);
}
