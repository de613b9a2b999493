/*
 * Parts of a recording: what was delivered and filed, with files, gaps and chapters as its
 * manifest told.
 */
#ifndef BROKER_STORE_PART_ROWS_H
#define BROKER_STORE_PART_ROWS_H

#include "broker/common/form/fields.h"
#include "broker/common/seal/digest.h"
#include "broker/store/recording_rows.h"

struct part {
	struct id recording;
	int64_t part;
	enum recording_state state;
	struct id server; /* that began it */
	struct text server_name;
	int64_t from_ms;
	int64_t till_ms;
	int64_t bytes;
	struct sha256 manifest; /* of manifest.json as filed */
	struct instant filed;
	struct instant since; /* in this state */
};

struct part_file {
	struct text name;
	struct id leg;
	struct text seat_name;
	struct text media;
	int64_t offset_ms;
	int64_t duration_ms;
	int64_t bytes;
	struct sha256 sha256;
	bool document; /* not the people of the leg */
};

struct gap {
	struct id leg; /* "": all of them */
	int64_t from_ms;
	int64_t till_ms;
	struct text why;
	struct text media; /* audio, video, document, all */
};

struct chapter {
	int64_t at_ms;
	struct text text; /* older ones: a sentence */
	struct text kind; /* a word; "": older ones */
	struct text seat_name;
	struct id leg;
};

/* ERR_OK also when it is there. */
MUST_USE enum err part_add(struct db *db, const struct part *p);
MUST_USE enum err part_set_filed(struct db *db, const struct part *p);
/* struct part, in order, without filed. */
MUST_USE enum err part_list(struct db *db, struct id recording, struct arena *a, struct list *out);
/* The media server that began this part; "": nobody did. */
struct id part_server(struct db *db, struct id recording, int64_t part);
/* Is a part of it neither filed nor broken? */
bool part_is_awaited(struct db *db, struct id recording);
/* Was a part of it given up? */
bool part_is_missing(struct db *db, struct id recording);
bool part_is_filed(struct db *db, struct id recording, int64_t part);
MUST_USE enum err part_set_missing(struct db *db, const struct part *p, struct instant now);
/* Awaited since before, of visits that ended before: struct part with its number alone. */
MUST_USE enum err part_list_overdue(struct db *db, struct instant before, int most, struct arena *a,
				    struct list *out);

/* The lowest number that a new part of this media server may have: above those of the servers from
 * which the visit has moved. Late parts have numbers of their own. */
int64_t part_first(struct db *db, struct id recording, struct id server, bool late);

/* What a manifest says replaces what stood there. */
MUST_USE enum err part_save_files(struct db *db, const struct part *p, const struct list *files);
MUST_USE enum err part_save_gaps(struct db *db, const struct part *p, const struct list *gaps);
MUST_USE enum err part_list_files(struct db *db, const struct part *p, struct arena *a,
				  struct list *out);
MUST_USE enum err part_list_gaps(struct db *db, const struct part *p, struct arena *a,
				 struct list *out);
bool part_has_file(struct db *db, struct id recording, int64_t part, struct text name);

/* A package that the archive keeps beside a part. */
struct conflict {
	int64_t part;
	int64_t copy;       /* from 1 */
	struct text signer; /* whose seal it bears */
	int64_t bytes;
	struct sha256 manifest;
	struct instant at;
};
MUST_USE enum err conflict_add(struct db *db, struct id recording, const struct conflict *c);
MUST_USE enum err conflict_list(struct db *db, struct id recording, struct arena *a,
				struct list *out);

MUST_USE enum err chapter_add(struct db *db, struct id recording, const struct chapter *c);
/* In order of time, at most `most`. */
MUST_USE enum err chapter_list(struct db *db, struct id recording, int most, struct arena *a,
			       struct list *out);

#endif
