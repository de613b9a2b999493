/* Is the broker able to read and to write? */
#include "broker/link/health.h"

#include "broker/desk/check.h"
#include "broker/link/caller.h"
#include "broker/link/inside.h"

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

	if (!w)
		return;
	if (exchange_err(e->exchange))
		say(w, false, "reader");
	else if (!check_start(e->desk, e->from, committed))
		say(w, false, "writer");
}

/* Of no session: what counts is whether a read begins and ends. */
void health_start(struct web *w)
{
	const char *full = disks_word(&w->link->disks);

	if (full)
		say(w, false, full);
	else if (!caller_ask(w->link, TEXT("-"), text_of(w->address), w->self, looked))
		say(w, false, "reader");
}
