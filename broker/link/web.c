/* What a request and its answer are to those who make the answer. */
#include "broker/link/web.h"

#include "broker/link/inside.h"
#include "broker/wire/refused.h"

#include <stdlib.h>
#include <string.h>

struct web *web_find(struct link *l, struct handle at)
{
	return handle_find(&l->people.webs, at);
}

void web_ready(struct web *w)
{
	lws_callback_on_writable(w->wsi);
}

void web_answer(struct web *w, int status, const char *type, struct text body)
{
	if (w->answer.status)
		return;
	w->answer.owned = malloc(LWS_PRE + body.n + 1);
	if (!w->answer.owned)
		abort();
	if (body.n)
		memcpy(w->answer.owned + LWS_PRE, body.at, body.n);
	w->answer.body = (struct text){ w->answer.owned + LWS_PRE, body.n };
	w->answer.status = status;
	w->answer.type = type;
	web_ready(w);
}

void web_refuse(struct web *w, enum err err, enum why why, const struct argument *arguments)
{
	OWN(arena) arena = arena_new();
	struct fault fault = fault_of(why, NULL, arguments, arena);
	struct buffer b;

	buffer_init(&b, arena);
	buffer_addf(&b, "{\"error\":");
	refused_format(&(struct refused){ w->language, err, &fault }, &b);
	buffer_addf(&b, "}");
	web_answer(w, err_http(err), "application/json", buffer_text(&b));
}

void web_say(struct web *w, int status, const char *key)
{
	OWN(arena) arena = arena_new();

	web_answer(w, status, "text/plain; charset=utf-8",
		   arena_format(arena, "%s\n", words_find(w->language, key)));
}

void webs_drop_session(struct link *l, struct id session)
{
	for (uint32_t i = 0; i < l->people.webs.n; i++) {
		struct web *w = handle_at(&l->people.webs, i);

		if (w && w->reading && id_equals(w->caller.session, session))
			lws_set_timeout(w->wsi, PENDING_TIMEOUT_USER_REASON_BASE,
					LWS_TO_KILL_ASYNC);
	}
}
