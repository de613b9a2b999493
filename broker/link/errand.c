/* Exchanges on their way: loop, writer, media server, archive, and back to who asked. */
#include "broker/link/errand.h"

#include "broker/common/base/log.h"
#include "broker/link/archiving.h"
#include "broker/link/health.h"
#include "broker/link/inside.h"
#include "broker/wire/inner.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#define JOBS_AT_ONCE 256

static struct errand **bucket_of(struct link *l, const struct exchange *x)
{
	return &l->errands.buckets[((uintptr_t)x >> 6) % ERRANDS_BUCKETS];
}

struct errand *errand_new(struct link *l, const struct caller *who, struct text address,
			  void (*done)(struct errand *e))
{
	bool kept = who->roles & ROLE_MEDIA || !address.n;

	if (l->errands.n >= (kept ? ERRANDS_MAX : ERRANDS_PEOPLE))
		return NULL;
	struct errand *e = calloc(1, sizeof(*e));
	if (!e)
		abort();
	e->link = l;
	e->done = done;
	e->exchange = exchange_new(l->parts.wire, who, address);
	struct errand **at = bucket_of(l, e->exchange);
	e->next = *at;
	*at = e;
	l->errands.n++;
	return e;
}

static void errand_free(struct errand *e)
{
	struct errand **at = bucket_of(e->link, e->exchange);

	while (*at != e)
		at = &(*at)->next;
	*at = e->next;
	e->link->errands.n--;
	exchange_free(e->exchange);
	archive_job_free(e->wait.job);
	free(e);
}

static void end(struct errand *e)
{
	e->link->counts.requests++;
	if (exchange_err(e->exchange))
		e->link->counts.refused++;
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

	if (m && !exchange_err(x) && strcmp(m->name, "media.register") == 0)
		programs_register(e);
	for (const struct ask *a = exchange_tells(x); a; a = a->next)
		programs_tell(e->link, a);
	go(e, step);
}

static void post(struct errand *e)
{
	struct job *j = exchange_job(e->exchange);

	j->answer = e->link->done;
	enum err err = writer_post(e->link->parts.writer, j);
	if (!err) {
		e->link->errands.posted++;
		return;
	}
	j->result = err;
	go(e, exchange_written(e->exchange));
}

bool errands_has(const struct link *l, const struct caller *who, bool (*is)(const struct errand *e))
{
	if (!id_is_set(who->staff))
		return false;
	for (int i = 0; i < ERRANDS_BUCKETS; i++)
		for (const struct errand *e = l->errands.buckets[i]; e; e = e->next)
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
	struct link *l = e->link;
	struct job *j = exchange_job(e->exchange);
	enum err err;

	if (errands_has(l, exchange_caller(e->exchange), is_study)) {
		go(e, exchange_deny(e->exchange, ERR_BUSY, WHY_AUDIT_VERIFYING));
		return;
	}
	j->answer = l->done;
	err = study_post(l->parts.studies, j, exchange_study(e->exchange));
	if (!err) {
		e->studies = true;
		l->errands.posted++;
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
		presence_take(e->link, e);
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

void errand_post(struct link *l, const char *internal, const void *in)
{
	static const struct caller ourselves = { .roles = ROLE_PUBLIC };
	struct errand *e = errand_new(l, &ourselves, (struct text){ "", 0 }, nobody_waits);

	if (e)
		errand_start(e, internal, in);
	else
		log_odd("link.lost_write", "err=%s", err_word(ERR_BUSY));
}

static struct errand *find(struct link *l, const struct exchange *x)
{
	struct errand *e = *bucket_of(l, x);

	while (e && e->exchange != x)
		e = e->next;
	return e;
}

void errands_take(struct link *l)
{
	void *items[JOBS_AT_ONCE];
	int n = mailbox_take(l->done, items, JOBS_AT_ONCE);

	for (int i = 0; i < n; i++) {
		struct job *j = items[i];

		l->errands.posted--;
		if (health_take(l, j))
			continue;
		struct errand *e = find(l, exchange_of_job(j));
		assert(e);
		e->studies = false;
		written(e);
	}
}

void errands_drain(struct link *l)
{
	void *items[JOBS_AT_ONCE];

	while (l->errands.posted > 0) {
		int n = mailbox_wait(l->done, items, JOBS_AT_ONCE, -1);

		for (int i = 0; i < n; i++)
			health_take(l, items[i]);
		l->errands.posted -= n;
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

void errands_tick(struct link *l)
{
	for (int i = 0; i < ERRANDS_BUCKETS; i++)
		for (struct errand *e = l->errands.buckets[i]; e; e = e->next)
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

void errands_forget(struct link *l, struct handle peer)
{
	for (int i = 0; i < ERRANDS_BUCKETS; i++)
		for (struct errand *e = l->errands.buckets[i]; e; e = e->next)
			if (e->from.index == peer.index && e->from.epoch == peer.epoch)
				stop(e);
}

struct errand *errand_find_waiting(struct link *l, int64_t tag)
{
	for (int i = 0; i < ERRANDS_BUCKETS; i++)
		for (struct errand *e = l->errands.buckets[i]; e; e = e->next)
			if (e->wait.tag == tag)
				return e;
	return NULL;
}

void errands_walk(struct link *l, void (*each)(struct errand *e, void *with), void *with)
{
	struct errand *waiting[ERRANDS_MAX];
	int n = 0;

	for (int i = 0; i < ERRANDS_BUCKETS; i++)
		for (struct errand *e = l->errands.buckets[i]; e; e = e->next)
			if (e->wait.tag)
				waiting[n++] = e;
	for (int i = 0; i < n; i++)
		each(waiting[i], with);
}

void errands_clear(struct link *l)
{
	for (int i = 0; i < ERRANDS_BUCKETS; i++)
		while (l->errands.buckets[i])
			errand_free(l->errands.buckets[i]);
}
