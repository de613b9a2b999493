/*
 * The second step of the schema: the quality of legs, muted legs, draining media servers. It
 * shipped: never edit it.
 */
#ifndef BROKER_STORE_SCHEMA_002_H
#define BROKER_STORE_SCHEMA_002_H

static const char schema_002_sql[] =
	/* What the link of a leg was like, each five seconds. Of links, never of people. */
	"CREATE TABLE quality ("
	"  visit TEXT NOT NULL REFERENCES visit(id),"
	"  at INTEGER NOT NULL,"
	"  leg TEXT NOT NULL,"
	"  rtt_ms INTEGER NOT NULL," /* -1: not known */
	"  up_lost_permille INTEGER NOT NULL,"
	"  up_jitter_ms INTEGER NOT NULL,"
	"  up_kbps INTEGER NOT NULL,"
	"  up_width INTEGER NOT NULL,"
	"  up_height INTEGER NOT NULL,"
	"  up_freezes INTEGER NOT NULL," /* -1: cannot be known */
	"  up_frozen_ms INTEGER NOT NULL,"
	"  down_lost_permille INTEGER NOT NULL,"
	"  down_jitter_ms INTEGER NOT NULL,"
	"  down_kbps INTEGER NOT NULL,"
	"  down_width INTEGER NOT NULL,"
	"  down_height INTEGER NOT NULL,"
	"  down_freezes INTEGER NOT NULL,"
	"  down_frozen_ms INTEGER NOT NULL,"
	"  PRIMARY KEY (visit, at, leg)"
	") STRICT, WITHOUT ROWID;"
	"CREATE INDEX quality_at ON quality(at);"

	/* Whoever receives may mute a seat; it stays so when its leg comes again. */
	"ALTER TABLE leg ADD COLUMN muted INTEGER NOT NULL DEFAULT 0 CHECK (muted IN (0, 1));"

	/* A media server that gets no new visits, so that it can be maintained. */
	"ALTER TABLE media_server ADD COLUMN draining INTEGER NOT NULL DEFAULT 0"
	" CHECK (draining IN (0, 1));";

#endif
