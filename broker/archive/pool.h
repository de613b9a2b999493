/*
 * The archive's threads: take jobs by a mailbox, run the slow functions of archive.h, post the
 * finished job to the mailbox it names. A job belongs to its poster, then to the pool, then to
 * the taker of the result.
 */
#ifndef BROKER_ARCHIVE_POOL_H
#define BROKER_ARCHIVE_POOL_H

#include "broker/archive/archive.h"

enum archive_job_kind { ARCHIVE_PUT, ARCHIVE_VERIFY };

#define ARCHIVE_PATH_MAX 512

struct archive_job {
	enum archive_job_kind kind;
	struct archive_terms terms;  /* verify: the recording alone */
	char from[ARCHIVE_PATH_MAX]; /* put: the package folder */
	struct mailbox *answer;      /* borrowed; where the finished job goes */
	uint64_t tag;                /* the caller's, to find what it belongs to */
	struct arena *arena;         /* the job's own: findings and manifests live in it */
	struct archive_progress progress;
	/* the result */
	enum err err;
	struct archive_findings findings; /* verify */
	struct archive_taken taken;       /* put */
};

struct archive_job *archive_job_new(void); /* heap, with an arena */
void archive_job_free(struct archive_job *j);
OWNABLE(archive_job)

struct archive_pool;

/* The archive is borrowed. */
MUST_USE enum err archive_pool_new(struct archive *a, int threads, struct archive_pool **out);
/* Ends running verifies early, waits for the threads; jobs not begun are freed. */
void archive_pool_free(struct archive_pool *p);
OWNABLE(archive_pool)

/* ERR_BUSY when too many wait: the job is still the caller's. If the answer's mailbox is full the
 * pool waits for it; if that is closed the job is freed. */
MUST_USE enum err archive_post(struct archive_pool *p, struct archive_job *j);

#endif
