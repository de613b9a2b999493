/* Looks for sessions that ended since the last second. */
#include "broker/desk/ended.h"

#include "broker/desk/desk.h"
#include "broker/wire/inner.h"

static void found(struct errand *e)
{
	struct desk *d = e->desk;
	const struct session_ended_out *out = exchange_out(e->exchange);

	d->ended.asked = false;
	if (exchange_err(e->exchange))
		return;
	if (out->sessions.n)
		d->lines.end_sessions(d->lines.link, out->sessions.items, out->sessions.n);
	d->ended.till = out->last;
}

void ended_tick(struct desk *d)
{
	struct session_ended_in in = { d->ended.till };
	struct errand *e = NULL;

	if (!d->ended.asked)
		e = errand_new_own(d, found);
	if (!e)
		return;
	d->ended.asked = true;
	errand_start(e, "session.ended", &in);
}
