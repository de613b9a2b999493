/*
 * What stands ready before the threads start: rules and keys read from their files, the database
 * brought up to date, demo data imported once, the tree. One thread, at the start.
 */
#ifndef BROKER_OPENING_H
#define BROKER_OPENING_H

#include "broker/service/rules.h"
#include "broker/settings.h"

struct keypair;
struct tree;

struct opening {
	struct holidays *holidays;
	struct secret_key data_key;
	struct keypair *audit_key;
	struct rules rules;  /* borrows the two above; the archive is filled in by main */
	struct arena *arena; /* the notice */
	struct tree *tree;   /* given to wire */
};

/* demo: a folder of CSV files to import when the database is empty; NULL: none. The log says what
 * is wrong. */
MUST_USE enum err opening_load(const struct broker_settings *s, const char *demo,
			       struct opening *out);
void opening_clear(struct opening *o);

#endif
