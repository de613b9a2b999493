/* The threads of the study lane. */
#include "broker/store/study.h"

#include "broker/store/connection.h"

#include <pthread.h>
#include <stdlib.h>

/* A thread and its connection. */
struct study_thread {
	struct studies *lane;
	struct db *db;
	pthread_t thread;
};

struct studies {
	struct study_thread threads[STUDIES_AT_ONCE];
	int n; /* of them that began */
	struct mailbox *queue;
	atomic_bool stopping;
};

static void run(struct study_thread *s, struct job *j)
{
	enum err e = atomic_load(&s->lane->stopping) ? ERR_STOPPING : j->run(j, s->db);
	enum err failed = db_take_failure(s->db);

	j->result = failed ? failed : e;
	job_answer(j);
}

static void *thread_main(void *p)
{
	struct study_thread *s = p;
	void *item;

	for (;;) {
		if (mailbox_wait(s->lane->queue, &item, 1, -1) == 1)
			run(s, item);
		else if (mailbox_is_closed(s->lane->queue))
			break;
	}
	return NULL;
}

enum err studies_new(const char *path, struct studies **out)
{
	OWN(studies) s = calloc(1, sizeof(*s));

	if (!s)
		abort();
	s->queue = mailbox_new(STUDIES_WAITING);
	while (s->n < STUDIES_AT_ONCE) {
		struct study_thread *one = &s->threads[s->n];

		one->lane = s;
		TRY(db_open_reader(path, &one->db));
		if (pthread_create(&one->thread, NULL, thread_main, one))
			abort();
		s->n++;
	}
	*out = studies_give(&s);
	return ERR_OK;
}

void studies_stop(struct studies *s)
{
	atomic_store(&s->stopping, true);
	mailbox_close(s->queue);
}

void studies_free(struct studies *s)
{
	if (!s)
		return;
	studies_stop(s);
	for (int i = 0; i < s->n; i++) {
		pthread_join(s->threads[i].thread, NULL);
		db_free(s->threads[i].db);
	}
	mailbox_free(s->queue);
	free(s);
}

enum err study_post(struct studies *s, struct job *j, struct study *study)
{
	study->lane = s;
	if (mailbox_post(s->queue, j))
		return ERR_OK;
	return mailbox_is_closed(s->queue) ? ERR_STOPPING : ERR_BUSY;
}

bool study_goes_on(struct study *s, int64_t done, int64_t of)
{
	if (!s)
		return true;
	atomic_store(&s->done, done);
	atomic_store(&s->of, of);
	return !atomic_load(&s->stop) && !(s->lane && atomic_load(&s->lane->stopping));
}

enum err study_begin(struct db *db)
{
	return db_run(db, Q_tx_start_read, "");
}

void study_end(struct db *db)
{
	db_rollback(db);
}
