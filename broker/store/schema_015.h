/*
 * A step of the schema: since when a part is in its state, so that one that never comes is given up.
 * It shipped: never edit it.
 */
#ifndef BROKER_STORE_SCHEMA_015_H
#define BROKER_STORE_SCHEMA_015_H

static const char schema_015_sql[] =
	"ALTER TABLE part ADD COLUMN since INTEGER NOT NULL DEFAULT 0;"
	"CREATE INDEX part_awaited ON part(since) WHERE state IN (0, 1);";

#endif
