/*
 * What several people write at once about a visit: the minutes, and the closing that is being
 * drafted. Each save names the version that it began from; when another has saved since, the two
 * are merged by lines, so that nothing that either wrote is lost.
 */
#ifndef BROKER_SERVICE_VISIT_SHEETS_H
#define BROKER_SERVICE_VISIT_SHEETS_H

#include "broker/service/call.h"
#include "broker/store/sheet_rows.h"
#include "broker/store/visit_rows.h"

/* What both changed; both stand in the text. */
struct sheet_conflict {
	struct text mine;
	struct text theirs;
};

struct sheet_saved {
	struct sheet now;      /* what stands after the save */
	bool merged;           /* it is not what was sent */
	struct list conflicts; /* struct sheet_conflict */
};

/* `s` with the version that it began from. ERR_TOO_LARGE: merged it is too long. */
MUST_USE enum err sheets_save(struct call *c, const struct sheet *s, const struct visit *v,
			      struct sheet_saved *out);

struct visit_mark {
	int64_t at_ms;
	struct text text;
};

/* The marks of a sheet's lines: struct visit_mark. */
struct list visit_marks_of(struct call *c, struct text lines);

/* minutes.get */
struct minutes_get_out {
	int64_t version; /* 0: none yet */
	struct text text;
	struct list marks; /* struct visit_mark */
	struct text name;  /* who saved it */
	struct instant at;
};

/* minutes.save */
struct minutes_save_in {
	struct id visit;
	int64_t version;
	struct text writer;
	int64_t turn;
	struct text text;
	struct list marks; /* struct visit_mark */
};
struct minutes_save_out {
	int64_t version;
	bool merged;
	struct text text;
	struct list marks;     /* struct visit_mark */
	struct list conflicts; /* struct sheet_conflict */
};

/* What is planned at the close; unit 0, no act and no day while it is not filled in. */
struct closing_promise {
	int64_t unit;
	struct text act;
	struct text due;
};

/* closing.get */
struct closing_get_out {
	int64_t version; /* 0: none yet */
	int outcome;     /* enum visit_outcome; -1: none chosen yet */
	struct text reply;
	struct list commitments; /* struct closing_promise */
	struct text name;        /* who saved it */
	struct instant at;
};

/* closing.save */
struct closing_save_in {
	struct id visit;
	int64_t version;
	struct text writer;
	int64_t turn;
	struct text outcome; /* a word of visit_outcome; empty: none chosen yet */
	struct text reply;
	struct list commitments; /* struct closing_promise */
};
struct closing_save_out {
	int64_t version;
	bool merged;
	int outcome;
	struct text reply;
	struct list commitments; /* struct closing_promise */
	struct list conflicts;   /* struct sheet_conflict */
};

extern const struct field visit_mark_fields[];
extern const struct field sheet_conflict_fields[];

/* Members that all saves have. */
#define VERSION_MAX INT64_C(1000000000)
#define WRITER_HELP "of the window: the same for all its saves, with turn growing by each"

#endif
