/*
 * How often a seat joins.
 */
#ifndef BROKER_STORE_SCHEMA_012_H
#define BROKER_STORE_SCHEMA_012_H

static const char schema_012_sql[] =
	/* Its joins are paid for up to this moment (core/joins.h). */
	"ALTER TABLE leg ADD COLUMN paid INTEGER NOT NULL DEFAULT 0;";

#endif
