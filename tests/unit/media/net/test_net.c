/* The net thread with a real engine: orders come back, datagrams arrive, stopping loses none. */
#include "media/net/net.h"

#include "broker/common/base/clock.h"
#include "broker/common/base/mailbox.h"
#include "media/net/socket.h"
#include "tests/lib/test.h"

#include <stdlib.h>
#include <string.h>

#define WAIT_MS 20000

struct bench {
	struct certificate *certificate;
	struct engine *engine;
	struct net *net;
	struct mailbox *answers;
};

static struct bench bench_new(void)
{
	struct engine_options o = { .n_codecs = 1, .codecs = { SDP_VP8 }, .n_addresses = 1 };
	struct net_settings s = { "127.0.0.1", 0 };
	struct bench b = { .answers = mailbox_new(2048) };

	CHECK_EQ(ERR_OK, addr_parse(TEXT("127.0.0.1"), 9, &o.addresses[0]));
	CHECK_EQ(ERR_OK, certificate_new(clock_now(), &b.certificate));
	o.certificate = b.certificate;
	CHECK_EQ(ERR_OK, engine_new(&o, &b.engine));
	CHECK_EQ(ERR_OK, net_new(&s, b.engine, &b.net));
	return b;
}

static void bench_free(struct bench *b)
{
	void *item;

	net_free(b->net);
	engine_free(b->engine);
	certificate_free(b->certificate);
	while (mailbox_take(b->answers, &item, 1) > 0)
		stage_order_free(item);
	mailbox_free(b->answers);
}

static struct stage_order *ask(struct bench *b, enum stage_order_kind kind)
{
	struct stage_order *o = stage_order_new(kind);

	o->answers = b->answers;
	memcpy(o->visit.text, "01JZ1111111111111111111150", ID_LENGTH + 1);
	return o;
}

static struct stage_order *next(struct bench *b)
{
	void *item;

	CHECK_EQ(1, mailbox_wait(b->answers, &item, 1, WAIT_MS));
	return item;
}

static void an_order_comes_back_with_its_result(void)
{
	struct bench b = bench_new();
	struct stage_order *o = ask(&b, ORDER_STAGE_OPEN);

	CHECK_EQ(ERR_OK, net_start(b.net));
	CHECK(net_post(b.net, o));
	CHECK(next(&b) == o);
	CHECK_EQ(ERR_OK, o->result);
	stage_order_free(o);
	CHECK(net_post(b.net, ask(&b, ORDER_REPORT)));
	o = next(&b);
	CHECK_EQ(1, o->report.n_visits);
	stage_order_free(o);
	bench_free(&b);
}

static uint64_t datagrams(struct bench *b)
{
	CHECK(net_post(b->net, ask(b, ORDER_REPORT)));
	OWN(stage_order) o = next(b);

	return o->report.counts.in;
}

static void datagrams_reach_the_engine(void)
{
	struct bench b = bench_new();
	struct socket *from = NULL;
	struct out_packet p = { .n = 40 };
	int64_t till_us = clock_monotonic_us() + WAIT_MS * 1000;

	CHECK_EQ(ERR_OK, net_start(b.net));
	CHECK_EQ(ERR_OK, socket_open("127.0.0.1", 0, &from));
	CHECK_EQ(ERR_OK, addr_parse(TEXT("127.0.0.1"), (uint16_t)net_port(b.net), &p.to));
	for (int i = 0; i < 50; i++)
		CHECK_EQ(0, socket_send(from, &p, 1));
	while (datagrams(&b) < 50)
		CHECK(clock_monotonic_us() < till_us);
	CHECK_EQ(50, datagrams(&b));
	socket_free(from);
	bench_free(&b);
}

static void no_order_is_lost_when_the_thread_stops(void)
{
	struct bench b = bench_new();
	int posted = 0, came = 0;

	CHECK_EQ(ERR_OK, net_start(b.net));
	for (int i = 0; i < 500; i++) {
		struct stage_order *o = ask(&b, ORDER_REPORT);

		if (net_post(b.net, o))
			posted++;
		else
			stage_order_free(o);
	}
	net_free(b.net);
	b.net = NULL;
	for (void *item; mailbox_take(b.answers, &item, 1) > 0; came++)
		stage_order_free(item);
	CHECK(posted > 0);
	CHECK_EQ(posted, came);
	bench_free(&b);
}

static const struct test tests[] = {
	T(an_order_comes_back_with_its_result),
	T(datagrams_reach_the_engine),
	T(no_order_is_lost_when_the_thread_stops),
};
RUN_TESTS(tests)
