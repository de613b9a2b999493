/* What the paths of HTTP stand for. */
#include "broker/link/resource.h"

#include "broker/link/caller.h"
#include "broker/link/files.h"
#include "broker/link/header.h"
#include "broker/link/health.h"
#include "broker/link/inside.h"
#include "broker/link/metrics.h"
#include "broker/link/peer.h"
#include "broker/link/recording.h"

#include <stdio.h>

#define ENCODINGS_MAX 256

static void answer_file(struct web *w, struct text path)
{
	char at[ENCODINGS_MAX];
	const struct file *f = files_find(w->link->files, path);

	if (!f) {
		web_say(w, 404, "page.unknown");
		return;
	}
	struct web_answer *a = &w->answer;
	struct text seen = header_copy(w->wsi, WSI_TOKEN_HTTP_IF_NONE_MATCH, at, sizeof(at));
	a->file = f;
	a->type = f->type;
	a->status = list_has(seen, f->etag) ? 304 : 200;
	if (a->status == 200) {
		struct text may =
			header_copy(w->wsi, WSI_TOKEN_HTTP_ACCEPT_ENCODING, at, sizeof(at));

		a->packed = f->packed.n && list_has(may, "gzip");
		a->body = a->packed ? f->packed : f->plain;
	}
	web_ready(w);
}

static void rpc_done(struct errand *e)
{
	struct web *w = web_find(link_of(e), e->from);
	struct text text = exchange_reply(e->exchange);

	if (w)
		web_answer(w, text.n ? err_http(exchange_err(e->exchange)) : 204,
			   "application/json", text);
}

static void rpc_take(struct web *w)
{
	struct errand *e = errand_new(&w->link->desk, &w->caller, text_of(w->address), rpc_done);

	if (!e) {
		web_refuse(w, ERR_BUSY, WHY_NONE, NULL);
		return;
	}
	e->from = w->self;
	exchange_speak(e->exchange, w->language);
	errand_take(e, (struct text){ w->body.at ? w->body.at : "", w->body.n });
}

static void rpc_known(struct errand *e)
{
	struct web *w = web_find(link_of(e), e->from);

	if (!w)
		return;
	w->asks = false;
	if (w->paused)
		lws_rx_flow_control(w->wsi, 1);
	enum err err = caller_found(e, &w->caller);
	if (err && err != ERR_NOT_SIGNED_IN) {
		web_refuse(w, err, WHY_NONE, NULL);
		return;
	}
	if (w->caller.roles & ROLE_SYSADMIN)
		w->body.limit = WIRE_REQUEST_MAX;
	if (w->body.whole && !w->answer.status)
		rpc_take(w);
}

/* How much may come depends on who it is. */
static void rpc_start(struct web *w)
{
	char token[TOKEN_TEXT];

	w->body.limit = WIRE_SMALL_MAX;
	w->on_body = rpc_take;
	w->asks = !caller_token(w->wsi, token);
	if (!w->asks)
		return;
	if (!caller_ask(w->link, text_of(token), text_of(w->address), w->self, rpc_known)) {
		web_refuse(w, ERR_BUSY, WHY_NONE, NULL);
		return;
	}
	w->paused = w->asks;
	if (w->paused)
		lws_rx_flow_control(w->wsi, 0);
}

static void forget_cookie(struct web *w)
{
	snprintf(w->answer.cookie, sizeof(w->answer.cookie),
		 COOKIE_NAME "=; Max-Age=0; HttpOnly; SameSite=Strict; Path=/%s",
		 w->secure ? "; Secure" : "");
}

static void has_no_session(struct web *w)
{
	forget_cookie(w);
	web_answer(w, 200, "application/json", TEXT("{}"));
}

static void signed_out(struct errand *e)
{
	struct web *w = web_find(link_of(e), e->from);

	if (!w)
		return;
	if (exchange_err(e->exchange)) {
		web_refuse(w, exchange_err(e->exchange), WHY_SIGN_OUT_FAILED, NULL);
		return;
	}
	peers_drop_session(link_of(e), w->caller.session);
	has_no_session(w);
}

static void sign_out_known(struct errand *known)
{
	struct web *w = web_find(link_of(known), known->from);
	struct session_close_in in;

	if (!w)
		return;
	enum err err = caller_found(known, &w->caller);
	if (err == ERR_NOT_SIGNED_IN) {
		has_no_session(w);
		return;
	}
	if (err) { /* the session may stand: nobody is told that it ended */
		web_refuse(w, err, WHY_SIGN_OUT_FAILED, NULL);
		return;
	}
	struct errand *e = errand_new(&w->link->desk, &w->caller, text_of(w->address), signed_out);
	if (!e) {
		web_refuse(w, ERR_BUSY, WHY_NONE, NULL);
		return;
	}
	in.session = w->caller.session;
	e->from = w->self;
	errand_start(e, "session.close", &in);
}

static void sign_out(struct web *w)
{
	char token[TOKEN_TEXT];

	if (caller_token(w->wsi, token))
		has_no_session(w);
	else if (!caller_ask(w->link, text_of(token), text_of(w->address), w->self, sign_out_known))
		web_refuse(w, ERR_BUSY, WHY_NONE, NULL);
}

static void start_change(struct web *w, struct text path)
{
	if (w->method == WEB_DELETE && text_is(path, "/session"))
		sign_out(w);
	else if (w->method == WEB_POST && text_is(path, "/session"))
		sign_in_start(w);
	else if (w->method == WEB_POST && text_is(path, "/rpc"))
		rpc_start(w);
	else
		web_say(w, 404, "page.no_address");
}

/* The program's counts are nobody's from outside: at their own port, or on this machine, where a
 * proxy that passes on others is told by its header. */
static bool may_see_metrics(const struct web *w)
{
	if (w->link->settings->metrics_port)
		return door_is(w->wsi, DOOR_METRICS);
	return door_is(w->wsi, DOOR_PLAIN) &&
	       !lws_hdr_total_length(w->wsi, WSI_TOKEN_X_FORWARDED_FOR) &&
	       lws_hdr_custom_length(w->wsi, "forwarded:", 10) < 0;
}

void resource_start(struct web *w, struct text path)
{
	if (text_is(path, "/metrics") && may_see_metrics(w))
		metrics_answer(w);
	else if (text_is(path, "/metrics") || door_is(w->wsi, DOOR_METRICS))
		web_answer(w, 404, "text/plain; charset=utf-8", TEXT("404\n"));
	else if (w->method == WEB_POST || w->method == WEB_DELETE)
		start_change(w, path);
	else if (text_is(path, "/healthz"))
		health_start(w);
	else if (text_starts(path, RECORDING_PATH))
		recording_start(w, path);
	else if (text_is(path, "/ws") || text_is(path, "/rpc") || text_is(path, "/session"))
		web_answer(w, 405, "text/plain; charset=utf-8", TEXT("405\n"));
	else if (text_is(path, "/"))
		answer_file(w, text_of(FILES_INDEX));
	else
		answer_file(w, path);
}
