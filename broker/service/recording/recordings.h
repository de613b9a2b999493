/*
 * Recordings: told by the media server, delivered, found, opened and verified.
 */
#ifndef BROKER_SERVICE_RECORDING_RECORDINGS_H
#define BROKER_SERVICE_RECORDING_RECORDINGS_H

#include "broker/archive/archive.h"
#include "broker/common/talk/media_messages.h"
#include "broker/core/visit.h"
#include "broker/service/call.h"
#include "broker/store/recording_rows.h"
#include "broker/store/visit_rows.h"

/* Refuses a delivery with a reason; the audit says so. */
enum err recording_refuse(struct call *c, struct id recording, enum err e, enum why why);

/* After the visit, once no part is awaited: the recording is filed, or incomplete where a part is
 * missing, and the visit is filed. */
MUST_USE enum err recording_settle(struct call *c, struct id recording, struct visit *v);
/* Parts awaited for too long are missing from now on. *left: there is more of it. */
MUST_USE enum err recordings_give_up(struct call *c, bool *left);

/* recording.find */
struct recording_find_in {
	struct text number; /* of a visit or a matter */
	struct text node;
	struct text from; /* days */
	struct text till;
	int kind; /* recording_kind_words: 0 any, else enum matter_kind + 1 */
	struct text after;
};

#define RECORDING_PAGE 50

struct recording_line {
	struct id recording;
	struct id visit;
	struct text visit_number;
	struct text matter_number;
	struct text subject;
	struct instant from;
	int64_t duration_ms;
	int64_t parts;
	struct text state;
	struct text village_name;
	struct text village_name_en;
	struct text unit_name;
	struct text unit_name_en;
};
struct recording_find_out {
	struct list recordings; /* struct recording_line */
	struct text next;       /* empty: these are all */
};

/* recording.get */
struct recording_get_in {
	struct id recording;
	struct text purpose;
};
struct recording_file {
	struct text name;
	struct id leg;
	struct text seat_name;
	struct text media;
	bool document; /* what the leg showed, not its people */
	struct text url;
	int64_t offset_ms;
	int64_t duration_ms;
	int64_t bytes;
	struct text sha256;
};
struct recording_gap {
	int64_t from_ms;
	int64_t till_ms;
	struct id leg;
	struct text media; /* media_words */
	struct text why;   /* gap_words */
};
struct recording_part {
	int64_t part;
	int64_t from_ms;
	int64_t till_ms;
	bool late;         /* came after the fact: beside other parts in time */
	struct list files; /* struct recording_file */
	struct list gaps;  /* struct recording_gap */
};
/* A part that is not there. */
struct recording_missing {
	int64_t part;
	int64_t from_ms; /* where it begins */
	bool late;
	int what; /* recording_missing_words */
	struct instant since;
};
enum { RECORDING_AWAITED, RECORDING_MISSING };
/* Another package of a part, kept beside it: for archivists and auditors. */
struct recording_conflict {
	int64_t part;
	int64_t copy; /* from 1 */
	struct text signer;
	int64_t bytes;
	struct text sha256; /* of its manifest */
	struct instant at;
};
#define RECORDING_CHAPTERS 2000
#define RECORDING_HISTORY  100
struct recording_mark {
	int64_t at_ms;
	struct text text;
};
struct recording_chapter {
	int64_t at_ms;
	struct text kind; /* chapter_words; "": an older one, with text */
	struct id leg;
	struct text seat_name;
	struct text text;
};
struct recording_history {
	struct instant at;
	struct text act;
	struct text purpose;
	struct text role;
};
struct recording_get_out {
	struct id recording;
	struct id visit;
	struct text visit_number;
	struct text matter_number;
	struct text subject;
	struct instant zero;
	int64_t duration_ms;
	struct text state;
	struct text village_name;
	struct text village_name_en;
	struct list parts;     /* struct recording_part */
	struct list missing;   /* struct recording_missing */
	struct list conflicts; /* struct recording_conflict */
	struct list chapters;  /* struct recording_chapter */
	struct list marks;     /* struct recording_mark */
	struct list history;   /* struct recording_history, the newest first */
	bool chapters_more;    /* there are later ones than these */
	bool history_more;     /* there are older ones than these */
};

/* recording.read, internal READ: may this session read this file now? ERR_FORBIDDEN if not,
 * ERR_NOT_SIGNED_IN: there is no such session. */
struct recording_read_in {
	struct id recording;
	int64_t part;
	struct text file;
	struct text access;  /* token of the url */
	struct text session; /* the cookie */
};
struct recording_read_out {
	struct caller caller;
};

/* recording.verify, finished by recording.verified */
struct recording_finding {
	int64_t part;
	struct text file;
	struct text what;
	int64_t chunk;  /* of the journal, counted from 1; 0: not one */
	int64_t offset; /* in the file */
	struct said say;
};
struct recording_verify_out {
	bool ok;
	int64_t bytes;
	struct list findings; /* struct recording_finding */
	struct instant asked; /* for recording.verified only: what was filed later was not read */
};

extern const struct field recording_get_in_fields[];

#endif
