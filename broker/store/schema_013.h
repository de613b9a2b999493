/*
 * English names of units and rooms, where there is one.
 */
#ifndef BROKER_STORE_SCHEMA_013_H
#define BROKER_STORE_SCHEMA_013_H

static const char schema_013_sql[] =
	"ALTER TABLE unit ADD COLUMN name_en TEXT NOT NULL DEFAULT '';"
	"ALTER TABLE room ADD COLUMN name_en TEXT NOT NULL DEFAULT '';";

#endif
