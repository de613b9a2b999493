/* The desk with a real engine behind its net thread, a real recorder and real processes. */
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
	struct text last; /* that was looked for */
	int n;
	bool cut; /* the line takes nothing */
	struct instant now;
	char journals[300];
	char packages[300];
};

static bool holds; /* the net thread begins only when the test says so */

static bool take_frame(void *owner, struct text frame)
{
	struct bench *b = owner;

	if (b->cut || b->n == FRAMES_MAX)
		return false;
	b->sent[b->n++] = (struct text){ arena_copy(b->arena, frame), frame.n };
	return true;
}

static void start_engine(struct bench *b)
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
static struct bench *bench_new(const char *name, const char *program)
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
	struct desk_self self = { "test", "990101000000", "127.0.0.1", 10, b->journals,
				  b->packages };
	b->desk = desk_new(&parts, &self);
	return b;
}

static void bench_free(struct bench *b)
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
static void pump(struct bench *b)
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
static struct frame next(struct bench *b, const char *part)
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

static void say(struct bench *b, const char *frame)
{
	CHECK_EQ(ERR_OK, desk_take_frame(b->desk, text_of(frame), b->now));
}

static void answer(struct bench *b, const struct frame *f, const char *rest)
{
	say(b, arena_format(b->arena, "{\"jsonrpc\":\"2.0\",\"id\":%lld,%s}", (long long)f->id,
			    rest).at);
}

#define FULL "\"error\":{\"code\":-32000,\"message\":\"m\",\"data\":{\"word\":\"disk_full\"}}"

static void register_now(struct bench *b)
{
	desk_up(b->desk, b->now);
	struct frame f = next(b, "media.register");
	answer(b, &f, "\"result\":{\"server\":\"01JZ1111111111111111111199\"}");
	CHECK(desk_is_registered(b->desk));
}

static void open_stage_from(struct bench *b, int id, unsigned visit, bool covered, int first_part)
{
	const char *yes = covered ? "true" : "false";

	say(b, arena_format(b->arena, "{\"jsonrpc\":\"2.0\",\"id\":%d,\"method\":\"stage.open\","
			    "\"params\":{\"visit\":\"%s\",\"recording\":\"%s\",\"zero\":"
			    "1790000000000,\"slots\":5,\"video\":%s,\"audio\":%s,"
			    "\"record\":true,\"first_part\":%d}}",
			    id, package_id(visit).text, package_id(visit + 40).text, yes, yes,
			    first_part).at);
}

static void open_stage(struct bench *b, int id, unsigned visit, bool covered)
{
	open_stage_from(b, id, visit, covered, 1);
}

static void close_stage(struct bench *b, int id, unsigned visit)
{
	say(b, arena_format(b->arena, "{\"jsonrpc\":\"2.0\",\"id\":%d,\"method\":\"stage.close\","
			    "\"params\":{\"visit\":\"%s\"}}", id, package_id(visit).text).at);
}

static bool has_journal(const struct bench *b, unsigned visit, uint32_t part)
{
	char path[JOURNAL_PATH_MAX];

	CHECK_EQ(ERR_OK, journal_format_path(b->journals, package_id(visit), part, path));
	return access(path, F_OK) == 0;
}

static void an_opened_stage_is_recorded_and_told(void)
{
	struct bench *b = bench_new("told", "/bin/true");

	register_now(b);
	open_stage(b, 5, 1, true);
	next(b, "{\"jsonrpc\":\"2.0\",\"id\":5,\"result\":{\"part\":1}}");
	next(b, "recording.started");
	b->now.ms += 1000;
	next(b, "\"recording\":true");
	CHECK(has_journal(b, 1, 1));
	bench_free(b);
}

static void a_stage_that_moved_here_begins_above_the_parts_of_others(void)
{
	struct bench *b = bench_new("moved", "/bin/true");

	register_now(b);
	open_stage_from(b, 5, 1, true, 3);
	next(b, "{\"jsonrpc\":\"2.0\",\"id\":5,\"result\":{\"part\":3}}");
	next(b, "recording.started");
	CHECK(has_journal(b, 1, 3) && !has_journal(b, 1, 1));
	bench_free(b);
}

static void nothing_is_journaled_without_consent(void)
{
	struct bench *b = bench_new("refused", "/bin/true");

	register_now(b);
	open_stage(b, 5, 2, false);
	next(b, "{\"jsonrpc\":\"2.0\",\"id\":5,\"result\":{\"part\":0}}");
	close_stage(b, 6, 2);
	next(b, "\"id\":6,\"result\"");
	CHECK(!has_journal(b, 2, 1));
	CHECK_EQ(0, desk_undelivered(b->desk));
	bench_free(b);
}

static void a_stage_opened_twice_keeps_its_part(void)
{
	struct bench *b = bench_new("twice", "/bin/true");

	register_now(b);
	open_stage(b, 5, 3, true);
	next(b, "\"id\":5,\"result\":{\"part\":1}");
	open_stage(b, 6, 3, true);
	next(b, "\"id\":6,\"result\":{\"part\":1}");
	CHECK(!has_journal(b, 3, 2));
	bench_free(b);
}

static void a_visit_goes_on_while_the_broker_is_away(void)
{
	struct bench *b = bench_new("away", "/bin/true");

	register_now(b);
	open_stage(b, 5, 4, true);
	next(b, "recording.started"); /* never answered */
	desk_down(b->desk);
	b->cut = true;
	b->n = 0;
	b->now.ms += HOUR_MS;
	for (int i = 0; i < 5; i++)
		pump(b);
	b->cut = false;
	desk_up(b->desk, b->now);
	struct frame f = next(b, arena_format(b->arena, "\"stages\":[{\"visit\":\"%s\"}]",
					      package_id(4).text).at);
	answer(b, &f, "\"result\":{\"server\":\"01JZ1111111111111111111199\"}");
	next(b, "recording.started");
	b->now.ms += 1000;
	next(b, "\"recording\":true");
	bench_free(b);
}

static void a_part_is_delivered_until_the_archive_has_it(void)
{
	struct bench *b = bench_new("deliver", "/bin/true");

	register_now(b);
	open_stage(b, 5, 5, true);
	next(b, "\"part\":1");
	close_stage(b, 6, 5);
	struct frame f = next(b, "recording.deliver");
	answer(b, &f, FULL);
	CHECK(has_journal(b, 5, 1));
	CHECK_EQ(1, desk_undelivered(b->desk));
	b->now.ms += MINUTE_MS;
	f = next(b, "recording.deliver");
	answer(b, &f, "\"result\":{}");
	pump(b);
	CHECK_EQ(0, desk_undelivered(b->desk));
	CHECK(!has_journal(b, 5, 1));
	bench_free(b);
}

static void a_delivery_is_told_again_after_a_lost_line(void)
{
	struct bench *b = bench_new("again", "/bin/true");

	register_now(b);
	open_stage(b, 5, 6, true);
	next(b, "\"part\":1");
	close_stage(b, 6, 6);
	struct frame lost = next(b, "recording.deliver");
	desk_down(b->desk);
	register_now(b);
	answer(b, &lost, "\"result\":{}"); /* of the old line: means nothing now */
	CHECK(has_journal(b, 6, 1));
	b->now.ms += MINUTE_MS;
	struct frame f = next(b, "recording.deliver");
	answer(b, &f, "\"result\":{}");
	pump(b);
	CHECK(!has_journal(b, 6, 1));
	bench_free(b);
}

/* Fails at its first run. */
static void write_program(char out[300])
{
	snprintf(out, 300, "%s/fails-once", test_folder());
	int fd = open(out, O_WRONLY | O_CREAT | O_TRUNC, 0700);

	CHECK(fd >= 0);
	dprintf(fd, "#!/bin/sh\ntest -e %s.ran && exit 0\ntouch %s.ran\nexit 1\n", out, out);
	close(fd);
}

static void a_failed_finaliser_is_tried_again(void)
{
	char program[300], ran[310];

	write_program(program);
	struct bench *b = bench_new("tries", program);
	register_now(b);
	open_stage(b, 5, 7, true);
	next(b, "\"part\":1");
	close_stage(b, 6, 7);
	snprintf(ran, sizeof(ran), "%s.ran", program);
	while (access(ran, F_OK) < 0)
		pump(b);
	for (int i = 0; i < b->n; i++)
		CHECK(!strstr(b->sent[i].at, "recording.deliver"));
	for (int i = 0; i < 10; i++)
		pump(b);
	b->now.ms += MINUTE_MS;
	next(b, "recording.deliver");
	bench_free(b);
}

static void what_is_not_asked_rightly_is_refused(void)
{
	struct bench *b = bench_new("wrong", "/bin/true");

	register_now(b);
	say(b, "{\"jsonrpc\":\"2.0\",\"id\":8,\"method\":\"stage.burn\",\"params\":{}}");
	next(b, "\"id\":8,\"error\":{\"code\":-32601");
	say(b, "{\"jsonrpc\":\"2.0\",\"id\":9,\"method\":\"stage.close\",\"params\":{}}");
	next(b, "\"id\":9,\"error\":{\"code\":-32602");
	say(b, "{\"jsonrpc\":\"2.0\",\"id\":10,\"method\":\"stage.record\",\"params\":{\"visit\":"
	       "\"01JZ1111111111111111111150\",\"record\":true,\"video\":true,\"audio\":true}}");
	next(b, "\"word\":\"not_found\"");
	CHECK_EQ(ERR_BAD_INPUT, desk_take_frame(b->desk, TEXT("no frame"), b->now));
	bench_free(b);
}

static void consent_taken_back_ends_the_part(void)
{
	struct bench *b = bench_new("back", "/bin/true");

	register_now(b);
	open_stage(b, 5, 8, true);
	next(b, "\"part\":1");
	say(b, arena_format(b->arena, "{\"jsonrpc\":\"2.0\",\"id\":6,\"method\":\"stage.record\","
			    "\"params\":{\"visit\":\"%s\",\"record\":true,\"video\":false,"
			    "\"audio\":false}}", package_id(8).text).at);
	next(b, "\"id\":6,\"result\":{}");
	next(b, "recording.deliver");
	b->now.ms += 1000;
	next(b, "\"recording\":false");
	bench_free(b);
}

/* As much as the net thread takes before it is busy. */
static void fill_net(struct bench *b)
{
	for (;;) {
		struct stage_order *o = stage_order_new(ORDER_KEY_FRAMES);

		o->visit = package_id(99);
		if (net_post(b->net, o))
			continue;
		stage_order_free(o);
		return;
	}
}

static bool report_names(struct bench *b, unsigned visit)
{
	b->now.ms += 1000;
	next(b, "media.report");
	return strstr(b->last.at, package_id(visit).text) != NULL;
}

/* Consent taken back and an end are not lost because a thread was busy just then. */
static void what_a_busy_net_thread_did_not_take_is_said_again(void)
{
	holds = true;
	struct bench *b = bench_new("busy", "/bin/true");
	holds = false;

	register_now(b);
	open_stage(b, 5, 8, true);
	open_stage(b, 6, 9, true);
	while (!has_journal(b, 8, 1) || !has_journal(b, 9, 1))
		pump(b);
	fill_net(b);
	close_stage(b, 7, 8);
	next(b, "\"id\":7,\"error\"");
	say(b, arena_format(b->arena, "{\"jsonrpc\":\"2.0\",\"id\":8,\"method\":\"stage.record\","
			    "\"params\":{\"visit\":\"%s\",\"record\":true,\"video\":false,"
			    "\"audio\":false}}", package_id(9).text).at);
	next(b, "\"id\":8,\"error\"");
	CHECK_EQ(ERR_OK, net_start(b->net));
	for (int i = 0; report_names(b, 8); i++)
		CHECK(i < 50);
	CHECK(report_names(b, 9));
	bench_free(b);
}

static void open_leg(struct bench *b, int id, unsigned visit, int epoch, struct text offer)
{
	struct buffer text;

	buffer_init(&text, b->arena);
	json_add_text(&text, offer);
	say(b, arena_format(b->arena, "{\"jsonrpc\":\"2.0\",\"id\":%d,\"method\":\"leg.open\","
			    "\"params\":{\"visit\":\"%s\",\"leg\":\"%s\",\"epoch\":%d,"
			    "\"seat\":\"village\",\"name\":\"鹿尾村\",\"offer\":" TEXT_FMT "}}",
			    id, package_id(visit).text, package_id(77).text, epoch,
			    TEXT_ARG(buffer_text(&text))).at);
}

/* The epochs of legs in the journal, each once; -1: one has no name. */
static int count_legs(const struct bench *b, unsigned visit)
{
	struct secret_key master = { { 3 } };
	OWN(journal_reader) r = NULL;
	char path[JOURNAL_PATH_MAX];
	struct entry e;
	int n = 0;

	CHECK_EQ(ERR_OK, journal_format_path(b->journals, package_id(visit), 1, path));
	CHECK_EQ(ERR_OK, journal_reader_open(path, &master, &r));
	while (!journal_reader_next(r, &e))
		if (e.kind == ENTRY_LEG)
			n = text_is(e.leg.name, "鹿尾村") ? n + 1 : -1;
	return n;
}

static void an_offer_that_was_refused_leaves_nothing_in_the_journal(void)
{
	struct bench *b = bench_new("junk", "/bin/true");
	char want[60];

	register_now(b);
	open_stage(b, 5, 9, true);
	next(b, "\"part\":1");
	for (int i = 1; i <= 600; i++) {
		open_leg(b, 100 + i, 9, i, TEXT("v=0\njunk"));
		snprintf(want, sizeof(want), "\"id\":%d,\"error\"", 100 + i);
		next(b, want);
	}
	open_leg(b, 800, 9, 601, browser_offer());
	next(b, "\"id\":800,\"result\"");
	close_stage(b, 6, 9);
	next(b, "recording.deliver");
	CHECK_EQ(1, count_legs(b, 9));
	bench_free(b);
}

static const struct test tests[] = {
	T(an_opened_stage_is_recorded_and_told),
	T(a_stage_that_moved_here_begins_above_the_parts_of_others),
	T(nothing_is_journaled_without_consent),
	T(a_stage_opened_twice_keeps_its_part),
	T(a_visit_goes_on_while_the_broker_is_away),
	T(a_part_is_delivered_until_the_archive_has_it),
	T(a_delivery_is_told_again_after_a_lost_line),
	T(a_failed_finaliser_is_tried_again),
	T(what_is_not_asked_rightly_is_refused),
	T(consent_taken_back_ends_the_part),
	T(what_a_busy_net_thread_did_not_take_is_said_again),
	T(an_offer_that_was_refused_leaves_nothing_in_the_journal),
};
RUN_TESTS(tests)
