/*
 * Parts that were not closed in good order: by a write that failed, or by the end of an earlier run.
 * Each is recovered, and told as closed. Disk thread.
 */
#ifndef MEDIA_RECORD_BROKEN_H
#define MEDIA_RECORD_BROKEN_H

#include "media/record/journal.h"
#include "media/record/told.h"

#define BROKEN_MAX 128

/* All zero: none. */
struct broken {
	char paths[BROKEN_MAX][JOURNAL_PATH_MAX];
	int n;
};

/* To be tried again. What is more than there is room for is found at the next start. */
void broken_keep(struct broken *b, const char *path);
void broken_retry(struct broken *b, const struct journal_options *o, struct told *told);

/* ERR_TRUNCATED: it has no beginning. */
MUST_USE enum err broken_recover(const struct journal_options *o, const char *path,
				 struct told *told);

#endif
