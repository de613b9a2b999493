/* Arrival times are told back: all of them, at their time, over the wrap-around. */
#include "media/engine/arrivals.h"

#include "tests/lib/test.h"

static struct arrivals arrivals;
static struct transport told;

static bool tell(int64_t now_us)
{
	uint8_t room[1400];
	struct bytes rest;
	struct rtcp r;
	struct sink s;

	sink_init(&s, room, sizeof room);
	arrivals_format(&arrivals, (struct rtcp_feedback){ 1, 2 }, now_us, &s);
	rest = sink_bytes(&s);
	if (!rest.n)
		return false;
	CHECK_EQ(ERR_OK, rtcp_next(&rest, &r));
	CHECK_EQ(ERR_OK, transport_parse(&r, &told));
	return true;
}

/* When number i of what was told came, by 250 us; -1: it did not. */
static int64_t told_at(size_t i)
{
	int64_t us = (int64_t)told.reference * TRANSPORT_UNIT_US;

	for (size_t k = 0; k < i; k++)
		us += told.delta[k] == TRANSPORT_MISSING ? 0 : told.delta[k] * TRANSPORT_TICK_US;
	return told.delta[i] == TRANSPORT_MISSING ? -1 : us + told.delta[i] * TRANSPORT_TICK_US;
}

static void begin(void)
{
	arrivals = (struct arrivals){ .id = 3 };
}

static void feedback_tells_what_came_and_when(void)
{
	begin();
	CHECK_EQ(INT64_MAX, arrivals_due_us(&arrivals));
	arrivals_take(&arrivals, 65534, 1000000);
	arrivals_take(&arrivals, 65535, 1010000);
	arrivals_take(&arrivals, 2, 1030250);
	CHECK_EQ(1000000 + ARRIVALS_US, arrivals_due_us(&arrivals));
	CHECK(!tell(1000000 + ARRIVALS_US - 1));
	CHECK(tell(1000000 + ARRIVALS_US));
	CHECK(told.first == 65534 && told.n == 5 && told.number == 0);
	CHECK_EQ(1000000, told_at(0));
	CHECK_EQ(1010000, told_at(1));
	CHECK_EQ(-1, told_at(2));
	CHECK_EQ(-1, told_at(3));
	CHECK_EQ(1030250, told_at(4));
	CHECK(!tell(2000000));
	arrivals_take(&arrivals, 3, 2000000);
	CHECK(tell(3000000));
	CHECK(told.first == 3 && told.n == 1 && told.number == 1);
}

static void what_was_overtaken_is_told_again(void)
{
	begin();
	for (uint16_t n = 10; n < 14; n++)
		if (n != 11)
			arrivals_take(&arrivals, n, 1000000 + n * 1000);
	CHECK(tell(1100000));
	CHECK_EQ(-1, told_at(1));
	arrivals_take(&arrivals, 11, 1110000);
	CHECK(tell(1200000));
	CHECK(told.first == 11 && told.n == 3);
	CHECK_EQ(1110000, told_at(0));
	CHECK_EQ(1013000, told_at(2));
}

/* Days after the machine was started. */
static void the_reference_wraps_around(void)
{
	int64_t late = (INT64_C(1) << 24) * TRANSPORT_UNIT_US + 5 * TRANSPORT_UNIT_US;

	begin();
	arrivals_take(&arrivals, 1, late + 250);
	CHECK(tell(late + ARRIVALS_US * 2));
	CHECK_EQ(5, told.reference);
	CHECK_EQ(1, told.delta[0]);
}

static void a_long_silence_and_a_burst_are_told_in_pieces(void)
{
	int n = 0;

	begin();
	arrivals_take(&arrivals, 1, 1000000);
	arrivals_take(&arrivals, 2, 11000000);
	CHECK(tell(11000000));
	CHECK_EQ(1, told.n);
	CHECK(tell(11000000));
	CHECK_EQ(2, told.first);
	for (uint16_t i = 3; i < 403; i++)
		arrivals_take(&arrivals, i, 11000000 + i * 10);
	for (; n < 400; n += told.n)
		CHECK(tell(12000000));
	CHECK_EQ(400, n);
	CHECK(!tell(13000000));
	arrivals_take(&arrivals, 20000, 13000000);
	CHECK(tell(14000000));
	CHECK(told.first == 20000 && told.n == 1);
}

static const struct test tests[] = {
	T(feedback_tells_what_came_and_when),
	T(what_was_overtaken_is_told_again),
	T(the_reference_wraps_around),
	T(a_long_silence_and_a_burst_are_told_in_pieces),
};
RUN_TESTS(tests)
