/* Errands that wait for the archive's threads. */
#include "broker/desk/archiving.h"

#include "broker/desk/desk.h"

#include <stdatomic.h>
#include <string.h>

#define JOBS_AT_ONCE 16

static enum err prepare(struct errand *e, struct archive_job *j)
{
	const struct archive_ask *in = exchange_then(e->exchange)->ask.in;

	j->kind = in->verifies ? ARCHIVE_VERIFY : ARCHIVE_PUT;
	j->terms = (struct archive_terms){ in->visit, in->recording, (uint32_t)in->part,
					   in->video, in->audio,     "",
					   in->aside, in->filed,     in->unclaimed };
	j->answer = e->desk->filed;
	j->tag = (uint64_t)e->wait.tag;
	if (j->kind != ARCHIVE_PUT)
		return ERR_OK;
	TRY(text_copy(in->signer, j->terms.signer, sizeof(j->terms.signer)));
	return text_copy(in->folder, j->from, sizeof(j->from));
}

/* One at a time of an account: each reads a whole recording. One whose connection is gone ends at its
 * next slice; whoever comes back and asks again does not wait for it. */
static bool is_verify(const struct errand *e)
{
	return e->verifies && !atomic_load(&e->verifies->progress.stop);
}

/* Recordings that come in wait for none that is verified. */
static enum err post(struct errand *e, struct archive_job *j)
{
	if (j->kind == ARCHIVE_PUT)
		return archive_post(e->desk->archive.puts, j);
	if (errand_find_of(e->desk, exchange_caller(e->exchange), is_verify))
		return ERR_TOO_MANY;
	TRY(archive_post(e->desk->archive.verifies, j));
	e->verifies = j;
	return ERR_OK;
}

void archiving_start(struct errand *e)
{
	OWN(archive_job) j = archive_job_new();

	e->wait.tag = ++e->desk->errands.last_tag;
	enum err err = prepare(e, j);
	if (!err)
		err = post(e, j);
	if (!err) {
		archive_job_give(&j);
		return;
	}
	e->wait.job = archive_job_give(&j);
	errand_answer(e, err, (struct text){ "", 0 });
}

void archiving_take(struct desk *d)
{
	void *items[JOBS_AT_ONCE];
	int n = mailbox_take(d->filed, items, JOBS_AT_ONCE);

	for (int i = 0; i < n; i++) {
		struct archive_job *j = items[i];
		struct errand *e = errand_find_waiting(d, (int64_t)j->tag);

		if (!e) {
			archive_job_free(j);
			continue;
		}
		e->wait.job = j;
		e->verifies = NULL;
		errand_answer(e, j->err, (struct text){ "", 0 });
	}
}
