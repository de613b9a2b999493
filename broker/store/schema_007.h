/*
 * The seventh step of the schema: audit entries say which account and from where, and heads of the
 * chain are signed. It shipped: never edit it.
 */
#ifndef BROKER_STORE_SCHEMA_007_H
#define BROKER_STORE_SCHEMA_007_H

static const char schema_007_sql[] =
	/* What the hash of an entry covers. 1: as before this step; 2: account and address too. */
	"ALTER TABLE audit ADD COLUMN version INTEGER NOT NULL DEFAULT 1 CHECK (version IN (1, 2));"
	/* Of staff; of a program its certificate's name; empty: nobody known. */
	"ALTER TABLE audit ADD COLUMN account TEXT NOT NULL DEFAULT '';"
	/* Where the connection came from; of what the broker does by itself: its name. */
	"ALTER TABLE audit ADD COLUMN address TEXT NOT NULL DEFAULT '';"

	/* Heads of the chain, signed with a key that is not in this database. They stand in a file
	 * outside of it too. */
	"CREATE TABLE audit_signed ("
	"  seq INTEGER PRIMARY KEY,"
	"  at INTEGER NOT NULL,"
	"  hash BLOB NOT NULL CHECK (length(hash) = 32),"
	"  key BLOB NOT NULL CHECK (length(key) = 32)," /* SHA-256 of the public key */
	"  signature BLOB NOT NULL"
	") STRICT;"
	/* Those that wait for their files: few, among all that ever were. */
	"CREATE INDEX recording_waits ON recording(zero) WHERE state = 1;"

	"CREATE TRIGGER audit_signed_no_change BEFORE UPDATE ON audit_signed"
	" BEGIN SELECT RAISE(ABORT, 'forbidden'); END;"
	"CREATE TRIGGER audit_signed_no_removal BEFORE DELETE ON audit_signed"
	" BEGIN SELECT RAISE(ABORT, 'forbidden'); END;";

#endif
