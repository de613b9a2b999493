/* Is the broker able to read and to write? */
#include "broker/link/health.h"

#include "broker/desk/check.h"
#include "broker/link/inside.h"
#include "broker/wire/inner.h"

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

static void looked(struct errand *e)
{
	struct web *w = web_find(link_of(e), e->from);
	enum err err = exchange_err(e->exchange);

	if (!w)
		return;
	if (err && err != ERR_NOT_SIGNED_IN)
		say(w, false, "reader");
	else if (!check_start(e->desk, e->from, committed))
		say(w, false, "writer");
}

void health_start(struct web *w)
{
	static const struct caller nobody = { .roles = ROLE_PUBLIC };
	static const struct session_load_in in = { TEXT("-") };
	const char *full = disks_word(&w->link->disks);

	if (full) {
		say(w, false, full);
		return;
	}
	struct errand *e = errand_new(&w->link->desk, &nobody, text_of(w->address), looked);
	if (!e) {
		say(w, false, "reader");
		return;
	}
	e->from = w->self;
	errand_start(e, "session.load", &in);
}
