/*
 * The sixth step of the schema: the data key is known by what it sealed, and sealed values are
 * bound to their row. It shipped: never edit it.
 */
#ifndef BROKER_STORE_SCHEMA_006_H
#define BROKER_STORE_SCHEMA_006_H

static const char schema_006_sql[] =
	/* A known word sealed with the data key: another key does not open it. */
	"CREATE TABLE data_key ("
	"  one INTEGER PRIMARY KEY CHECK (one = 1),"
	"  sealed BLOB NOT NULL"
	") STRICT;"

	/* How name, contact and address are sealed. 1: before this step, at no place; such rows are
	 * sealed anew at the next start. 2: at their row and column. */
	"ALTER TABLE matter ADD COLUMN sealed INTEGER NOT NULL DEFAULT 1"
	" CHECK (sealed IN (1, 2));"
	"CREATE INDEX matter_unbound ON matter(row) WHERE sealed = 1;";

#endif
