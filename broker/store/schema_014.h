/*
 * A step of the schema: what people type is kept in versions. It shipped: never edit it.
 */
#ifndef BROKER_STORE_SCHEMA_014_H
#define BROKER_STORE_SCHEMA_014_H

static const char schema_014_sql[] =
	/* What several people write at once. Kinds: 0 minutes, 1 closing (never renumber). */
	"CREATE TABLE sheet ("
	"  visit TEXT NOT NULL REFERENCES visit(id),"
	"  kind INTEGER NOT NULL CHECK (kind IN (0, 1)),"
	"  version INTEGER NOT NULL,"
	"  text TEXT NOT NULL,"
	"  lines TEXT NOT NULL,"     /* one a line: time marks, or commitments */
	"  choice INTEGER NOT NULL," /* the outcome of a closing; -1: none */
	"  at INTEGER NOT NULL,"
	"  staff TEXT NOT NULL,"
	"  writer TEXT NOT NULL," /* the window, and its how manieth save */
	"  turn INTEGER NOT NULL,"
	"  filed INTEGER NOT NULL CHECK (filed IN (0, 1)),"
	"  PRIMARY KEY (visit, kind, version)"
	") STRICT, WITHOUT ROWID;"
	"CREATE INDEX sheet_at ON sheet(at) WHERE filed = 0;"
	"INSERT INTO sheet SELECT m.visit, 0, 1, m.text, coalesce((SELECT"
	" group_concat(k.at_ms || char(9) || k.text, char(10)) FROM (SELECT at_ms, text FROM mark"
	" WHERE visit = m.visit ORDER BY seq) AS k), ''), -1, m.at, m.staff, '', 0, 1"
	" FROM minutes AS m;"
	"DROP TABLE mark;"
	"DROP TABLE minutes;"

	/* The form that a clerk has begun, one each; sealed, for it says who came and why. */
	"CREATE TABLE booking_draft ("
	"  staff TEXT PRIMARY KEY,"
	"  form_key TEXT NOT NULL,"
	"  version INTEGER NOT NULL,"
	"  form BLOB," /* NULL: discarded; what comes late of it is not kept again */
	"  at INTEGER NOT NULL,"
	"  writer TEXT NOT NULL,"
	"  turn INTEGER NOT NULL"
	") STRICT, WITHOUT ROWID;"
	"CREATE INDEX booking_draft_at ON booking_draft(at);";

#endif
