/* WebSocket connections: messages in, frames out, pings. */
#include "broker/link/peer.h"

#include "broker/common/base/log.h"
#include "broker/link/caller.h"
#include "broker/link/inside.h"
#include "broker/link/queue.h"
#include "broker/wire/inner.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define ADDRESS_SIZE 46

/* A message that comes in pieces. */
struct assembly {
	size_t n;
	size_t room;
	char at[];
};

struct peer {
	struct link *link;
	struct lws *wsi;
	struct handle self;
	struct assembly *assembly; /* NULL: between messages */
	struct queue out;
	struct caller caller;
	uint32_t heard; /* the second of the last sign of life */
	uint16_t flights;
	bool counted; /* in the tallies */
	bool pinged;
	bool ping_due;
	bool taking; /* a message is being taken: its reply need not wait for the loop */
	bool dropping;
	enum language language; /* of the sentences in its answers */
	struct {
		bool asked;     /* who it is; until that is known it has no rights */
		bool paused;    /* nothing is read either: the answer was not there at once */
		const char *no; /* why it has to go; NULL: it may stay */
	} entry;
	char token[TOKEN_TEXT];
	char address[ADDRESS_SIZE];
};

size_t peer_size(void)
{
	return sizeof(struct peer);
}

/* Closes it soon. */
static void peer_drop(struct peer *p, const char *why)
{
	if (p->dropping)
		return;
	p->dropping = true;
	p->link->counts.dropped++;
	if (door_may_tell(p->link))
		log_odd("link.dropped", "connection=%u why=%s", p->self.index, why);
	queue_clear(&p->out);
	lws_set_timeout(p->wsi, PENDING_TIMEOUT_USER_REASON_BASE, LWS_TO_KILL_ASYNC);
	/* The library does it when it is served next: on a quiet day that would be much later. */
	lws_cancel_service(lws_get_context(p->wsi));
}

/* False: it is too slow and is being dropped. */
static bool peer_send(struct peer *p, struct text frame)
{
	if (p->dropping)
		return false;
	if (!queue_add(&p->out, LWS_PRE, frame)) {
		peer_drop(p, "too_slow");
		return false;
	}
	if (p->out.frames == 1 && !p->taking)
		lws_callback_on_writable(p->wsi);
	return true;
}

bool peers_have(void *link, struct handle at)
{
	return handle_find(&((struct link *)link)->people.peers, at);
}

bool peers_send(void *link, struct handle to, struct text frame)
{
	struct peer *p = handle_find(&((struct link *)link)->people.peers, to);

	return p && peer_send(p, frame);
}

int64_t peers_send_all(void *link, struct text frame,
		       bool (*may)(const struct caller *who, const void *with), const void *with)
{
	struct link *l = link;
	int64_t n = 0;

	for (uint32_t i = 0; i < l->people.peers.n; i++) {
		struct peer *p = handle_at(&l->people.peers, i);

		if (p && may(&p->caller, with)) {
			peer_send(p, frame);
			n++;
		}
	}
	return n;
}

void peers_drop(void *link, struct handle at, const char *why)
{
	struct peer *p = handle_find(&((struct link *)link)->people.peers, at);

	if (p)
		peer_drop(p, why);
}

static void reply(struct errand *e)
{
	struct peer *p = handle_find(&link_of(e)->people.peers, e->from);
	struct text text = exchange_reply(e->exchange);

	if (!p)
		return;
	p->flights--;
	presence_note(e->desk, e);
	if (text.n)
		peer_send(p, text);
}

/* A notification: how far the answer to this request is. */
static void tell_progress(struct errand *e, struct study *s)
{
	struct peer *p = handle_find(&link_of(e)->people.peers, e->from);
	char at[256];

	if (!p)
		return;
	int n = snprintf(at, sizeof(at),
			 "{\"jsonrpc\":\"2.0\",\"method\":\"study.progress\",\"params\":{"
			 "\"message\":\"%s\",\"done\":%lld,\"of\":%lld}}",
			 exchange_message(e->exchange)->name, (long long)atomic_load(&s->done),
			 (long long)atomic_load(&s->of));
	peer_send(p, (struct text){ at, (size_t)n });
}

/* Others keep everything busy: that is no fault of this connection. */
static void say_busy(struct peer *p, struct text message)
{
	OWN(exchange) x = exchange_new(p->link->desk.parts.wire, &p->caller, text_of(p->address));

	exchange_speak(x, p->language);
	exchange_refuse(x, message, ERR_BUSY, clock_now());
	struct text text = exchange_reply(x);
	if (text.n)
		peer_send(p, text);
}

static void take(struct peer *p, struct text message)
{
	struct link *l = p->link;

	if (l->desk.stopping || p->dropping || p->entry.no)
		return;
	if ((p->caller.roles & ROLE_MEDIA) && programs_take(&l->desk, p->self, message))
		return;
	bool is_media = p->caller.roles & ROLE_MEDIA;
	if (!is_media && p->flights == PEER_FLIGHTS_MAX) {
		peer_drop(p, "too_many_requests");
		return;
	}
	/* A media server is told to come again: cut off, it would lose its visits. */
	struct errand *e = NULL;
	if (p->flights < PEER_FLIGHTS_MEDIA)
		e = errand_new(&l->desk, &p->caller, text_of(p->address), reply);
	if (!e) {
		say_busy(p, message);
		return;
	}
	e->from = p->self;
	e->progress = tell_progress;
	exchange_speak(e->exchange, p->language);
	p->flights++;
	errand_take(e, message);
}

static size_t message_max(const struct peer *p)
{
	return p->caller.roles & (ROLE_SYSADMIN | ROLE_MEDIA) ? WIRE_REQUEST_MAX : WIRE_SMALL_MAX;
}

/* False: too large. */
static bool assemble(struct peer *p, const void *in, size_t n)
{
	struct assembly *a = p->assembly;
	size_t have = a ? a->n : 0;

	if (!a)
		door_owe(p->wsi, p->link->settings->body_time * 1000);

	if (n > message_max(p) - have)
		return false;
	if (!a || n > a->room - have) {
		size_t room = 2 * (have + n) < 4096 ? 4096 : 2 * (have + n);

		a = realloc(a, sizeof(*a) + room);
		if (!a)
			abort();
		a->room = room;
		a->n = have;
		p->assembly = a;
	}
	memcpy(a->at + have, in, n);
	a->n = have + n;
	return true;
}

static int write_ping(struct peer *p)
{
	uint8_t at[LWS_PRE + 1];

	p->ping_due = false;
	p->pinged = true;
	if (lws_write(p->wsi, at + LWS_PRE, 0, LWS_WRITE_PING) < 0)
		return -1;
	if (p->out.first)
		lws_callback_on_writable(p->wsi);
	return 0;
}

/* Closes it: nobody hears of it as if it had been here. */
static int turn_away(struct peer *p, const char *why)
{
	if (door_may_tell(p->link))
		log_odd("link.refused", "why=%s", why);
	handle_remove(&p->link->people.peers, p->self);
	lws_close_reason(p->wsi, LWS_CLOSE_STATUS_POLICY_VIOLATION, NULL, 0);
	return -1;
}

/* One piece of the first frame. */
static int on_writable(struct peer *p)
{
	struct frame *f = p->out.first;

	if (p->dropping)
		return -1;
	if (p->entry.no)
		return turn_away(p, p->entry.no);
	if (p->ping_due)
		return write_ping(p);
	if (!f)
		return 0;
	uint32_t n = f->n - f->sent > LINK_PIECE ? LINK_PIECE : f->n - f->sent;
	int flags = lws_write_ws_flags(LWS_WRITE_TEXT, f->sent == 0, f->sent + n == f->n);
	if (lws_write(p->wsi, f->at + LWS_PRE + f->sent, n, (enum lws_write_protocol)flags) < 0)
		return -1;
	f->sent += n;
	if (f->sent == f->n)
		queue_remove(&p->out);
	if (p->out.first)
		lws_callback_on_writable(p->wsi);
	return 0;
}

/* Takes a message; a reply that is there at once goes out at once. */
static int take_whole(struct peer *p, struct text message)
{
	p->taking = !p->out.frames;
	take(p, message);
	if (p->taking && p->out.frames && !p->dropping) {
		p->taking = false;
		if (!lws_send_pipe_choked(p->wsi))
			return on_writable(p);
		lws_callback_on_writable(p->wsi);
	}
	p->taking = false;
	return p->dropping ? -1 : 0;
}

static int on_piece(struct peer *p, const void *in, size_t n)
{
	bool last = lws_is_final_fragment(p->wsi) && !lws_remaining_packet_payload(p->wsi);

	p->heard = p->link->watches.ticks;
	p->pinged = false;
	if (lws_frame_is_binary(p->wsi)) {
		lws_close_reason(p->wsi, LWS_CLOSE_STATUS_UNACCEPTABLE_OPCODE, NULL, 0);
		return -1;
	}
	if (last && !p->assembly)
		return take_whole(p, (struct text){ in, n });
	if (!assemble(p, in, n)) {
		if (door_may_tell(p->link))
			log_odd("link.too_large", "connection=%u", p->self.index);
		lws_close_reason(p->wsi, LWS_CLOSE_STATUS_MESSAGE_TOO_LARGE, NULL, 0);
		return -1;
	}
	if (!last)
		return 0;
	struct assembly *a = p->assembly;
	p->assembly = NULL;
	door_owe(p->wsi, 0);
	int result = take_whole(p, (struct text){ a->at, a->n });
	free(a);
	return result;
}

static int filter_program(struct peer *p, struct lws *wsi)
{
	if (!caller_of_program(wsi, &p->caller))
		return -1;
	if ((p->caller.roles & ROLE_MEDIA) || door_has_room(wsi))
		return 0;
	if (door_may_tell(p->link))
		log_odd("link.refused", "why=too_many_terminals");
	return -1;
}

/* Who it is: by certificate for programs, by cookie for people. */
static int on_filter(struct peer *p, struct link *l, struct lws *wsi)
{
	p->link = l;
	p->wsi = wsi;
	p->caller.roles = ROLE_PUBLIC;
	p->language = caller_language(wsi);
	caller_address(l, wsi, p->address);
	if (door_is(wsi, DOOR_PROGRAMS))
		return filter_program(p, wsi);
	p->entry.asked = !caller_token(wsi, p->token);
	return 0;
}

static bool count(struct peer *p)
{
	struct link *l = p->link;
	struct text staff = text_of(p->caller.staff.text);

	if (staff.n && !tally_add(l->people.accounts, staff, (int)l->settings->per_account))
		return false;
	p->counted = true;
	return true;
}

static void entered(struct errand *e)
{
	struct peer *p = handle_find(&link_of(e)->people.peers, e->from);

	if (!p)
		return;
	p->entry.asked = false;
	enum err err = caller_found(e, &p->caller);
	if (err && err != ERR_NOT_SIGNED_IN)
		p->entry.no = "busy";
	else if (!count(p))
		p->entry.no = "too_many";
	if (!p->entry.paused)
		return;
	lws_rx_flow_control(p->wsi, 1);
	if (p->entry.no)
		lws_callback_on_writable(p->wsi);
}

static int on_open(struct peer *p)
{
	struct link *l = p->link;

	if (l->desk.stopping)
		return turn_away(p, "stopping");
	door_owe(p->wsi, 0);
	p->heard = l->watches.ticks;
	p->self = handle_add(&l->people.peers, p);
	if (p->entry.asked &&
	    !caller_ask(l, text_of(p->token), text_of(p->address), p->self, entered))
		return turn_away(p, "busy");
	if (p->entry.no)
		return turn_away(p, p->entry.no);
	p->entry.paused = p->entry.asked;
	if (p->entry.paused)
		lws_rx_flow_control(p->wsi, 0);
	return 0;
}

static void on_closed(struct peer *p)
{
	struct link *l = p->link;

	if (!l)
		return;
	if (p->counted && id_is_set(p->caller.staff))
		tally_remove(l->people.accounts, text_of(p->caller.staff.text));
	struct handle self = p->self;
	handle_remove(&l->people.peers, self);
	queue_clear(&p->out);
	free(p->assembly);
	explicit_bzero(p, sizeof(*p));
	desk_lose(&l->desk, self);
}

int peer_callback(struct lws *wsi, enum lws_callback_reasons reason, void *user, void *in, size_t n)
{
	struct peer *p = user;
	struct link *l = lws_context_user(lws_get_context(wsi));

	switch ((int)reason) {
	case LWS_CALLBACK_FILTER_PROTOCOL_CONNECTION:
		return on_filter(p, l, wsi);
	case LWS_CALLBACK_ESTABLISHED:
		return on_open(p);
	case LWS_CALLBACK_RECEIVE:
		return on_piece(p, in, n);
	case LWS_CALLBACK_RECEIVE_PONG:
		p->heard = l->watches.ticks;
		p->pinged = false;
		return 0;
	case LWS_CALLBACK_SERVER_WRITEABLE:
		return on_writable(p);
	case LWS_CALLBACK_CLOSED:
		on_closed(p);
		return 0;
	default:
		return 0;
	}
}

void peers_drop_session(struct link *l, struct id session)
{
	for (uint32_t i = 0; i < l->people.peers.n; i++) {
		struct peer *p = handle_at(&l->people.peers, i);

		if (p && id_is_set(session) && id_equals(p->caller.session, session))
			peer_drop(p, "signed_out");
	}
}

static void checked(struct errand *e)
{
	struct peer *p = handle_find(&link_of(e)->people.peers, e->from);
	struct caller now;

	if (!p || p->dropping)
		return;
	enum err err = caller_found(e, &now);
	if (err == ERR_NOT_SIGNED_IN)
		peer_drop(p, "session_ended");
	else if (!err)
		p->caller = now;
}

/* Where too many are under way the next turn does. */
static void check_session(struct peer *p)
{
	if (p->token[0] && id_is_set(p->caller.session))
		caller_ask(p->link, text_of(p->token), text_of(p->address), p->self, checked);
}

void peers_tick(struct link *l, uint32_t second)
{
	for (uint32_t i = 0; i < l->people.peers.n; i++) {
		struct peer *p = handle_at(&l->people.peers, i);

		if (!p || p->dropping)
			continue;
		uint32_t silent = second - p->heard;
		if (silent > PEER_SILENT_S) {
			peer_drop(p, "silent");
		} else if (silent >= PEER_PING_S && !p->pinged && !p->ping_due) {
			p->ping_due = true;
			lws_callback_on_writable(p->wsi);
		}
		if ((second + i) % PEER_CHECK_S == 0)
			check_session(p);
	}
}
