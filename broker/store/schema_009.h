/*
 * The ninth step of the schema: chapters and gaps as words with whose they are.
 */
#ifndef BROKER_STORE_SCHEMA_009_H
#define BROKER_STORE_SCHEMA_009_H

static const char schema_009_sql[] =
	/* '' in those of the first manifests, which have a sentence in text instead. */
	"ALTER TABLE chapter ADD COLUMN kind TEXT NOT NULL DEFAULT '';"
	"ALTER TABLE chapter ADD COLUMN seat_name TEXT NOT NULL DEFAULT '';"
	"ALTER TABLE chapter ADD COLUMN leg TEXT;"
	/* audio, video, document, all */
	"ALTER TABLE gap ADD COLUMN media TEXT NOT NULL DEFAULT 'all';";

#endif
