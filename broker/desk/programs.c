/* The media servers' connections: ask, wait, give up. */
#include "broker/desk/programs.h"

#include "broker/common/base/log.h"
#include "broker/desk/desk.h"
#include "broker/wire/inner.h"
#include "broker/wire/messages.h"

#include <string.h>

static struct program *find(struct desk *d, struct id server)
{
	for (int i = 0; i < d->programs.n; i++)
		if (id_equals(d->programs.list[i].server, server))
			return &d->programs.list[i];
	return NULL;
}

struct program *programs_find(struct desk *d, struct handle peer)
{
	for (int i = 0; i < d->programs.n; i++) {
		struct program *p = &d->programs.list[i];

		if (handle_equals(p->peer, peer))
			return p;
	}
	return NULL;
}

static void fail(struct errand *e, void *with)
{
	const struct handle *gone = with;

	if (handle_equals(e->wait.server, *gone))
		errand_answer(e, ERR_NO_MEDIA_SERVER, (struct text){ "", 0 });
}

void programs_register(const struct errand *e)
{
	const struct media_register_out *out = exchange_out(e->exchange);
	struct desk *d = e->desk;
	struct handle peer = e->from;
	struct instant since = exchange_now(e->exchange);
	struct id server = out->server;
	struct program *p = find(d, server);

	if (p)
		p->since = since;

	if (p && !handle_equals(p->peer, peer)) {
		struct handle old = p->peer;

		/* The newer connection fences the older one off. */
		p->peer = peer;
		p->heard_us = clock_monotonic_us();
		p->asks = p->foreign = 0;
		errands_walk(d, fail, &old);
		d->lines.drop(d->lines.link, old, "replaced");
	} else if (!p && d->programs.n < PROGRAMS_MAX) {
		d->programs.list[d->programs.n++] = (struct program){
			.server = server,
			.peer = peer,
			.since = since,
			.heard_us = clock_monotonic_us(),
		};
	}
	log_info("media.registered", "server=%s", server.text);
}

bool programs_remove(struct desk *d, struct handle peer, struct media_gone_in *out)
{
	struct program *p = programs_find(d, peer);

	if (!p)
		return false;
	*out = (struct media_gone_in){ p->server, p->since };
	*p = d->programs.list[--d->programs.n];
	log_odd("media.gone", "server=%s", out->server.text);
	errands_walk(d, fail, &peer);
	return true;
}

bool programs_has(struct desk *d, struct id server)
{
	return find(d, server);
}

static bool send_ask(struct desk *d, const struct ask *a, int64_t tag, struct handle *to)
{
	struct program *p = find(d, a->server);

	if (!p)
		return false;
	OWN(arena) arena = arena_new();
	*to = p->peer;
	return d->lines.send(d->lines.link, p->peer, ask_format(a, tag, arena));
}

void programs_ask(struct errand *e)
{
	struct desk *d = e->desk;

	e->wait.tag = ++d->errands.last_tag;
	e->wait.until_us = clock_monotonic_us() + PROGRAMS_WAIT_US;
	if (!send_ask(d, &exchange_then(e->exchange)->ask, e->wait.tag, &e->wait.server))
		errand_answer(e, ERR_NO_MEDIA_SERVER, (struct text){ "", 0 });
}

void programs_tell(struct desk *d, const struct ask *a)
{
	struct handle to;

	if (!send_ask(d, a, ++d->errands.last_tag, &to))
		log_odd("media.not_told", "server=%s method=%s", a->server.text, a->method);
}

bool programs_take(struct desk *d, struct handle peer, struct text frame)
{
	OWN(arena) arena = arena_new();
	struct program *p = programs_find(d, peer);
	struct answer answer;

	if (answer_parse(frame, arena, &answer)) {
		/* Also where it cannot be taken now. No other frame: they come without its legs. */
		const struct message *m = message_find(answer.method);

		if (p && m && m->note == NOTE_REPORT)
			p->heard_us = clock_monotonic_us();
		return false;
	}
	struct errand *e = answer.id > 0 ? errand_find_waiting(d, answer.id) : NULL;
	if (e && handle_equals(e->wait.server, peer))
		errand_answer(e, answer.err, answer.result);
	else if (answer.err)
		log_odd("media.refused", "err=%s", err_word(answer.err));
	return true;
}

static void give_up(struct errand *e, void *with)
{
	const int64_t *now_us = with;

	if (!e->wait.job && e->wait.until_us && e->wait.until_us <= *now_us) {
		log_odd("media.silent", "request=%lld", (long long)e->wait.tag);
		errand_answer(e, ERR_TIMED_OUT, (struct text){ "", 0 });
	}
}

void programs_tick(struct desk *d, int64_t now_us)
{
	if (d->programs.n && d->errands.n)
		errands_walk(d, give_up, &now_us);
}
