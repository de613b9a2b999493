/* Exchanges on their way: loop, writer, media server, archive, and back to who asked. */
#include "broker/desk/errand.h"

#include "broker/common/base/log.h"
#include "broker/desk/archiving.h"
#include "broker/desk/check.h"
#include "broker/desk/desk.h"
#include "broker/wire/inner.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#define JOBS_AT_ONCE 256

static struct errand **bucket_of(struct desk *d, const struct exchange *x)
{
	return &d->errands.buckets[((uintptr_t)x >> 6) % ERRANDS_BUCKETS];
}

struct errand *errand_new(struct desk *d, const struct caller *who, struct text address,
			  void (*done)(struct errand *e))
{
	bool kept = who->roles & ROLE_MEDIA || !address.n;

	if (d->errands.n >= (kept ? ERRANDS_MAX : ERRANDS_PEOPLE))
		return NULL;
	struct errand *e = calloc(1, sizeof(*e));
	if (!e)
		abort();
	e->desk = d;
	e->done = done;
	e->exchange = exchange_new(d->parts.wire, who, address);
	struct errand **at = bucket_of(d, e->exchange);
	e->next = *at;
	*at = e;
	d->errands.n++;
	return e;
}

static void errand_free(struct errand *e)
{
	struct errand **at = bucket_of(e->desk, e->exchange);

	while (*at != e)
		at = &(*at)->next;
	*at = e->next;
	e->desk->errands.n--;
	exchange_free(e->exchange);
	archive_job_free(e->wait.job);
	free(e);
}

static void end(struct errand *e)
{
	e->desk->counts.requests++;
	if (exchange_err(e->exchange))
		e->desk->counts.refused++;
	e->done(e);
	errand_free(e);
}

static void go(struct errand *e, enum exchange_step step);

/* After the commit: first what media servers have to hear. */
static void written(struct errand *e)
{
	struct exchange *x = e->exchange;
	enum exchange_step step = exchange_written(x);
	const struct message *m = exchange_message(x);

	if (m && !exchange_err(x) && m->note == NOTE_SERVER)
		programs_register(e);
	for (const struct ask *a = exchange_tells(x); a; a = a->next)
		programs_tell(e->desk, a);
	go(e, step);
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
	go(e, exchange_written(e->exchange));
}

bool errands_has(const struct desk *d, const struct caller *who, bool (*is)(const struct errand *e))
{
	if (!id_is_set(who->staff))
		return false;
	for (int i = 0; i < ERRANDS_BUCKETS; i++)
		for (const struct errand *e = d->errands.buckets[i]; e; e = e->next)
			if (is(e) && id_equals(exchange_caller(e->exchange)->staff, who->staff))
				return true;
	return false;
}

static bool is_study(const struct errand *e)
{
	return e->studies;
}

static void study(struct errand *e)
{
	struct desk *d = e->desk;
	struct job *j = exchange_job(e->exchange);
	enum err err;

	if (errands_has(d, exchange_caller(e->exchange), is_study)) {
		go(e, exchange_deny(e->exchange, ERR_BUSY, WHY_AUDIT_VERIFYING));
		return;
	}
	j->answer = d->done;
	err = study_post(d->parts.studies, j, exchange_study(e->exchange));
	if (!err) {
		e->studies = true;
		d->errands.posted++;
		return;
	}
	j->result = err;
	go(e, exchange_written(e->exchange));
}

static void go(struct errand *e, enum exchange_step step)
{
	switch (step) {
	case EXCHANGE_REPLY:
		end(e);
		return;
	case EXCHANGE_LIVE:
		presence_take(e->desk, e);
		end(e);
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

void errand_take(struct errand *e, struct text in)
{
	go(e, exchange_take(e->exchange, in, clock_now()));
}

void errand_start(struct errand *e, const char *internal, const void *in)
{
	go(e, exchange_start(e->exchange, internal, in, clock_now()));
}

static void nobody_waits(struct errand *e)
{
	if (exchange_err(e->exchange))
		log_odd("link.lost_write", "err=%s", err_word(exchange_err(e->exchange)));
}

void errand_post(struct desk *d, const char *internal, const void *in)
{
	static const struct caller ourselves = { .roles = ROLE_PUBLIC };
	struct errand *e = errand_new(d, &ourselves, (struct text){ "", 0 }, nobody_waits);

	if (e)
		errand_start(e, internal, in);
	else
		log_odd("link.lost_write", "err=%s", err_word(ERR_BUSY));
}

static struct errand *find(struct desk *d, const struct exchange *x)
{
	struct errand *e = *bucket_of(d, x);

	while (e && e->exchange != x)
		e = e->next;
	return e;
}

void errands_take(struct desk *d)
{
	void *items[JOBS_AT_ONCE];
	int n = mailbox_take(d->done, items, JOBS_AT_ONCE);

	for (int i = 0; i < n; i++) {
		struct job *j = items[i];

		d->errands.posted--;
		if (check_take(d, j))
			continue;
		struct errand *e = find(d, exchange_of_job(j));
		assert(e);
		e->studies = false;
		written(e);
	}
}

void errands_drain(struct desk *d)
{
	void *items[JOBS_AT_ONCE];

	while (d->errands.posted > 0) {
		int n = mailbox_wait(d->done, items, JOBS_AT_ONCE, -1);

		for (int i = 0; i < n; i++)
			check_forget(items[i]);
		d->errands.posted -= n;
	}
}

void errand_answer(struct errand *e, enum err err, struct text result)
{
	struct archive_job *j = e->wait.job;

	e->wait.tag = 0;
	e->wait.until_us = 0;
	if (!j) {
		go(e, exchange_answered(e->exchange, err, result, clock_now()));
		return;
	}
	const void *found = j->kind == ARCHIVE_VERIFY ? (const void *)&j->findings : &j->taken;
	go(e, exchange_archived(e->exchange, err, found, clock_now()));
}

void errands_tick(struct desk *d)
{
	for (int i = 0; i < ERRANDS_BUCKETS; i++)
		for (struct errand *e = d->errands.buckets[i]; e; e = e->next)
			if (e->studies && e->progress)
				e->progress(e, exchange_study(e->exchange));
}

/* Nobody waits for it any more. */
static void stop(struct errand *e)
{
	if (!e->progress) /* not a connection's: `from` is of another table */
		return;
	if (e->studies)
		atomic_store(&exchange_study(e->exchange)->stop, true);
	if (e->verifies)
		atomic_store(&e->verifies->progress.stop, true);
}

void errands_forget(struct desk *d, struct handle peer)
{
	for (int i = 0; i < ERRANDS_BUCKETS; i++)
		for (struct errand *e = d->errands.buckets[i]; e; e = e->next)
			if (e->from.index == peer.index && e->from.epoch == peer.epoch)
				stop(e);
}

struct errand *errand_find_waiting(struct desk *d, int64_t tag)
{
	for (int i = 0; i < ERRANDS_BUCKETS; i++)
		for (struct errand *e = d->errands.buckets[i]; e; e = e->next)
			if (e->wait.tag == tag)
				return e;
	return NULL;
}

void errands_walk(struct desk *d, void (*each)(struct errand *e, void *with), void *with)
{
	struct errand *waiting[ERRANDS_MAX];
	int n = 0;

	for (int i = 0; i < ERRANDS_BUCKETS; i++)
		for (struct errand *e = d->errands.buckets[i]; e; e = e->next)
			if (e->wait.tag)
				waiting[n++] = e;
	for (int i = 0; i < n; i++)
		each(waiting[i], with);
}

void errands_clear(struct desk *d)
{
	for (int i = 0; i < ERRANDS_BUCKETS; i++)
		while (d->errands.buckets[i])
			errand_free(d->errands.buckets[i]);
}
