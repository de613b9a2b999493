/* Every request is answered once: by the broker, by a lost connection, or by time. */
#include "client/core/asks.h"
#include "tests/lib/test.h"

struct heard {
	int n;
	enum err err;
	int64_t id;
};

static void hear(void *owner, const struct frame *f, struct arena *a)
{
	struct heard *h = owner;

	(void)a;
	h->n++;
	h->err = f->err;
	h->id = f->id;
}

static bool ask(struct asks *asks, struct heard *h, int64_t now)
{
	OWN(arena) a = arena_new();
	struct buffer out;
	struct ask_call c = { "terminal.visit", NULL, NULL, hear, h };

	buffer_init(&out, a);
	return asks_add(asks, &c, (struct instant){ now }, &out);
}

static void answer(struct asks *asks, int64_t id, enum err err)
{
	OWN(arena) a = arena_new();

	asks_take(asks, &(struct frame){ .id = id, .err = err }, a);
}

static void the_request_is_what_the_broker_reads(void)
{
	OWN(arena) a = arena_new();
	struct asks asks = { 0 };
	struct heard h = { 0 };
	struct ask_call c = { "terminal.visit", NULL, NULL, hear, &h };
	struct buffer out;

	buffer_init(&out, a);
	CHECK(asks_add(&asks, &c, (struct instant){ 0 }, &out));
	CHECK_TEXT("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"terminal.visit\",\"params\":{}}",
		   out.at);
}

static void an_answer_finds_who_asked(void)
{
	struct asks asks = { 0 };
	struct heard first = { 0 }, second = { 0 };

	CHECK(ask(&asks, &first, 0) && ask(&asks, &second, 0));
	answer(&asks, 2, ERR_FORBIDDEN);
	answer(&asks, 2, ERR_OK); /* twice */
	answer(&asks, 77, ERR_OK);
	answer(&asks, 0, ERR_OK);
	CHECK_EQ(0, first.n);
	CHECK_EQ(1, second.n);
	CHECK_EQ(ERR_FORBIDDEN, second.err);
	CHECK_EQ(2, second.id);
}

static void a_lost_connection_answers_all(void)
{
	struct asks asks = { 0 };
	struct heard h = { 0 };

	for (int i = 0; i < ASKS_MAX; i++)
		CHECK(ask(&asks, &h, 0));
	CHECK(!ask(&asks, &h, 0));
	asks_lose(&asks);
	CHECK_EQ(ASKS_MAX, h.n);
	CHECK_EQ(ERR_NETWORK, h.err);
	CHECK(ask(&asks, &h, 0));
}

static void a_silent_broker_is_not_waited_for(void)
{
	struct asks asks = { 0 };
	struct heard h = { 0 };

	CHECK(ask(&asks, &h, 1000));
	CHECK(!asks_tick(&asks, (struct instant){ 999 + ASKS_WAIT_MS }));
	CHECK(asks_tick(&asks, (struct instant){ 1000 + ASKS_WAIT_MS }));
	CHECK_EQ(1, h.n);
	CHECK_EQ(ERR_TIMED_OUT, h.err);
	CHECK(!asks_tick(&asks, (struct instant){ 2000 + ASKS_WAIT_MS }));
}

static const struct test tests[] = {
	T(the_request_is_what_the_broker_reads),
	T(an_answer_finds_who_asked),
	T(a_lost_connection_answers_all),
	T(a_silent_broker_is_not_waited_for),
};
RUN_TESTS(tests)
