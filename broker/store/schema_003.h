/*
 * The third step of the schema: files of a recording that show documents.
 */
#ifndef BROKER_STORE_SCHEMA_003_H
#define BROKER_STORE_SCHEMA_003_H

static const char schema_003_sql[] =
	/* A screen or a document camera of the leg, not the people. */
	"ALTER TABLE part_file ADD COLUMN document INTEGER NOT NULL DEFAULT 0"
	" CHECK (document IN (0, 1));";

#endif
