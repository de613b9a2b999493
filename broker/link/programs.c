/* The media servers' connections: ask, wait, give up. */
#include "broker/link/programs.h"

#include "broker/common/base/log.h"
#include "broker/link/inside.h"
#include "broker/link/peer.h"
#include "broker/wire/inner.h"

#include <string.h>

static struct program *find(struct link *l, struct id server)
{
	for (int i = 0; i < l->programs.n; i++)
		if (id_equals(l->programs.list[i].server, server))
			return &l->programs.list[i];
	return NULL;
}

static struct program *find_peer(struct link *l, struct handle peer)
{
	for (int i = 0; i < l->programs.n; i++) {
		struct program *p = &l->programs.list[i];

		if (p->peer.index == peer.index && p->peer.epoch == peer.epoch)
			return p;
	}
	return NULL;
}

static void fail(struct errand *e, void *with)
{
	const struct handle *gone = with;

	if (e->wait.server.index == gone->index && e->wait.server.epoch == gone->epoch)
		errand_answer(e, ERR_NO_MEDIA_SERVER, (struct text){ "", 0 });
}

void programs_register(const struct errand *e)
{
	const struct media_register_out *out = exchange_out(e->exchange);
	struct link *l = e->link;
	struct handle peer = e->from;
	struct instant since = exchange_now(e->exchange);
	struct id server = out->server;
	struct program *p = find(l, server);

	if (p)
		p->since = since;

	if (p && (p->peer.index != peer.index || p->peer.epoch != peer.epoch)) {
		struct handle old = p->peer;

		/* The newer connection fences the older one off. */
		p->peer = peer;
		p->heard_us = clock_monotonic_us();
		errands_walk(l, fail, &old);
		peer_drop(handle_find(&l->people.peers, old), "replaced");
	} else if (!p && l->programs.n < PROGRAMS_MAX) {
		l->programs.list[l->programs.n++] = (struct program){
			server, peer, since, clock_monotonic_us(),
		};
	}
	log_info("media.registered", "server=%s", server.text);
	if (!handle_find(&l->people.peers, peer))
		programs_remove(l, peer);
}

void programs_remove(struct link *l, struct handle peer)
{
	struct program *p = find_peer(l, peer);

	if (!p)
		return;
	struct media_gone_in in = { p->server, p->since };
	*p = l->programs.list[--l->programs.n];
	log_odd("media.gone", "server=%s", in.server.text);
	errands_walk(l, fail, &peer);
	presence_lose(l, peer);
	if (!l->stopping)
		owed_media_gone(l, &in);
}

bool programs_has(struct link *l, struct id server)
{
	return find(l, server);
}

struct program *programs_find(struct link *l, struct handle peer)
{
	return find_peer(l, peer);
}

static bool send_ask(struct link *l, const struct ask *a, int64_t tag, struct handle *to)
{
	struct program *p = find(l, a->server);
	struct peer *peer = p ? handle_find(&l->people.peers, p->peer) : NULL;

	if (!peer)
		return false;
	OWN(arena) arena = arena_new();
	*to = p->peer;
	return peer_send(peer, ask_format(a, tag, arena));
}

void programs_ask(struct errand *e)
{
	struct link *l = e->link;

	e->wait.tag = ++l->errands.last_tag;
	e->wait.until_us = clock_monotonic_us() + PROGRAMS_WAIT_US;
	if (!send_ask(l, &exchange_then(e->exchange)->ask, e->wait.tag, &e->wait.server))
		errand_answer(e, ERR_NO_MEDIA_SERVER, (struct text){ "", 0 });
}

void programs_tell(struct link *l, const struct ask *a)
{
	struct handle to;

	if (!send_ask(l, a, ++l->errands.last_tag, &to))
		log_odd("media.not_told", "server=%s method=%s", a->server.text, a->method);
}

bool programs_take(struct link *l, struct handle peer, struct text frame)
{
	OWN(arena) arena = arena_new();
	struct program *p = find_peer(l, peer);
	struct answer answer;

	if (answer_parse(frame, arena, &answer)) {
		/* Also where it cannot be taken now. No other frame: they come without its legs. */
		if (p && text_is(answer.method, "media.report"))
			p->heard_us = clock_monotonic_us();
		return false;
	}
	struct errand *e = answer.id > 0 ? errand_find_waiting(l, answer.id) : NULL;
	if (e && e->wait.server.index == peer.index && e->wait.server.epoch == peer.epoch)
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

void programs_tick(struct link *l, int64_t now_us)
{
	if (l->programs.n && l->errands.n)
		errands_walk(l, give_up, &now_us);
}
