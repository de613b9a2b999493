/* Is the broker able to read and to write? */
#include "broker/link/health.h"

#include "broker/desk/check.h"
#include "broker/link/inside.h"
#include "broker/wire/inner.h"

static bool can_read(struct link *l)
{
	static const struct caller nobody = { .roles = ROLE_PUBLIC };
	struct session_load_in in = { TEXT("-") };
	OWN(exchange) x = exchange_new(l->desk.parts.wire, &nobody, (struct text){ "", 0 });

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

static void committed(struct desk *d, struct handle from, bool well)
{
	struct web *w = web_find(d->lines.link, from);

	if (w)
		say(w, well, well ? "ok" : "writer");
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
	if (!check_start(&l->desk, w->self, committed))
		say(w, false, "writer");
}
