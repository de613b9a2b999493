/* The thread of the study lane. */
#include "broker/store/study.h"

#include "broker/store/connection.h"

#include <pthread.h>
#include <stdlib.h>

struct studies {
	struct db *db;
	struct mailbox *queue;
	pthread_t thread;
	atomic_bool stopping;
};

static void run(struct studies *s, struct job *j)
{
	enum err e = atomic_load(&s->stopping) ? ERR_STOPPING : j->run(j, s->db);
	enum err failed = db_take_failure(s->db);

	j->result = failed ? failed : e;
	job_answer(j);
}

static void *studies_main(void *p)
{
	struct studies *s = p;
	void *item;

	for (;;) {
		if (mailbox_wait(s->queue, &item, 1, -1) == 1)
			run(s, item);
		else if (mailbox_is_closed(s->queue))
			break;
	}
	return NULL;
}

enum err studies_new(const char *path, struct studies **out)
{
	OWN(db) db = NULL;

	TRY(db_open_reader(path, &db));
	struct studies *s = calloc(1, sizeof(*s));
	if (!s)
		abort();
	s->db = db_give(&db);
	s->queue = mailbox_new(STUDIES_WAITING);
	if (pthread_create(&s->thread, NULL, studies_main, s))
		abort();
	*out = s;
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
	pthread_join(s->thread, NULL);
	mailbox_free(s->queue);
	db_free(s->db);
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
