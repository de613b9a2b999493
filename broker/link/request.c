/* HTTP requests: who gets them, bodies in, answers out. */
#include "broker/link/request.h"

#include "broker/common/base/log.h"
#include "broker/link/caller.h"
#include "broker/link/framing.h"
#include "broker/link/header.h"
#include "broker/link/inside.h"
#include "broker/link/peer.h"
#include "broker/link/reading.h"
#include "broker/link/resource.h"
#include "broker/link/web_head.h"

#include <stdlib.h>
#include <string.h>

#define WEB_STALL_S 90 /* a reader of an answer may be silent this long; the door ends it before */

/* An answer has to be out in a time that goes by its length, however often the reader takes a byte. */
#define ANSWER_US       INT64_C(20000000)
#define ANSWER_BYTE_US  100               /* 10 kB/s: the worst line of a village does that */
#define NEXT_REQUEST_US INT64_C(30000000) /* on a connection that is kept */
#define HANDSHAKE_US    INT64_C(10000000) /* of a WebSocket, once its head is there */
#define HOST_SIZE       256
#define PATH_SIZE       600

/* What the library keeps for each connection. */
struct seat {
	struct web *web; /* NULL: no request */
};

size_t request_size(void)
{
	return sizeof(struct seat);
}

static void wipe_body(struct web *w)
{
	if (w->body.at)
		explicit_bzero(w->body.at, w->body.n);
	free(w->body.at);
	w->body.at = NULL;
}

static void web_free(struct web *w)
{
	if (!w)
		return;
	handle_remove(&w->link->people.webs, w->self);
	reading_drop(w->reading);
	wipe_body(w);
	free(w->answer.owned);
	free(w);
}

static enum web_method method_of(struct lws *wsi)
{
	if (lws_hdr_total_length(wsi, WSI_TOKEN_GET_URI))
		return WEB_GET;
	if (lws_hdr_total_length(wsi, WSI_TOKEN_HEAD_URI))
		return WEB_HEAD;
	if (lws_hdr_total_length(wsi, WSI_TOKEN_POST_URI))
		return WEB_POST;
	if (lws_hdr_total_length(wsi, WSI_TOKEN_DELETE_URI))
		return WEB_DELETE;
	return WEB_OTHER;
}

static bool has_own_origin(struct lws *wsi)
{
	char at[HOST_SIZE], host[HOST_SIZE];
	struct text origin = header_copy(wsi, WSI_TOKEN_ORIGIN, at, sizeof(at));

	if (lws_is_ssl(wsi) && !text_starts(origin, "https://"))
		return false;
	return origin_is_host(origin, header_copy(wsi, WSI_TOKEN_HOST, host, sizeof(host)));
}

static struct web *web_new(struct link *l, struct lws *wsi)
{
	struct web *w = calloc(1, sizeof(*w));

	if (!w)
		abort();
	w->link = l;
	w->wsi = wsi;
	w->self = handle_add(&l->people.webs, w);
	w->method = method_of(wsi);
	w->secure = lws_is_ssl(wsi);
	w->caller.roles = ROLE_PUBLIC;
	w->language = caller_language(wsi);
	caller_address(l, wsi, w->address);
	return w;
}

static void tell_refused(struct link *l, const char *why)
{
	if (door_may_tell(l))
		log_odd("link.refused", "why=%s", why);
}

static int on_request(struct link *l, struct seat *seat, struct lws *wsi, struct text path)
{
	bool fits = door_enter(wsi);

	if (door_is(wsi, DOOR_PROGRAMS) || path.n >= PATH_SIZE)
		return -1;
	web_free(seat->web);
	struct web *w = seat->web = web_new(l, wsi);
	l->counts.pages++;
	bool changes = w->method == WEB_POST || w->method == WEB_DELETE;

	door_owe(wsi, changes ? l->settings->body_time * 1000 : 0);
	if (!framing_is_clear(wsi, changes)) {
		w->closes = true;
		tell_refused(l, "framing");
		web_refuse(w, ERR_BAD_INPUT, WHY_REQUEST_LENGTH, NULL);
	} else if (!fits || l->people.webs.used > WEBS_MAX) {
		w->closes = true;
		tell_refused(l, "too_many");
		web_refuse(w, ERR_BUSY, WHY_CONNECTIONS_TOO_MANY, NULL);
	} else if (w->method == WEB_OTHER) {
		web_answer(w, 405, "text/plain", TEXT("405\n"));
	} else if (changes && !has_own_origin(wsi)) {
		tell_refused(l, "origin");
		web_refuse(w, ERR_FORBIDDEN, WHY_REQUEST_ORIGIN, NULL);
	} else {
		resource_start(w, path);
	}
	return 0;
}

static int on_body(struct web *w, const void *in, size_t n)
{
	if (!w || w->answer.status)
		return 0; /* answered already: what still comes is not looked at */
	if (n > w->body.limit - w->body.n) {
		web_refuse(w, ERR_TOO_LARGE, WHY_NONE, NULL);
		return 0;
	}
	if (n > w->body.room - w->body.n) {
		/* Not realloc: what it leaves behind may be a password. */
		w->body.room = 2 * (w->body.n + n);
		char *at = malloc(w->body.room);
		if (!at)
			abort();
		if (w->body.n)
			memcpy(at, w->body.at, w->body.n);
		wipe_body(w);
		w->body.at = at;
	}
	memcpy(w->body.at + w->body.n, in, n);
	w->body.n += n;
	return 0;
}

static int on_body_end(struct web *w)
{
	if (!w)
		return 0;
	door_owe(w->wsi, 0);
	w->body.whole = true;
	if (!w->answer.status && w->on_body && !w->asks)
		w->on_body(w);
	return 0;
}

/* The answer is out: the connection may carry the next request. */
static int complete(struct seat *seat)
{
	struct lws *wsi = seat->web->wsi;
	bool closes = seat->web->closes;

	door_owe(wsi, NEXT_REQUEST_US);
	web_free(seat->web);
	seat->web = NULL;
	return lws_http_transaction_completed(wsi) || closes ? -1 : 0;
}

static int write_body(struct seat *seat)
{
	struct web *w = seat->web;
	struct web_answer *a = &w->answer;
	uint8_t piece[LWS_PRE + LINK_PIECE];
	size_t n = a->body.n - a->sent > LINK_PIECE ? LINK_PIECE : a->body.n - a->sent;
	bool last = a->sent + n == a->body.n;

	memcpy(piece + LWS_PRE, a->body.at + a->sent, n);
	if (lws_write(w->wsi, piece + LWS_PRE, n, last ? LWS_WRITE_HTTP_FINAL : LWS_WRITE_HTTP) < 0)
		return -1;
	a->sent += n;
	if (last)
		return complete(seat);
	web_ready(w);
	return 0;
}

static int on_writable(struct seat *seat)
{
	struct web *w = seat->web;

	if (!w || !w->answer.status)
		return 0;
	lws_set_timeout(w->wsi, PENDING_TIMEOUT_HTTP_CONTENT, WEB_STALL_S);
	if (!w->answer.started) {
		w->answer.started = true;
		if (!w->reading)
			door_owe(w->wsi, ANSWER_US + web_head_length(w) * ANSWER_BYTE_US);
		if (web_head_write(w))
			return -1;
		if (w->method == WEB_HEAD || !web_head_length(w))
			return complete(seat);
		web_ready(w);
		return 0;
	}
	if (!w->reading)
		return write_body(seat);
	switch (reading_write(w->reading, w->wsi)) {
	case READING_WAITS:
		return 0;
	case READING_GOES_ON:
		web_ready(w);
		return 0;
	case READING_ENDED:
		return complete(seat);
	case READING_FAILED:
		break;
	}
	return -1;
}

/* Says no to an upgrade in HTTP; 1: answered. */
static int refuse_upgrade(struct lws *wsi, unsigned int status, const char *why)
{
	tell_refused(lws_context_user(lws_get_context(wsi)), why);
	return lws_return_http_status(wsi, status, NULL) < 0 ? -1 : 1;
}

static int on_upgrade(struct link *l, struct lws *wsi)
{
	char path[PATH_SIZE], words[HOST_SIZE];
	bool fits = door_enter(wsi);

	door_owe(wsi, HANDSHAKE_US);
	if (!framing_is_clear(wsi, false))
		return refuse_upgrade(wsi, HTTP_STATUS_BAD_REQUEST, "framing");
	if (door_is(wsi, DOOR_METRICS) ||
	    !text_is(header_copy(wsi, WSI_TOKEN_GET_URI, path, sizeof(path)), "/ws"))
		return refuse_upgrade(wsi, HTTP_STATUS_NOT_FOUND, "path");
	if (!list_has(header_copy(wsi, WSI_TOKEN_PROTOCOL, words, sizeof(words)), PEER_SUBPROTOCOL))
		return refuse_upgrade(wsi, HTTP_STATUS_BAD_REQUEST, "subprotocol");
	bool program = door_is(wsi, DOOR_PROGRAMS);
	if (!program && !has_own_origin(wsi))
		return refuse_upgrade(wsi, HTTP_STATUS_FORBIDDEN, "origin");
	if (l->desk.stopping || !fits)
		return refuse_upgrade(wsi, HTTP_STATUS_SERVICE_UNAVAILABLE, "too_many");
	return 0;
}

int request_callback(struct lws *wsi, enum lws_callback_reasons reason, void *user, void *in,
		     size_t n)
{
	struct link *l = lws_context_user(lws_get_context(wsi));
	struct seat *seat = user;

	switch ((int)reason) {
	case LWS_CALLBACK_OPENSSL_PERFORM_CLIENT_CERT_VERIFICATION:
		return n ? 0 : 1; /* n is what the library's own check says */
	case LWS_CALLBACK_HTTP_CONFIRM_UPGRADE:
		return on_upgrade(l, wsi);
	case LWS_CALLBACK_HTTP:
		return on_request(l, seat, wsi, (struct text){ in, n });
	case LWS_CALLBACK_HTTP_BODY:
		return on_body(seat->web, in, n);
	case LWS_CALLBACK_HTTP_BODY_COMPLETION:
		return on_body_end(seat->web);
	case LWS_CALLBACK_HTTP_WRITEABLE:
		return on_writable(seat);
	case LWS_CALLBACK_WSI_DESTROY: /* of every connection, whatever became of it */
		door_leave(wsi);
		return 0;
	case LWS_CALLBACK_CLOSED_HTTP:
	case LWS_CALLBACK_HTTP_DROP_PROTOCOL:
		if (seat) {
			web_free(seat->web);
			seat->web = NULL;
		}
		return 0;
	default:
		return 0;
	}
}
