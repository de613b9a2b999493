/* Is the broker able to read and to write? */
#include "broker/link/health.h"

#include "broker/link/inside.h"
#include "broker/wire/inner.h"

#include <stdlib.h>

#define HEALTH_LIMIT_US INT64_C(1000000)

struct check {
	struct job job; /* first: the writer gives it back */
	struct handle web;
	int64_t began_us;
};

static enum err nothing(struct job *j, struct db *db)
{
	(void)j;
	(void)db;
	return ERR_OK;
}

static bool can_read(struct link *l)
{
	static const struct caller nobody = { .roles = ROLE_PUBLIC };
	struct session_load_in in = { TEXT("-") };
	OWN(exchange) x = exchange_new(l->parts.wire, &nobody, (struct text){ "", 0 });

	if (exchange_start(x, "session.load", &in, clock_now()) != EXCHANGE_REPLY)
		return false;
	return !exchange_err(x) || exchange_err(x) == ERR_NOT_SIGNED_IN;
}

static void say(struct web *w, bool well, const char *part)
{
	OWN(arena) arena = arena_new();

	web_answer(w, well ? 200 : 503, "application/json",
		   arena_format(arena, "{\"status\":\"%s\"}", part));
}

void health_start(struct web *w)
{
	struct link *l = w->link;

	const char *full = disks_word(&l->disks);
	if (full) {
		say(w, false, full);
		return;
	}
	if (!can_read(l)) {
		say(w, false, "reader");
		return;
	}
	struct check *c = calloc(1, sizeof(*c));
	if (!c)
		abort();
	c->job.run = nothing;
	c->job.answer = l->done;
	c->web = w->self;
	c->began_us = clock_monotonic_us();
	if (writer_post(l->parts.writer, &c->job)) {
		free(c);
		say(w, false, "writer");
		return;
	}
	l->errands.posted++;
}

bool health_take(struct link *l, struct job *j)
{
	if (j->run != nothing)
		return false;
	struct check *c = (struct check *)j;
	struct web *w = web_find(l, c->web);
	bool well = !j->result && clock_monotonic_us() - c->began_us < HEALTH_LIMIT_US;

	if (w)
		say(w, well, well ? "ok" : "writer");
	free(c);
	return true;
}
