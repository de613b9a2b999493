/* The errands that are under way. */
#include "broker/desk/errand.h"

#include "broker/common/base/log.h"
#include "broker/desk/desk.h"

#include <stdlib.h>

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

void errand_free(struct errand *e)
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

struct errand *errand_find_of(const struct desk *d, const struct caller *who,
			      bool (*is)(const struct errand *e))
{
	if (!id_is_set(who->staff))
		return NULL;
	for (int i = 0; i < ERRANDS_BUCKETS; i++)
		for (struct errand *e = d->errands.buckets[i]; e; e = e->next)
			if (is(e) && id_equals(exchange_caller(e->exchange)->staff, who->staff))
				return e;
	return NULL;
}

void errand_take(struct errand *e, struct text in)
{
	e->desk->errands.go(e, exchange_take(e->exchange, in, clock_now()));
}

void errand_start(struct errand *e, const char *internal, const void *in)
{
	e->desk->errands.go(e, exchange_start(e->exchange, internal, in, clock_now()));
}

static void nobody_waits(struct errand *e)
{
	if (exchange_err(e->exchange))
		log_odd("link.lost_write", "err=%s", err_word(exchange_err(e->exchange)));
}

struct errand *errand_new_own(struct desk *d, void (*done)(struct errand *e))
{
	static const struct caller ourselves = { .roles = ROLE_PUBLIC };

	return errand_new(d, &ourselves, (struct text){ "", 0 }, done);
}

bool errand_begin(struct desk *d, const char *internal, const void *in,
		  void (*done)(struct errand *e))
{
	struct errand *e = errand_new_own(d, done);

	if (!e) {
		log_odd("link.lost_write", "err=%s", err_word(ERR_BUSY));
		return false;
	}
	errand_start(e, internal, in);
	return true;
}

void errand_post(struct desk *d, const char *internal, const void *in)
{
	(void)errand_begin(d, internal, in, nobody_waits);
}

struct errand *errand_find(struct desk *d, const struct exchange *x)
{
	struct errand *e = *bucket_of(d, x);

	while (e && e->exchange != x)
		e = e->next;
	return e;
}

void errand_answer(struct errand *e, enum err err, struct text result)
{
	struct archive_job *j = e->wait.job;

	e->wait.tag = 0;
	e->wait.until_us = 0;
	if (!j) {
		e->desk->errands.go(e, exchange_answered(e->exchange, err, result, clock_now()));
		return;
	}
	const void *found = j->kind == ARCHIVE_VERIFY ? (const void *)&j->findings : &j->taken;
	e->desk->errands.go(e, exchange_archived(e->exchange, err, found, clock_now()));
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
			if (handle_equals(e->from, peer))
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
