/* What is asked of the desk, what it tells and what it delivers. */
#include "tests/unit/media/control/desk.h"

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
	const char *own = "\"stages\":[{\"visit\":\"%s\"}]";
	struct frame f = next(b, arena_format(b->arena, own, package_id(4).text).at);
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
	record_nothing(b, 6, 8);
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
	record_nothing(b, 8, 9);
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
	say(b,
	    REQUEST "{\"visit\":\"%s\",\"leg\":\"%s\",\"epoch\":%d,"
		    "\"seat\":\"village\",\"name\":\"鹿尾村\",\"offer\":" TEXT_FMT "}}",
	    id, "leg.open", package_id(visit).text, package_id(77).text, epoch,
	    TEXT_ARG(buffer_text(&text)));
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
