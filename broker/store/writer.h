/*
 * The writer: one thread that owns the connection for writing. Jobs come by mailbox; each runs in
 * a savepoint, and whatever is queued while the last commit is being synced goes into the next
 * one. A job goes to its answer mailbox after the commit, never before. A job belongs to its
 * poster, then to the writer, then to the taker of the answer.
 */
#ifndef BROKER_STORE_WRITER_H
#define BROKER_STORE_WRITER_H

#include "broker/common/base/err.h"
#include "broker/common/base/mailbox.h"

#include <stdint.h>

struct db;
struct outbox;

#define WRITER_QUEUE 4096 /* jobs waiting; then ERR_BUSY */
#define WRITER_BATCH 256  /* jobs of one commit */

struct job {
	/* On the writer thread; anything but ERR_OK undoes what it did. */
	enum err (*run)(struct job *j, struct db *db);
	struct mailbox *answer; /* borrowed; must have room for all its jobs */
	enum err result;        /* of the commit: ERR_STORE, ERR_DISK_FULL, ERR_BUSY */
};

/* Posts a job that has run to its answer mailbox; waits while that is full. */
void job_answer(struct job *j);

struct writer;

/* Opens the database and starts the thread. The outbox, if any, learns the newest cursor after
 * each commit and before the answers. */
MUST_USE enum err writer_new(const char *path, struct outbox *outbox, struct writer **out);
/* Refuses further jobs, ends what is queued, writes the log back and stops. */
void writer_free(struct writer *w);
OWNABLE(writer)

/* ERR_BUSY: too many wait; ERR_STOPPING. Then the job is still the caller's. Any thread. */
MUST_USE enum err writer_post(struct writer *w, struct job *j);

/* For /metrics; any thread. */
struct writer_count {
	int64_t jobs;
	int64_t commits;
	int64_t failed_commits;
	int64_t checkpoints;
	int64_t log_pages; /* of the write-ahead log now */
};
struct writer_count writer_count(struct writer *w);

#endif
