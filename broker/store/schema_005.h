/*
 * Media servers that ever carried a visit, and packages that are kept beside a part.
 */
#ifndef BROKER_STORE_SCHEMA_005_H
#define BROKER_STORE_SCHEMA_005_H

static const char schema_005_sql[] =
	/* A visit moves when its server is lost; the earlier one still brings what it recorded. */
	"CREATE TABLE placement ("
	"  visit TEXT NOT NULL REFERENCES visit(id),"
	"  server TEXT NOT NULL,"
	"  PRIMARY KEY (visit, server)"
	") STRICT, WITHOUT ROWID;"
	"INSERT INTO placement SELECT id, server FROM visit WHERE server IS NOT NULL;"
	"INSERT OR IGNORE INTO placement SELECT r.visit, p.server FROM part AS p"
	" JOIN recording AS r ON r.id = p.recording WHERE p.server <> '';"

	/* Another package than the one that was filed, or of a server that did not begin the part. */
	"CREATE TABLE conflict ("
	"  recording TEXT NOT NULL REFERENCES recording(id),"
	"  part INTEGER NOT NULL CHECK (part > 0),"
	"  copy INTEGER NOT NULL CHECK (copy > 0)," /* of this part, from 1 */
	"  signer TEXT NOT NULL,"                   /* whose seal it bears */
	"  bytes INTEGER NOT NULL,"
	"  manifest BLOB NOT NULL CHECK (length(manifest) = 32)," /* SHA-256 of manifest.json */
	"  at INTEGER NOT NULL,"
	"  PRIMARY KEY (recording, part, copy)"
	") STRICT, WITHOUT ROWID;";

#endif
