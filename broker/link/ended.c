/* Looks for sessions that ended since the last second. */
#include "broker/link/ended.h"

#include "broker/link/inside.h"
#include "broker/link/peer.h"
#include "broker/link/web.h"
#include "broker/wire/inner.h"

/* A recording that is being read: no byte more. */
static void drop_webs(struct link *l, struct id session)
{
	for (uint32_t i = 0; i < l->people.webs.n; i++) {
		struct web *w = handle_at(&l->people.webs, i);

		if (w && w->reading && id_equals(w->caller.session, session))
			lws_set_timeout(w->wsi, PENDING_TIMEOUT_USER_REASON_BASE, LWS_TO_KILL_ASYNC);
	}
}

void ended_tick(struct link *l)
{
	static const struct caller ourselves = { .roles = ROLE_PUBLIC };
	OWN(exchange) x = exchange_new(l->parts.wire, &ourselves, (struct text){ "", 0 });
	struct session_ended_in in = { l->store.ended };

	if (exchange_start(x, "session.ended", &in, clock_now()) != EXCHANGE_REPLY ||
	    exchange_err(x))
		return;
	const struct session_ended_out *out = exchange_out(x);
	const struct id *sessions = out->sessions.items;
	for (size_t i = 0; i < out->sessions.n; i++) {
		peers_drop_session(l, sessions[i]);
		drop_webs(l, sessions[i]);
	}
	l->store.ended = out->last;
	/* The library closes them when it is served: on a quiet day that would be much later. */
	for (int i = 0; out->sessions.n && i < DOORS; i++)
		if (l->doors.list[i].context)
			lws_cancel_service(l->doors.list[i].context);
}
