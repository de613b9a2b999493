/* Events go out once, in order, to those whom they concern. */
#include "tests/unit/broker/desk/desk.h"

/* The cursor of the i-th frame. */
static long long cursor_of(const struct hall *h, int i)
{
	long long cursor = 0;

	CHECK_EQ(1, sscanf(h->sent[i].frame.at,
			   "{\"jsonrpc\":\"2.0\",\"method\":\"event\",\"params\":{\"cursor\":%lld",
			   &cursor));
	return cursor;
}

static void they_are_sent_once_and_in_order(void)
{
	OWN(hall) h = hall_new();
	struct handle clerk = connect_staff(h, "clerk1");

	admitted(h->house, agreed);
	events_send(&h->desk);
	CHECK_EQ(house_count("SELECT count(*) FROM event"), count_to(h, clerk, "\"event\""));
	CHECK(h->sent_n > 2);
	for (int i = 1; i < h->sent_n; i++)
		CHECK(cursor_of(h, i - 1) < cursor_of(h, i));
	CHECK_EQ(h->desk.events.sent, cursor_of(h, h->sent_n - 1));
	CHECK_EQ(h->sent_n, h->desk.counts.events);
	forget_sent(h);
	events_send(&h->desk);
	CHECK_EQ(0, h->sent_n);
}

static void those_whom_they_do_not_concern_get_none(void)
{
	OWN(hall) h = hall_new();
	struct handle clerk = connect_staff(h, "clerk1"), other = connect_staff(h, "clerk2");
	struct handle official = connect_staff(h, "official1"), town = connect_staff(h, "town1");
	struct handle nobody = connect_as(h, (struct caller){ .roles = ROLE_PUBLIC });

	booked(h->house, 1);
	events_send(&h->desk);
	CHECK_EQ(1, count_to(h, clerk, "\"visit.booked\""));
	CHECK_EQ(1, count_to(h, official, "\"visit.booked\""));
	CHECK_EQ(0, count_to(h, other, "") + count_to(h, town, "") + count_to(h, nobody, ""));
	CHECK_EQ(h->sent_n, h->desk.counts.events);
}

static void who_is_gone_gets_none(void)
{
	OWN(hall) h = hall_new();
	struct handle first = connect_staff(h, "clerk1");

	disconnect(h, first);
	struct handle second = connect_staff(h, "clerk1"); /* in the same place */
	booked(h->house, 1);
	events_send(&h->desk);
	CHECK_EQ(first.index, second.index);
	CHECK_EQ(0, count_to(h, first, ""));
	CHECK_EQ(1, count_to(h, second, "\"visit.booked\""));
}

/* Whoever wants those asks event.since. */
static void what_was_there_before_is_not_sent(void)
{
	OWN(hall) h = hall_new();
	struct handle clerk = connect_staff(h, "clerk1");

	booked(h->house, 1);
	events_init(&h->desk); /* as at a start */
	events_send(&h->desk);
	CHECK_EQ(0, h->sent_n);
	booked(h->house, 2);
	events_send(&h->desk);
	CHECK_EQ(1, count_to(h, clerk, "\"visit.booked\""));
}

/* A change that the broker was asked for is told without waiting for the second. */
static void they_follow_the_commit(void)
{
	OWN(hall) h = hall_new();
	struct id visit = booked(h->house, 1).visit;
	struct handle clerk = connect_staff(h, "clerk1");

	events_init(&h->desk);
	ask(h, clerk, "visit.cancel", "{\"visit\":\"%s\",\"reason\":\"下雨\"}", visit.text);
	CHECK_EQ(0, h->sent_n);
	settle(h);
	CHECK_EQ(ERR_OK, h->last_err);
	CHECK_EQ(1, count_to(h, clerk, "\"visit.cancelled\""));
	CHECK_EQ(2, h->sent_n);
	CHECK(strstr(h->sent[0].frame.at, "\"result\"")); /* the reply first */
}

static const struct test tests[] = {
	T(they_are_sent_once_and_in_order), T(those_whom_they_do_not_concern_get_none),
	T(who_is_gone_gets_none),           T(what_was_there_before_is_not_sent),
	T(they_follow_the_commit),
};
RUN_TESTS(tests)
