/*
 * Helpers of the desk's tests: a desk in the house of the services' tests, with its real database,
 * writer, reader and study lane. In place of the sockets stands a fake that knows who is connected
 * and records what was sent, dropped and ended.
 */
#ifndef TESTS_UNIT_BROKER_DESK_DESK_H
#define TESTS_UNIT_BROKER_DESK_DESK_H

#include "broker/desk/desk.h"
#include "broker/desk/stage.h"
#include "tests/unit/broker/service/service.h"

#include <poll.h>
#include <stdarg.h>

#define SENT_MAX 64

struct sent {
	struct handle to;
	struct text frame;
};

struct hall {
	struct house *house;
	struct outbox outbox;
	struct studies *studies;
	struct archive *archive;
	struct wire wire;
	struct desk desk;
	/* the fake */
	struct handles connected; /* struct caller */
	struct sent sent[SENT_MAX];
	int sent_n;
	struct handle dropped; /* the last one */
	const char *why;       /* it was dropped; NULL: none was */
	struct id ended[4];
	int ended_n;
	/* what the connections were told of their requests */
	enum err last_err;
	int progress_n;
	int well_n, ill_n; /* checks */
};

static inline bool fake_has(void *link, struct handle at)
{
	return handle_find(&((struct hall *)link)->connected, at);
}

static inline bool fake_send(void *link, struct handle to, struct text frame)
{
	struct hall *h = link;
	struct arena *a = h->house->arena;

	if (!fake_has(h, to))
		return false;
	CHECK(h->sent_n < SENT_MAX);
	h->sent[h->sent_n++] = (struct sent){ to, { arena_copy(a, frame), frame.n } };
	return true;
}

static inline int64_t fake_send_all(void *link, struct text frame,
				    bool (*may)(const struct caller *who, const void *with),
				    const void *with)
{
	struct hall *h = link;
	int64_t n = 0;

	for (uint32_t i = 0; i < h->connected.n; i++) {
		struct handle to = { i, h->connected.slots[i].epoch };
		const struct caller *who = handle_at(&h->connected, i);

		n += who && may(who, with) && fake_send(h, to, frame);
	}
	return n;
}

static inline void fake_drop(void *link, struct handle at, const char *why)
{
	struct hall *h = link;

	h->dropped = at;
	h->why = why;
}

static inline void fake_end_sessions(void *link, const struct id *sessions, size_t n)
{
	struct hall *h = link;

	CHECK(n <= 4);
	memcpy(h->ended, sessions, n * sizeof(*sessions));
	h->ended_n += (int)n;
}

static inline struct hall *hall_new(void)
{
	struct hall *h = calloc(1, sizeof(*h));
	struct desk_lines lines = { h,         fake_has,         fake_send, fake_send_all,
				    fake_drop, fake_end_sessions };
	char path[512], folder[300], ca[300];

	CHECK(h);
	h->house = house_new();
	snprintf(folder, sizeof(folder), "%s/archive", test_folder());
	snprintf(ca, sizeof(ca), "%s/ca-media.pem", test_folder());
	CHECK_EQ(ERR_OK, archive_new(folder, ca, &h->archive));
	snprintf(path, sizeof(path), "%s/store.db", test_folder());
	writer_free(h->house->writer); /* it knew no outbox */
	CHECK_EQ(ERR_OK, writer_new(path, &h->outbox, &h->house->writer));
	CHECK_EQ(ERR_OK, studies_new(path, &h->studies));
	h->wire = (struct wire){ .reader = h->house->reader,
				 .tree = h->house->tree,
				 .rules = &h->house->rules };
	struct desk_parts parts = { &h->wire, h->house->writer, h->studies, &h->outbox,
				    h->archive };
	CHECK_EQ(ERR_OK, desk_init(&h->desk, &parts, &lines));
	return h;
}

static inline void hall_free(struct hall *h)
{
	if (!h)
		return;
	desk_clear(&h->desk);
	archive_free(h->archive);
	studies_free(h->studies);
	handles_clear(&h->connected);
	house_free(h->house);
	free(h);
}
OWNABLE(hall)

static inline struct handle connect_as(struct hall *h, struct caller who)
{
	struct caller *kept = ARENA_NEW(h->house->arena, struct caller);

	*kept = who;
	return handle_add(&h->connected, kept);
}

static inline struct handle connect_staff(struct hall *h, const char *account)
{
	return connect_as(h, house_staff_of(h->house, account));
}

/* In this order, as the link does it. */
static inline void disconnect(struct hall *h, struct handle at)
{
	handle_remove(&h->connected, at);
	desk_lose(&h->desk, at);
}

static inline void replied(struct errand *e)
{
	struct hall *h = e->desk->lines.link;
	struct text reply = exchange_reply(e->exchange);

	h->last_err = exchange_err(e->exchange);
	if (!fake_has(h, e->from))
		return;
	presence_note(e->desk, e);
	if (reply.n)
		fake_send(h, e->from, reply);
}

static inline void progressed(struct errand *e, struct study *s)
{
	(void)s;
	((struct hall *)e->desk->lines.link)->progress_n++;
}

/* A frame that came on a connection. */
static inline void take_frame(struct hall *h, struct handle from, struct text frame)
{
	const struct caller *who = handle_find(&h->connected, from);

	CHECK(who);
	if ((who->roles & ROLE_MEDIA) && programs_take(&h->desk, from, frame))
		return;
	struct errand *e = errand_new(&h->desk, who, TEXT("10.0.0.1"), replied);
	CHECK(e);
	e->from = from;
	e->progress = progressed;
	errand_take(e, frame);
}

static inline void take_message(struct hall *h, struct handle from, const char *head,
				const char *params, va_list args)
{
	struct buffer b;

	buffer_init(&b, h->house->arena);
	buffer_addf(&b, "{\"jsonrpc\":\"2.0\",%s,\"params\":", head);
	buffer_addv(&b, params, args);
	buffer_addf(&b, "}");
	take_frame(h, from, buffer_text(&b));
}

__attribute__((format(printf, 4, 5))) static inline void
ask(struct hall *h, struct handle from, const char *method, const char *params, ...)
{
	char head[100];
	va_list args;

	snprintf(head, sizeof(head), "\"id\":1,\"method\":\"%s\"", method);
	va_start(args, params);
	take_message(h, from, head, params, args);
	va_end(args);
}

/* media.report: nothing of it is answered. */
__attribute__((format(printf, 3, 4))) static inline void
report_all(struct hall *h, struct handle server, const char *params, ...)
{
	va_list args;

	va_start(args, params);
	take_message(h, server, "\"method\":\"media.report\"", params, args);
	va_end(args);
}

/* Until nothing of the desk's is with the writer or the study lane any more. */
static inline void settle(struct hall *h)
{
	struct pollfd p = { .fd = mailbox_fd(h->desk.done), .events = POLLIN };

	while (h->desk.errands.posted > 0) {
		CHECK_EQ(1, poll(&p, 1, 20000));
		desk_take_done(&h->desk);
	}
}

/* How many frames with this in them went there, and the newest; "": none. */
static inline int find_sent(const struct hall *h, struct handle to, const char *part,
			    const char **newest)
{
	int n = 0;

	*newest = "";
	for (int i = 0; i < h->sent_n; i++)
		if (handle_equals(h->sent[i].to, to) && strstr(h->sent[i].frame.at, part)) {
			*newest = h->sent[i].frame.at;
			n++;
		}
	return n;
}

static inline int count_to(const struct hall *h, struct handle to, const char *part)
{
	const char *newest;

	return find_sent(h, to, part, &newest);
}

static inline void forget_sent(struct hall *h)
{
	h->sent_n = 0;
}

static inline void ask_register(struct hall *h, struct handle line, const char *name)
{
	ask(h, line, "media.register",
	    "{\"name\":\"%s\",\"node\":\"990101000000\",\"capacity\":10,"
	    "\"address\":\"127.0.0.1\",\"version\":\"1\",\"stages\":[]}",
	    name);
}

static inline struct handle connect_server(struct hall *h, const char *name)
{
	struct caller who = { .roles = ROLE_MEDIA };

	snprintf(who.name, sizeof(who.name), "media:%s", name);
	return connect_as(h, who);
}

/* A media server that has registered. */
static inline struct handle a_server(struct hall *h, const char *name)
{
	struct handle line = connect_server(h, name);

	ask_register(h, line, name);
	settle(h);
	CHECK(programs_find(&h->desk, line));
	return line;
}

static inline struct id server_of(struct hall *h, struct handle line)
{
	return programs_find(&h->desk, line)->server;
}

/* The number of the newest leg.open that a media server was asked. */
static inline long long tag_of(const struct hall *h, struct handle server)
{
	const char *frame;
	long long tag = 0;

	CHECK(find_sent(h, server, "\"leg.open\"", &frame));
	CHECK_EQ(1, sscanf(frame, "{\"jsonrpc\":\"2.0\",\"id\":%lld", &tag));
	return tag;
}

/* A media server's answer to leg.open. */
static inline void answer(struct hall *h, struct handle server, long long tag)
{
	char frame[200];

	snprintf(frame, sizeof(frame),
		 "{\"jsonrpc\":\"2.0\",\"id\":%lld,\"result\":"
		 "{\"answer\":\"v=0 answer\",\"place\":1,\"slots\":5}}",
		 tag);
	CHECK(programs_take(&h->desk, server, text_of(frame)));
}

/* Until the media server was asked. */
static inline void ask_join(struct hall *h, struct handle person, struct id visit)
{
	ask(h, person, "visit.join", "{\"visit\":\"%s\",\"offer\":\"v=0\"}", visit.text);
	settle(h);
}

static inline void join(struct hall *h, struct handle person, struct id visit, struct handle server)
{
	ask_join(h, person, visit);
	answer(h, server, tag_of(h, server));
	settle(h);
	CHECK_EQ(ERR_OK, h->last_err);
}

/* A recorded visit of which a media server says this. */
static inline void report(struct hall *h, struct handle server, struct id visit, int age_ms,
			  const char *legs)
{
	report_all(h, server,
		   "{\"visits\":[{\"visit\":\"%s\",\"recording\":true,\"durable_age_ms\":%d,"
		   "\"part\":1,\"legs\":[%s]}]}",
		   visit.text, age_ms, legs);
}

/* Of a media.report. */
static inline void format_leg(char out[600], struct id leg, const char *state, int window)
{
	static const char flow[] =
		"{\"lost_permille\":0,\"jitter_ms\":5,\"kbps\":900,\"width\":640,"
		"\"height\":360,\"freezes\":0,\"frozen_ms\":0}";

	snprintf(out, 600,
		 "{\"leg\":\"%s\",\"epoch\":1,\"place\":1,\"state\":\"%s\","
		 "\"rx_bytes\":1,\"lost\":0,\"rtt_ms\":30,\"window\":%d,\"up\":%s,\"down\":%s}",
		 leg.text, state, window, flow, flow);
}

static const struct consent agreed = { true, true, true };

/* A live visit on a media server, which official1 has joined. */
struct talk {
	struct handle server;
	struct id visit;
	struct handle person;
	struct id leg;
};

/* The server is the only one that there is room on. */
static inline struct talk a_talk(struct hall *h, struct handle server)
{
	struct talk t = {
		server, admitted(h->house, agreed), connect_staff(h, "official1"), { "" }
	};
	const char *reply;

	join(h, t.person, t.visit, t.server);
	CHECK(find_sent(h, t.person, "\"leg\":\"", &reply));
	CHECK_EQ(1, sscanf(strstr(reply, "\"leg\":\""), "\"leg\":\"%26[0-9A-Z]", t.leg.text));
	forget_sent(h);
	return t;
}

/* Keeps the writer or the study lane busy until it is let go. */
struct keeper {
	struct job job;
	struct study study;
	struct mailbox *begun;
	struct mailbox *gate;
	struct mailbox *back;
};

static inline enum err keep_busy(struct job *j, struct db *db)
{
	struct keeper *k = (struct keeper *)j;
	void *item;

	(void)db;
	mailbox_post(k->begun, k);
	mailbox_wait(k->gate, &item, 1, -1);
	return ERR_OK;
}

static inline struct keeper *keeper_new(void)
{
	struct keeper *k = calloc(1, sizeof(*k));

	CHECK(k);
	k->begun = mailbox_new(1);
	k->gate = mailbox_new(1);
	k->back = mailbox_new(1);
	k->job = (struct job){ .run = keep_busy, .answer = k->back };
	return k;
}

static inline void keeper_wait(struct keeper *k)
{
	void *item;

	CHECK_EQ(1, mailbox_wait(k->begun, &item, 1, 20000));
}

static inline void keeper_free(struct keeper *k)
{
	void *item;

	mailbox_close(k->gate);
	CHECK_EQ(1, mailbox_wait(k->back, &item, 1, 20000));
	mailbox_free(k->begun);
	mailbox_free(k->gate);
	mailbox_free(k->back);
	free(k);
}

#endif
