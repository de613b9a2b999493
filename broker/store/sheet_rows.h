/*
 * Sheets: what several people write at once about a visit, in versions. The newest is what
 * stands; the last SHEET_RECENT are there to be merged with, older ones where another person
 * went on or something was cut, at most SHEET_MOST in all, until SHEET_KEEP_MS; what was filed
 * stays for ever.
 */
#ifndef BROKER_STORE_SHEET_ROWS_H
#define BROKER_STORE_SHEET_ROWS_H

#include "broker/common/base/arena.h"
#include "broker/common/base/clock.h"
#include "broker/common/base/ids.h"

struct db;

#define SHEET_RECENT    64  /* two minutes of typing, saved each two seconds */
#define SHEET_MOST      128 /* of a visit: where two write at once each version counts */
#define SHEET_KEEP_MS   (90 * DAY_MS)
#define SHEET_PRUNE_MAX 5000 /* at once */

enum sheet_kind { SHEET_MINUTES, SHEET_CLOSING }; /* stored: never renumber */

struct sheet {
	struct id visit;
	enum sheet_kind kind;
	int64_t version; /* from 1; 0: there is none yet */
	struct text text;
	struct text lines; /* one a line: time marks, or commitments */
	int choice;        /* SHEET_CLOSING: the outcome; -1: none */
	struct instant at;
	struct id staff;
	struct text name;   /* of the staff; read only */
	struct text writer; /* the window that wrote it, and its how manieth save it was */
	int64_t turn;
	bool filed; /* written only */
};

/* The newest, or one of version 0 without text. */
MUST_USE enum err sheet_load(struct db *db, struct id visit, enum sheet_kind kind, struct arena *a,
			     struct sheet *out);
/* ERR_NOT_FOUND: it was thinned out. */
MUST_USE enum err sheet_load_version(struct db *db, const struct sheet *of, int64_t version,
				     struct arena *a, struct sheet *out);
/* The newest save of the window, which is its name and who sits there; 0: none is kept. */
MUST_USE enum err sheet_last_turn(struct db *db, const struct sheet *of, int64_t *out);
/* Did another window save after the version of `of`? */
bool sheet_has_others(struct db *db, const struct sheet *of);

/* Adds the next version and thins out the old ones. */
MUST_USE enum err sheet_add(struct db *db, const struct sheet *s);
/* The newest version stays for ever. */
MUST_USE enum err sheet_file(struct db *db, struct id visit, enum sheet_kind kind);
MUST_USE enum err sheet_remove(struct db *db, struct id visit, enum sheet_kind kind);
/* Forgets old versions, and old closings altogether; *left says that there are more. */
MUST_USE enum err sheet_prune(struct db *db, struct instant now, bool *left);

#endif
