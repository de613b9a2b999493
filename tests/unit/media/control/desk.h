/*
 * The desk with a real engine behind its net thread, a real recorder and real processes.
 */
#ifndef TESTS_UNIT_MEDIA_CONTROL_DESK_H
#define TESTS_UNIT_MEDIA_CONTROL_DESK_H

#include "media/control/desk.h"

#include "broker/common/base/mailbox.h"
#include "broker/common/talk/frame.h"
#include "broker/common/talk/media_messages.h"
#include "media/control/studio.h"
#include "media/net/net.h"
#include "media/record/journal_read.h"
#include "media/record/recorder.h"
#include "tests/lib/broker/package.h"
#include "tests/unit/media/packet/offer.h"

#define FRAMES_MAX 32
#define WAIT_MS    20000

struct bench {
	struct mailbox *answers;
	struct mailbox *events;
	struct mailbox *done;
	struct certificate *certificate;
	struct recorder *recorder;
	struct engine *engine;
	struct net *net;
	struct studio *studio;
	struct desk *desk;
	struct arena *arena;
	struct text sent[FRAMES_MAX]; /* by the desk, not looked at yet */
	struct text last;             /* that was looked for */
	int n;
	bool cut; /* the line takes nothing */
	struct instant now;
	char journals[300];
	char packages[300];
};

static bool holds; /* the net thread begins only when the test says so */

static inline bool take_frame(void *owner, struct text frame)
{
	struct bench *b = owner;

	if (b->cut || b->n == FRAMES_MAX)
		return false;
	b->sent[b->n++] = (struct text){ arena_copy(b->arena, frame), frame.n };
	return true;
}

static inline void start_engine(struct bench *b)
{
	struct engine_options o = { .n_codecs = 1, .codecs = { SDP_VP8 }, .n_addresses = 1 };
	struct net_settings net = { "127.0.0.1", 0 };

	CHECK_EQ(ERR_OK, addr_parse(TEXT("127.0.0.1"), 9, &o.addresses[0]));
	CHECK_EQ(ERR_OK, certificate_new(b->now, &b->certificate));
	o.certificate = b->certificate;
	o.tap = recorder_tap(b->recorder);
	CHECK_EQ(ERR_OK, engine_new(&o, &b->engine));
	CHECK_EQ(ERR_OK, net_new(&net, b->engine, &b->net));
	if (!holds)
		CHECK_EQ(ERR_OK, net_start(b->net));
}

/* `program` takes the part of the finaliser. */
static inline struct bench *bench_new(const char *name, const char *program)
{
	static struct signer *signer;
	struct bench *b = calloc(1, sizeof(*b));

	if (!signer)
		signer = package_signer(test_folder(), "media");
	b->now = (struct instant){ 1790000000000 };
	b->arena = arena_new();
	b->answers = mailbox_new(64);
	b->events = mailbox_new(64);
	b->done = mailbox_new(64);
	snprintf(b->journals, sizeof(b->journals), "%s/%s-journal", test_folder(), name);
	snprintf(b->packages, sizeof(b->packages), "%s/%s-package", test_folder(), name);
	mkdir(b->journals, 0700);
	mkdir(b->packages, 0700);
	struct recorder_options r = { { b->journals, { { 3 } }, signer, NULL }, 0, b->events };
	CHECK_EQ(ERR_OK, recorder_new(&r, &b->recorder));
	start_engine(b);
	struct studio_options s = { program, NULL, b->done };
	CHECK_EQ(ERR_OK, studio_new(&s, &b->studio));
	struct desk_parts parts = { b->net, b->recorder, b->studio, b->answers, { b, take_frame } };
	struct desk_self self = {
		"test", "990101000000", "127.0.0.1", 10, b->journals, b->packages
	};
	b->desk = desk_new(&parts, &self);
	return b;
}

static inline void bench_free(struct bench *b)
{
	void *item;

	net_free(b->net);
	engine_free(b->engine);
	recorder_free(b->recorder);
	studio_free(b->studio);
	while (mailbox_take(b->answers, &item, 1) > 0) {
		free(((struct stage_order *)item)->asker);
		stage_order_free(item);
	}
	while (mailbox_take(b->events, &item, 1) > 0 || mailbox_take(b->done, &item, 1) > 0)
		free(item);
	desk_free(b->desk);
	certificate_free(b->certificate);
	mailbox_free(b->answers);
	mailbox_free(b->events);
	mailbox_free(b->done);
	arena_free(b->arena);
	free(b);
}

/* Hands over what other threads have said. */
static inline void pump(struct bench *b)
{
	void *item;

	if (mailbox_wait(b->answers, &item, 1, 5) > 0)
		desk_take_answer(b->desk, item, b->now, clock_monotonic_us());
	if (mailbox_wait(b->events, &item, 1, 5) > 0)
		desk_take_event(b->desk, item, b->now);
	if (mailbox_wait(b->done, &item, 1, 5) > 0)
		desk_take_job(b->desk, item, b->now);
	desk_tick(b->desk, b->now);
}

/* The next frame in which this stands; others before it are passed over. */
static inline struct frame next(struct bench *b, const char *part)
{
	int64_t till_us = clock_monotonic_us() + WAIT_MS * 1000;
	struct frame f = { 0 };

	for (;;) {
		for (int i = 0; i < b->n; i++) {
			if (!strstr(b->sent[i].at, part))
				continue;
			b->last = b->sent[i];
			CHECK_EQ(ERR_OK, frame_parse(b->last, b->arena, &f));
			b->n -= i + 1;
			memmove(b->sent, b->sent + i + 1, (size_t)b->n * sizeof(b->sent[0]));
			return f;
		}
		CHECK(clock_monotonic_us() < till_us);
		pump(b);
	}
}

__attribute__((format(printf, 2, 3))) static inline void say(struct bench *b, const char *format,
							     ...)
{
	static char frame[64 << 10];
	va_list args;

	va_start(args, format);
	int n = vsnprintf(frame, sizeof(frame), format, args);
	va_end(args);
	CHECK(n > 0 && n < (int)sizeof(frame));
	CHECK_EQ(ERR_OK, desk_take_frame(b->desk, text_of(frame), b->now));
}

static inline void answer(struct bench *b, const struct frame *f, const char *rest)
{
	say(b, "{\"jsonrpc\":\"2.0\",\"id\":%lld,%s}", (long long)f->id, rest);
}

#define REQUEST "{\"jsonrpc\":\"2.0\",\"id\":%d,\"method\":\"%s\",\"params\":"

static inline void record_nothing(struct bench *b, int id, unsigned visit)
{
	say(b, REQUEST "{\"visit\":\"%s\",\"record\":true,\"video\":false,\"audio\":false}}", id,
	    "stage.record", package_id(visit).text);
}

#define FULL "\"error\":{\"code\":-32000,\"message\":\"m\",\"data\":{\"word\":\"disk_full\"}}"

static inline void register_now(struct bench *b)
{
	desk_up(b->desk, b->now);
	struct frame f = next(b, "media.register");
	answer(b, &f, "\"result\":{\"server\":\"01JZ1111111111111111111199\"}");
	CHECK(desk_is_registered(b->desk));
}

static inline void open_stage_from(struct bench *b, int id, unsigned visit, bool covered,
				   int first_part)
{
	const char *yes = covered ? "true" : "false";

	say(b,
	    REQUEST "{\"visit\":\"%s\",\"recording\":\"%s\",\"zero\":"
		    "1790000000000,\"slots\":5,\"video\":%s,\"audio\":%s,"
		    "\"record\":true,\"first_part\":%d}}",
	    id, "stage.open", package_id(visit).text, package_id(visit + 40).text, yes, yes,
	    first_part);
}

static inline void open_stage(struct bench *b, int id, unsigned visit, bool covered)
{
	open_stage_from(b, id, visit, covered, 1);
}

static inline void close_stage(struct bench *b, int id, unsigned visit)
{
	say(b, REQUEST "{\"visit\":\"%s\"}}", id, "stage.close", package_id(visit).text);
}

static inline bool has_journal(const struct bench *b, unsigned visit, uint32_t part)
{
	char path[JOURNAL_PATH_MAX];

	CHECK_EQ(ERR_OK, journal_format_path(b->journals, package_id(visit), part, path));
	return access(path, F_OK) == 0;
}

#endif
