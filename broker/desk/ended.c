/* Looks for sessions that ended since the last second. */
#include "broker/desk/ended.h"

#include "broker/desk/desk.h"
#include "broker/wire/inner.h"

void ended_tick(struct desk *d)
{
	static const struct caller ourselves = { .roles = ROLE_PUBLIC };
	OWN(exchange) x = exchange_new(d->parts.wire, &ourselves, (struct text){ "", 0 });
	struct session_ended_in in = { d->ended };

	if (exchange_start(x, "session.ended", &in, clock_now()) != EXCHANGE_REPLY ||
	    exchange_err(x))
		return;
	const struct session_ended_out *out = exchange_out(x);
	if (out->sessions.n)
		d->lines.end_sessions(d->lines.link, out->sessions.items, out->sessions.n);
	d->ended = out->last;
}
