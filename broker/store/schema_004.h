/*
 * The fourth step of the schema: the room whose terminal an event concerns.
 */
#ifndef BROKER_STORE_SCHEMA_004_H
#define BROKER_STORE_SCHEMA_004_H

static const char schema_004_sql[] =
	/* The resident's room as in a terminal's certificate, 990101101001-1; NULL: none. */
	"ALTER TABLE event ADD COLUMN terminal TEXT;";

#endif
