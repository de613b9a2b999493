/* The archive's threads: each takes jobs from a mailbox of its own. */
#include "broker/archive/pool.h"

#include "broker/archive/shelf.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <unistd.h>

#define THREADS_MAX  8
#define WAITING_MAX  256
#define ANSWER_US    10000

struct worker {
	struct archive *archive;
	struct mailbox *jobs;
	pthread_t thread;
	bool has_thread;
};

struct archive_pool {
	struct archive *archive;
	struct worker workers[THREADS_MAX];
	int n;
	_Atomic unsigned next;
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
		j->err = archive_put(a, j->from, j->recording, j->part);
		return;
	case ARCHIVE_VERIFY:
		j->err = archive_verify(a, j->recording, j->arena, &j->progress, &j->findings);
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
	atomic_store(&a->stopping, false);
	threads = threads < 1 ? 1 : threads > THREADS_MAX ? THREADS_MAX : threads;
	for (int i = 0; i < threads; i++) {
		struct worker *w = &p->workers[p->n++];
		w->archive = a;
		w->jobs = mailbox_new(WAITING_MAX);
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
	for (int i = 0; i < p->n; i++)
		mailbox_close(p->workers[i].jobs);
	for (int i = 0; i < p->n; i++) {
		struct worker *w = &p->workers[i];
		if (w->has_thread)
			pthread_join(w->thread, NULL);
		while (mailbox_take(w->jobs, &item, 1) > 0)
			archive_job_free(item);
		mailbox_free(w->jobs);
	}
	free(p);
}

enum err archive_post(struct archive_pool *p, struct archive_job *j)
{
	unsigned from = atomic_fetch_add(&p->next, 1);

	for (int i = 0; i < p->n; i++) {
		struct worker *w = &p->workers[(from + (unsigned)i) % (unsigned)p->n];
		if (mailbox_post(w->jobs, j))
			return ERR_OK;
	}
	return ERR_BUSY;
}
