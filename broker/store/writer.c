/* The writer thread: batches of jobs, one commit for each, answers after it. */
#include "broker/store/writer.h"

#include "broker/common/base/log.h"
#include "broker/store/connection.h"
#include "broker/store/outbox.h"

#include <pthread.h>
#include <stdlib.h>
#include <time.h>

/* Pages of the log: written back at once past the first, when nothing else is to do past the
 * second (limits.md: long stretches between checkpoints are the fastest). */
#define LOG_PAGES_MOST 20000
#define LOG_PAGES_IDLE 1000
#define IDLE_MS        200

struct writer {
	struct db *db;
	struct mailbox *queue;
	struct outbox *outbox; /* borrowed; NULL: none */
	pthread_t thread;
	int log_behind; /* pages of the log that a reader kept from being used again */
	_Atomic int64_t jobs;
	_Atomic int64_t commits;
	_Atomic int64_t failed_commits;
	_Atomic int64_t checkpoints;
	_Atomic int64_t log_pages;
};

struct batch {
	struct job *jobs[WRITER_BATCH];
	int n;
};

/* Undoes a job but keeps what it asked to keep. */
static enum err job_undo(struct db *db, struct audit_head head)
{
	TRY(db_run(db, Q_job_undo, ""));
	db->head = head;
	TRY(audit_add_refused(db));
	return db_run(db, Q_job_keep, "");
}

static enum err job_keep(struct db *db)
{
	TRY(audit_add_refused(db));
	return db_run(db, Q_job_keep, "");
}

/* Runs one job in its savepoint. What is answered is an error of the transaction, not of the
 * job. */
static enum err job_run(struct job *j, struct db *db)
{
	struct audit_head head = db->head;

	db->refused_n = 0;
	arena_clear(db->refused_arena);
	TRY(db_run(db, Q_job_start, ""));
	j->result = j->run(j, db);

	enum err failed = db_take_failure(db);

	if (failed)
		j->result = failed;
	if (db_is_outside(db))
		return failed ? failed : ERR_STORE;
	return j->result ? job_undo(db, head) : job_keep(db);
}

static enum err batch_commit(struct batch *b, struct db *db)
{
	enum err e = db_start(db);

	for (int i = 0; i < b->n && !e; i++)
		e = job_run(b->jobs[i], db);
	if (e)
		db_rollback(db);
	else
		e = db_commit(db);
	db_take_failure(db);
	return e;
}

static void tell_newest(struct writer *w)
{
	if (!w->outbox || !w->db->event_added)
		return;

	int64_t newest = db_int(w->db, Q_event_newest, 0, "");

	if (newest > w->outbox->newest)
		w->outbox->newest = newest;
}

/* The taker may be slow; it is the loop, so this is the writer's wait and nobody else's. */
void job_answer(struct job *j)
{
	struct timespec moment = { .tv_nsec = 1000000 };

	while (!mailbox_post(j->answer, j)) {
		if (mailbox_is_closed(j->answer))
			return;
		nanosleep(&moment, NULL);
	}
}

static void batch_run(struct writer *w, struct batch *b)
{
	enum err e = batch_commit(b, w->db);

	if (e) {
		w->failed_commits++;
		log_broken("writer.commit_failed", "jobs=%d err=%s", b->n, err_word(e));
	}
	w->jobs += b->n;
	w->commits++;
	w->log_pages = w->db->log_pages;
	if (!e)
		tell_newest(w);
	for (int i = 0; i < b->n; i++) {
		if (e)
			b->jobs[i]->result = e == ERR_DISK_FULL || e == ERR_BUSY ? e : ERR_STORE;
		job_answer(b->jobs[i]);
	}
}

static void checkpoint(struct writer *w, int mode)
{
	int log = 0, done = 0;

	if (sqlite3_wal_checkpoint_v2(w->db->sqlite, NULL, mode, &log, &done)) {
		log_odd("writer.checkpoint_failed", "code=%d",
			sqlite3_extended_errcode(w->db->sqlite));
		w->log_behind = w->db->log_pages;
		return;
	}
	w->checkpoints++;
	/* A log written back in full is used again from its start by the next commit. */
	w->log_behind = log;
}

static int log_to_write_back(struct writer *w)
{
	if (w->db->log_pages < w->log_behind)
		w->log_behind = 0;
	return w->db->log_pages - w->log_behind;
}

static int batch_wait(struct writer *w, struct batch *b)
{
	bool due = log_to_write_back(w) >= LOG_PAGES_IDLE;

	b->n = mailbox_wait(w->queue, (void **)b->jobs, WRITER_BATCH, due ? IDLE_MS : -1);
	return b->n;
}

static void *writer_main(void *p)
{
	struct writer *w = p;
	struct batch b;

	for (;;) {
		if (batch_wait(w, &b))
			batch_run(w, &b);
		else if (mailbox_is_closed(w->queue))
			break;
		if (log_to_write_back(w) >= (b.n ? LOG_PAGES_MOST : LOG_PAGES_IDLE))
			checkpoint(w, SQLITE_CHECKPOINT_PASSIVE);
	}
	checkpoint(w, SQLITE_CHECKPOINT_PASSIVE);
	return NULL;
}

enum err writer_new(const char *path, struct outbox *outbox, struct writer **out)
{
	OWN(db) db = NULL;

	TRY(db_open_writer(path, &db));
	if (outbox)
		outbox->newest = db_int(db, Q_event_newest, 0, "");
	TRY(db_take_failure(db));

	struct writer *w = calloc(1, sizeof(*w));

	if (!w)
		abort();
	w->db = db_give(&db);
	w->queue = mailbox_new(WRITER_QUEUE);
	w->outbox = outbox;
	if (pthread_create(&w->thread, NULL, writer_main, w))
		abort();
	*out = w;
	return ERR_OK;
}

void writer_free(struct writer *w)
{
	if (!w)
		return;
	mailbox_close(w->queue);
	pthread_join(w->thread, NULL);
	mailbox_free(w->queue);
	db_free(w->db);
	free(w);
}

enum err writer_post(struct writer *w, struct job *j)
{
	if (mailbox_post(w->queue, j))
		return ERR_OK;
	return mailbox_is_closed(w->queue) ? ERR_STOPPING : ERR_BUSY;
}

struct writer_count writer_count(struct writer *w)
{
	return (struct writer_count){
		.jobs = w->jobs,
		.commits = w->commits,
		.failed_commits = w->failed_commits,
		.checkpoints = w->checkpoints,
		.log_pages = w->log_pages,
	};
}
