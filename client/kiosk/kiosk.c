/* Carries out what `follow` says and tells it what came of it. */
#include "client/kiosk/kiosk.h"

#include "broker/common/base/log.h"
#include "broker/common/talk/terminal_messages.h"
#include "broker/common/talk/visit_state.h"
#include "client/core/asks.h"
#include "client/core/carrier.h"
#include "client/kiosk/call.h"
#include "client/kiosk/follow.h"
#include "client/kiosk/keep.h"

#include <glib-unix.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>

#define TICK_MS     100
#define FAREWELL_MS 1000 /* for the answer to visit.leave */

struct kiosk {
	const struct kiosk_settings *settings;
	const char *file;
	GMainLoop *loop;
	struct carrier *carrier;
	struct asks asks;
	struct follow follow;
	struct keep keep;
	struct call *call; /* NULL: none */
	char *offer;
	struct visit_leave_in leg; /* of the call, once it is joined */
	struct call_counts counts; /* as the last turn found them */
	struct instant end_at;     /* 0: goes on */
	int calls;
	bool lost; /* to be told to `follow` outside of the call's own functions */
};

static struct instant steady(void)
{
	return (struct instant){ clock_monotonic_us() / 1000 };
}

static bool ask(struct kiosk *k, const struct ask_call *c)
{
	OWN(arena) a = arena_new();
	struct buffer out;

	buffer_init(&out, a);
	return asks_add(&k->asks, c, steady(), &out) && carrier_send(k->carrier, buffer_text(&out));
}

static void on_visit(void *owner, const struct frame *f, struct arena *a)
{
	struct kiosk *k = owner;
	struct terminal_visit_out out = { 0 };
	struct fault fault;
	enum err err = f->err ? f->err
			      : fields_parse(f->result, terminal_visit_out_fields, a, &out, &fault);

	if (err)
		log_odd("kiosk.not_told", "err=%s", err_word(err));
	if (!text_is(out.state, visit_state_words[VISIT_LIVE]))
		out.visit = (struct id){ "" };
	follow_take_visit(&k->follow, err, out.visit, steady());
	if (!err)
		keep_take_visit(&k->keep, out.visit, out.recording, steady());
}

static void look(struct kiosk *k)
{
	if (!ask(k, &(struct ask_call){ "terminal.visit", NULL, NULL, on_visit, k }))
		follow_take_visit(&k->follow, ERR_BUSY, (struct id){ "" }, steady());
}

static void on_offer(void *owner, struct text offer)
{
	struct kiosk *k = owner;

	g_free(k->offer);
	k->offer = g_strndup(offer.at, offer.n);
	follow_take_offer(&k->follow);
}

static void on_lost(void *owner)
{
	((struct kiosk *)owner)->lost = true;
}

/* The first call's file has the name given, the others a number behind it. */
static char *file_name(struct kiosk *k)
{
	k->calls++;
	if (!k->file)
		return NULL;
	return k->calls == 1 ? g_strdup(k->file) : g_strdup_printf("%s.%d", k->file, k->calls);
}

/* turn:HOST as webrtcbin wants it: turn://USER:PASSWORD@HOST. */
static char *turn_server(struct text url, const struct ice_list_out *o)
{
	g_autofree char *user =
		g_uri_escape_bytes((const guint8 *)o->username.at, o->username.n, NULL);
	g_autofree char *password =
		g_uri_escape_bytes((const guint8 *)o->credential.at, o->credential.n, NULL);
	struct text scheme = text_next(&url, ':');

	return g_strdup_printf(TEXT_FMT "://%s:%s@" TEXT_FMT, TEXT_ARG(scheme), user, password,
			       TEXT_ARG(url));
}

static void begin(struct kiosk *k, const struct ice_list_out *o)
{
	struct call_listener listener = { k, on_offer, on_lost };
	g_autofree char *file = file_name(k);
	g_auto(GStrv) turn = g_new0(char *, o->urls.n + 1);

	for (size_t i = 0; i < o->urls.n; i++)
		turn[i] = turn_server(((const struct text *)o->urls.items)[i], o);
	k->counts = (struct call_counts){ 0 };
	struct call_way way = { file, turn, k->keep.spool };
	enum err err = call_new(k->settings, &way, &listener, &k->call);
	if (!err)
		return;
	log_broken("kiosk.no_call", "err=%s", err_word(err));
	follow_lose(&k->follow, steady());
}

/* Without an answer there is still the straight way. */
static void on_ice(void *owner, const struct frame *f, struct arena *a)
{
	struct kiosk *k = owner;
	struct ice_list_out out = { 0 };
	struct fault fault;
	enum err err =
		f->err ? f->err : fields_parse(f->result, ice_list_out_fields, a, &out, &fault);

	if (k->call || k->follow.call.state != FOLLOW_OFFERING)
		return;
	if (err) {
		log_odd("kiosk.no_turn", "err=%s", err_word(err));
		out = (struct ice_list_out){ 0 };
	}
	begin(k, &out);
}

static void start(struct kiosk *k)
{
	struct visit_in in = { k->follow.call.visit };

	if (!ask(k, &(struct ask_call){ "ice.list", visit_in_fields, &in, on_ice, k }))
		follow_lose(&k->follow, steady());
}

static void stop(struct kiosk *k)
{
	if (k->call)
		log_info("kiosk.left", "visit=%s pictures=%lld sounds=%lld",
			 k->follow.call.visit.text, (long long)k->counts.pictures,
			 (long long)k->counts.sounds);
	call_free(k->call);
	k->call = NULL;
	k->lost = false;
	memset(&k->leg, 0, sizeof(k->leg));
	if (id_equals(k->follow.call.visit, k->follow.want) && !k->end_at.ms)
		keep_lose(&k->keep, steady());
}

static enum err take_joined(struct kiosk *k, const struct frame *f, struct arena *a)
{
	struct visit_join_out out = { 0 };
	struct fault fault;
	enum codec picture;

	TRY(f->err);
	TRY(fields_parse(f->result, visit_join_out_fields, a, &out, &fault));
	enum err err = codecs_answered(out.answer, 1, &picture);
	if (err == ERR_NOT_FOUND)
		picture = CODEC_H264; /* of what is kept when the link is down: its own file */
	else
		TRY(err);
	k->leg = (struct visit_leave_in){ k->follow.call.visit, out.leg, out.epoch };
	log_info("kiosk.joined", "visit=%s leg=%s epoch=%lld recording=%d picture=%d",
		 k->leg.visit.text, out.leg.text, (long long)out.epoch, out.recording, !err);
	keep_free_camera(&k->keep);
	keep_take_joined(&k->keep, k->leg.visit, out.leg, out.epoch, picture);
	return call_take_answer(k->call, out.answer);
}

static void on_joined(void *owner, const struct frame *f, struct arena *a)
{
	struct kiosk *k = owner;

	if (!k->call || k->follow.call.state != FOLLOW_JOINING)
		return;
	enum err err = take_joined(k, f, a);
	if (err)
		log_odd("kiosk.not_joined", "visit=%s err=%s", k->follow.call.visit.text,
			err_word(err));
	follow_take_joined(&k->follow, err, steady());
}

static void join(struct kiosk *k)
{
	struct visit_join_in in = { k->follow.call.visit, text_of(k->offer) };
	struct ask_call c = { "visit.join", visit_join_in_fields, &in, on_joined, k };

	if (!ask(k, &c))
		follow_take_joined(&k->follow, ERR_BUSY, steady());
}

static void go_on(struct kiosk *k)
{
	for (;;)
		switch (follow_next(&k->follow, steady())) {
		case FOLLOW_REST:
			return;
		case FOLLOW_LOOK:
			look(k);
			break;
		case FOLLOW_START:
			start(k);
			break;
		case FOLLOW_JOIN:
			join(k);
			break;
		case FOLLOW_STOP:
			stop(k);
			break;
		}
}

static void take_packet(struct kiosk *k)
{
	follow_take_packet(&k->follow, steady());
	if (k->follow.call.state == FOLLOW_JOINED)
		keep_take_packet(&k->keep);
}

static void count(struct kiosk *k)
{
	struct call_counts now = call_count(k->call);

	if (now.packets > k->counts.packets)
		take_packet(k);
	if (now.pictures && !k->counts.pictures)
		log_info("kiosk.sees", "visit=%s", k->follow.call.visit.text);
	if (now.sounds && !k->counts.sounds)
		log_info("kiosk.hears", "visit=%s", k->follow.call.visit.text);
	k->counts = now;
}

static void on_backfill(void *owner, const struct frame *f, struct arena *a)
{
	struct kiosk *k = owner;
	struct visit_backfill_out out = { 0 };
	struct fault fault;
	enum err err = f->err ? f->err
			      : fields_parse(f->result, visit_backfill_out_fields, a, &out, &fault);

	catchup_take(&k->keep.catchup, err, out.next, clock_monotonic_us());
}

/* What was kept goes to the broker as soon as it is there. */
static void catch_up(struct kiosk *k)
{
	struct visit_backfill_in in;
	struct ask_call c = { "visit.backfill", visit_backfill_in_fields, &in, on_backfill, k };

	if (!k->keep.spool || !k->follow.is_up ||
	    !catchup_next(&k->keep.catchup, clock_monotonic_us(), k->call != NULL, &in))
		return;
	if (!ask(k, &c))
		catchup_take(&k->keep.catchup, ERR_BUSY, 0, clock_monotonic_us());
}

static gboolean on_tick(gpointer owner)
{
	struct kiosk *k = owner;

	if (k->end_at.ms && steady().ms >= k->end_at.ms)
		g_main_loop_quit(k->loop);
	if (k->end_at.ms)
		return G_SOURCE_CONTINUE;
	if (k->call)
		count(k);
	if (k->lost)
		follow_lose(&k->follow, steady());
	if (asks_tick(&k->asks, steady()))
		carrier_end(k->carrier); /* who does not answer is gone */
	go_on(k);
	catch_up(k);
	return G_SOURCE_CONTINUE;
}

/* The stage moved to another codec. */
static void take_again(struct kiosk *k, const struct frame *f, struct arena *a)
{
	struct leg_again leg = { 0 };
	struct fault fault;

	if (fields_parse(f->params, leg_again_fields, a, &leg, &fault) ||
	    !id_equals(leg.leg, k->leg.leg) || leg.epoch != k->leg.epoch)
		return;
	log_info("kiosk.again", "visit=%s epoch=%lld", leg.visit.text, (long long)leg.epoch);
	follow_again(&k->follow, steady());
}

/* Events say that something changed; what there is to do is asked. */
static void take_news(struct kiosk *k, const struct frame *f, struct arena *a)
{
	if (text_is(f->method, "event"))
		follow_hear(&k->follow, steady());
	else if (text_is(f->method, "media.lost"))
		follow_lose(&k->follow, steady());
	else if (text_is(f->method, "leg.again"))
		take_again(k, f, a);
}

static void take_letter(struct kiosk *k, const struct letter *l)
{
	OWN(arena) a = arena_new();
	struct frame f;

	switch (l->kind) {
	case LETTER_UP:
		log_info("kiosk.connected", "call=%d", k->call != NULL);
		follow_up(&k->follow, steady());
		return;
	case LETTER_DOWN:
		follow_down(&k->follow);
		asks_lose(&k->asks);
		return;
	case LETTER_FRAME:
		break;
	}
	if (frame_parse((struct text){ l->at, l->n }, a, &f)) {
		log_odd("kiosk.bad_frame", "bytes=%zu", l->n);
		carrier_end(k->carrier);
	} else if (f.method.n) {
		take_news(k, &f, a);
	} else {
		asks_take(&k->asks, &f, a);
	}
}

static gboolean on_letter(gint fd, GIOCondition why, gpointer owner)
{
	struct kiosk *k = owner;
	struct letter *l;

	(void)fd;
	(void)why;
	while ((l = carrier_take(k->carrier))) {
		take_letter(k, l);
		free(l);
	}
	if (!k->end_at.ms)
		go_on(k);
	return G_SOURCE_CONTINUE;
}

static void on_gone(void *owner, const struct frame *f, struct arena *a)
{
	struct kiosk *k = owner;

	(void)f;
	(void)a;
	g_main_loop_quit(k->loop);
}

/* Says farewell to a visit; the loop ends with the answer, or without it. */
static gboolean on_end(gpointer owner)
{
	struct kiosk *k = owner;
	struct ask_call c = { "visit.leave", visit_leave_in_fields, &k->leg, on_gone, k };

	if (k->end_at.ms)
		return G_SOURCE_CONTINUE;
	k->end_at.ms = steady().ms + FAREWELL_MS;
	if (!id_is_set(k->leg.leg) || !k->follow.is_up || !ask(k, &c))
		g_main_loop_quit(k->loop);
	return G_SOURCE_CONTINUE;
}

enum err kiosk_new(const struct kiosk_settings *s, const char *file, struct kiosk **out)
{
	const struct line_settings line = { s->broker.host, (int)s->broker.port, s->broker.ca,
					    s->broker.cert, s->broker.key };
	OWN(kiosk) k = calloc(1, sizeof(*k));

	if (!k)
		abort();
	k->settings = s;
	k->file = file;
	k->loop = g_main_loop_new(NULL, FALSE);
	follow_init(&k->follow);
	keep_init(&k->keep, s);
	TRY(carrier_new(&line, &k->carrier));
	g_unix_fd_add(carrier_fd(k->carrier), G_IO_IN, on_letter, k);
	g_timeout_add(TICK_MS, on_tick, k);
	g_unix_signal_add(SIGTERM, on_end, k);
	g_unix_signal_add(SIGINT, on_end, k);
	*out = kiosk_give(&k);
	return ERR_OK;
}

void kiosk_free(struct kiosk *k)
{
	if (!k)
		return;
	call_free(k->call);
	keep_clear(&k->keep);
	carrier_free(k->carrier);
	g_main_loop_unref(k->loop);
	g_free(k->offer);
	free(k);
}

void kiosk_run(struct kiosk *k)
{
	g_main_loop_run(k->loop);
	stop(k);
}
