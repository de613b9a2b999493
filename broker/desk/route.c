/* Where an errand goes next: writer, study lane, media server, archive, and back to who asked. */
#include "broker/desk/route.h"

#include "broker/desk/archiving.h"
#include "broker/desk/check.h"
#include "broker/desk/desk.h"
#include "broker/wire/messages.h"

#include <assert.h>

#define JOBS_AT_ONCE 256

/* What is read for ourselves (who has this session, what is new) is nobody's request. */
static bool is_own_read(const struct errand *e)
{
	const struct message *m = exchange_message(e->exchange);

	return m && !m->roles && m->kind == MESSAGE_READ;
}

static void end(struct errand *e)
{
	bool counts = !is_own_read(e);

	e->desk->counts.requests += counts;
	e->desk->counts.refused += counts && exchange_err(e->exchange);
	e->done(e);
	errand_free(e);
}

/* After the commit: first what media servers have to hear. */
static void written(struct errand *e)
{
	struct exchange *x = e->exchange;
	enum exchange_step step = exchange_written(x);
	const struct message *m = exchange_message(x);

	if (m && !exchange_err(x) && m->note == NOTE_SERVER) {
		programs_register(e);
		if (!e->desk->lines.has(e->desk->lines.link, e->from))
			desk_lose(e->desk, e->from);
	}
	for (const struct ask *a = exchange_tells(x); a; a = a->next)
		programs_tell(e->desk, a);
	route_step(e, step);
}

static void post(struct errand *e)
{
	struct job *j = exchange_job(e->exchange);

	j->answer = e->desk->done;
	enum err err = writer_post(e->desk->parts.writer, j);
	if (!err) {
		e->desk->errands.posted++;
		return;
	}
	j->result = err;
	route_step(e, exchange_written(e->exchange));
}

static bool is_study(const struct errand *e)
{
	return e->studies;
}

static void study(struct errand *e)
{
	struct desk *d = e->desk;
	struct job *j = exchange_job(e->exchange);
	const struct errand *first = errand_find_of(d, exchange_caller(e->exchange), is_study);

	if (first) {
		enum why why = exchange_message(first->exchange)->busy;

		route_step(e, exchange_deny(e->exchange, ERR_BUSY, why));
		return;
	}
	j->answer = d->done;
	enum err err = study_post(d->parts.studies, j, exchange_study(e->exchange));
	if (!err) {
		e->studies = true;
		d->errands.posted++;
		return;
	}
	j->result = err;
	route_step(e, exchange_written(e->exchange));
}

void route_step(struct errand *e, enum exchange_step step)
{
	switch (step) {
	case EXCHANGE_REPLY:
		end(e);
		return;
	case EXCHANGE_LIVE:
		presence_take(e->desk, e);
		end(e);
		return;
	case EXCHANGE_READ:
		e->desk->errands.go(e, exchange_read(e->exchange));
		return;
	case EXCHANGE_WRITE:
		post(e);
		return;
	case EXCHANGE_STUDY:
		study(e);
		return;
	case EXCHANGE_MEDIA:
		programs_ask(e);
		return;
	case EXCHANGE_ARCHIVE:
		archiving_start(e);
		return;
	}
}

void route_take(struct desk *d)
{
	void *items[JOBS_AT_ONCE];
	int n = mailbox_take(d->done, items, JOBS_AT_ONCE);

	for (int i = 0; i < n; i++) {
		struct job *j = items[i];

		d->errands.posted--;
		if (check_take(d, j))
			continue;
		struct errand *e = errand_find(d, exchange_of_job(j));
		assert(e);
		e->studies = false;
		written(e);
	}
}

void route_drain(struct desk *d)
{
	void *items[JOBS_AT_ONCE];

	while (d->errands.posted > 0) {
		int n = mailbox_wait(d->done, items, JOBS_AT_ONCE, -1);

		for (int i = 0; i < n; i++)
			check_forget(items[i]);
		d->errands.posted -= n;
	}
}
