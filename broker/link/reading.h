/*
 * A file of a recording on its way out: opened and read piece by piece on the thread pool, one
 * piece at a time, the next one only when the last is gone. Owned by the loop; while a piece is
 * being read, by the pool.
 */
#ifndef BROKER_LINK_READING_H
#define BROKER_LINK_READING_H

#include "broker/common/base/ids.h"
#include "broker/link/web.h"

#define READINGS_MAX  256
#define READING_PIECE (128u << 10)

/* A piece has to be out in this time, or the reader loses its place: 2 kB/s. */
#define READING_PIECE_US INT64_C(60000000)

struct reading_name {
	struct id recording;
	uint32_t part;
	struct text file;
	struct text range; /* the header; empty: all */
};

enum reading_step { READING_WAITS, READING_GOES_ON, READING_ENDED, READING_FAILED };

/* Begins; the answer of `w` is set when the file is open. ERR_BUSY: too many at once;
 * ERR_TOO_MANY: too many of this account. */
MUST_USE enum err reading_start(struct web *w, const struct reading_name *name);

/* Writes once; READING_WAITS: web_ready is called when there is more. */
enum reading_step reading_write(struct reading *r, struct lws *wsi);

/* For the head. */
int64_t reading_length(const struct reading *r);
bool reading_format_range(const struct reading *r, char *out, size_t size);

/* The connection is gone; NULL is fine. */
void reading_drop(struct reading *r);

#endif
