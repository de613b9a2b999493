/* The archive's threads: all take jobs from one mailbox. */
#include "broker/archive/pool.h"

#include "broker/archive/shelf.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <unistd.h>

#define THREADS_MAX 8
#define WAITING_MAX 256
#define ANSWER_US   10000

struct worker {
	struct archive *archive;
	struct mailbox *jobs; /* the pool's */
	pthread_t thread;
	bool has_thread;
};

struct archive_pool {
	struct archive *archive;
	struct mailbox *jobs; /* all take from it: nothing waits behind one long job */
	struct worker workers[THREADS_MAX];
	int n;
};

struct archive_job *archive_job_new(void)
{
	struct archive_job *j = calloc(1, sizeof(*j));

	if (!j)
		abort();
	j->arena = arena_new();
	return j;
}

void archive_job_free(struct archive_job *j)
{
	if (!j)
		return;
	arena_free(j->arena);
	free(j);
}

static void run(struct archive *a, struct archive_job *j)
{
	switch (j->kind) {
	case ARCHIVE_PUT:
		j->err = archive_put(a, j->from, &j->terms, j->arena, &j->taken);
		return;
	case ARCHIVE_VERIFY:
		j->err =
			archive_verify(a, j->terms.recording, j->arena, &j->progress, &j->findings);
		return;
	}
}

/* The poster gets its job back; nobody wants it any more when both sides stop. */
static void answer(struct archive *a, struct archive_job *j)
{
	while (!mailbox_post(j->answer, j)) {
		if (mailbox_is_closed(j->answer) || atomic_load(&a->stopping)) {
			archive_job_free(j);
			return;
		}
		usleep(ANSWER_US);
	}
}

static void *worker_main(void *owner)
{
	struct worker *w = owner;
	void *item;

	while (!mailbox_is_closed(w->jobs)) {
		if (mailbox_wait(w->jobs, &item, 1, -1) < 1)
			continue;
		run(w->archive, item);
		answer(w->archive, item);
	}
	return NULL;
}

enum err archive_pool_new(struct archive *a, int threads, struct archive_pool **out)
{
	OWN(archive_pool) p = calloc(1, sizeof(*p));

	if (!p)
		abort();
	p->archive = a;
	p->jobs = mailbox_new(WAITING_MAX);
	atomic_store(&a->stopping, false);
	threads = threads < 1 ? 1 : threads > THREADS_MAX ? THREADS_MAX : threads;
	for (int i = 0; i < threads; i++) {
		struct worker *w = &p->workers[p->n++];
		w->archive = a;
		w->jobs = p->jobs;
		if (pthread_create(&w->thread, NULL, worker_main, w) != 0)
			return ERR_BUSY;
		w->has_thread = true;
	}
	*out = archive_pool_give(&p);
	return ERR_OK;
}

void archive_pool_free(struct archive_pool *p)
{
	void *item;

	if (!p)
		return;
	atomic_store(&p->archive->stopping, true);
	mailbox_close(p->jobs);
	for (int i = 0; i < p->n; i++)
		if (p->workers[i].has_thread)
			pthread_join(p->workers[i].thread, NULL);
	while (mailbox_take(p->jobs, &item, 1) > 0)
		archive_job_free(item);
	mailbox_free(p->jobs);
	free(p);
}

enum err archive_post(struct archive_pool *p, struct archive_job *j)
{
	return mailbox_post(p->jobs, j) ? ERR_OK : ERR_BUSY;
}
