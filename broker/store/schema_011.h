/*
 * A step of the schema: who opened the personal fields of a matter. It shipped: never edit it.
 */
#ifndef BROKER_STORE_SCHEMA_011_H
#define BROKER_STORE_SCHEMA_011_H

static const char schema_011_sql[] =
	"CREATE INDEX audit_matter ON audit(object, seq) WHERE act GLOB 'matter.*';";

#endif
