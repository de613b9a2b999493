/* The kiosk goes where its room's visit is, comes back after every loss, and rests otherwise. */
#include "client/kiosk/follow.h"
#include "tests/lib/test.h"

static const struct id first = { "01JZ1111111111111111111101" };
static const struct id second = { "01JZ1111111111111111111102" };
static const struct id none = { "" };

static struct instant at(int64_t ms)
{
	return (struct instant){ ms };
}

static struct follow idle(void)
{
	struct follow f;

	follow_init(&f);
	follow_up(&f, at(1000));
	CHECK_EQ(FOLLOW_LOOK, follow_next(&f, at(1000)));
	follow_take_visit(&f, ERR_OK, none, at(1000));
	CHECK_EQ(FOLLOW_REST, follow_next(&f, at(1000)));
	return f;
}

/* Told of a live visit and joined to it, at 2000; the first packet comes. */
static struct follow joined(void)
{
	struct follow f = idle();

	follow_hear(&f, at(2000));
	CHECK_EQ(FOLLOW_LOOK, follow_next(&f, at(2000)));
	follow_take_visit(&f, ERR_OK, first, at(2000));
	CHECK_EQ(FOLLOW_START, follow_next(&f, at(2000)));
	CHECK_EQ(FOLLOW_REST, follow_next(&f, at(2000)));
	follow_take_offer(&f);
	CHECK_EQ(FOLLOW_JOIN, follow_next(&f, at(2000)));
	CHECK_EQ(FOLLOW_REST, follow_next(&f, at(2000)));
	follow_take_joined(&f, ERR_OK, at(2000));
	follow_take_packet(&f, at(2000));
	CHECK_EQ(FOLLOW_REST, follow_next(&f, at(2000)));
	return f;
}

static void without_a_connection_it_rests(void)
{
	struct follow f;

	follow_init(&f);
	CHECK_EQ(FOLLOW_REST, follow_next(&f, at(1000000)));
}

static void it_looks_now_and_then(void)
{
	struct follow f = idle();

	CHECK_EQ(FOLLOW_REST, follow_next(&f, at(999 + FOLLOW_LOOK_MS)));
	CHECK_EQ(FOLLOW_LOOK, follow_next(&f, at(1000 + FOLLOW_LOOK_MS)));
	CHECK_EQ(FOLLOW_REST, follow_next(&f, at(2000 + FOLLOW_LOOK_MS))); /* one at a time */
}

static void it_leaves_when_the_visit_is_over(void)
{
	struct follow f = joined();

	follow_hear(&f, at(3000));
	CHECK_EQ(FOLLOW_LOOK, follow_next(&f, at(3000)));
	follow_take_visit(&f, ERR_OK, none, at(3000));
	CHECK_EQ(FOLLOW_STOP, follow_next(&f, at(3000)));
	CHECK_EQ(FOLLOW_REST, follow_next(&f, at(3000)));
}

static void it_goes_over_to_the_next_visit(void)
{
	struct follow f = joined();

	follow_hear(&f, at(3000));
	CHECK_EQ(FOLLOW_LOOK, follow_next(&f, at(3000)));
	follow_take_visit(&f, ERR_OK, second, at(3000));
	CHECK_EQ(FOLLOW_STOP, follow_next(&f, at(3000)));
	CHECK_EQ(FOLLOW_START, follow_next(&f, at(3000)));
	CHECK(id_equals(second, f.call.visit));
}

static void a_call_goes_on_without_the_broker(void)
{
	struct follow f = joined();

	follow_down(&f);
	follow_take_packet(&f, at(60000));
	CHECK_EQ(FOLLOW_REST, follow_next(&f, at(60001)));
	follow_up(&f, at(61000));
	CHECK_EQ(FOLLOW_LOOK, follow_next(&f, at(61000)));
	follow_take_visit(&f, ERR_OK, first, at(61000));
	CHECK_EQ(FOLLOW_REST, follow_next(&f, at(61000)));
}

static void silence_ends_a_call_and_it_comes_back(void)
{
	struct follow f = joined();

	CHECK_EQ(FOLLOW_REST, follow_next(&f, at(1999 + FOLLOW_SILENCE_MS)));
	CHECK_EQ(FOLLOW_STOP, follow_next(&f, at(2000 + FOLLOW_SILENCE_MS)));
	CHECK_EQ(FOLLOW_LOOK, follow_next(&f, at(2000 + FOLLOW_SILENCE_MS)));
	follow_take_visit(&f, ERR_OK, first, at(2000 + FOLLOW_SILENCE_MS));
	CHECK_EQ(FOLLOW_REST, follow_next(&f, at(2000 + FOLLOW_SILENCE_MS)));
	CHECK_EQ(FOLLOW_START, follow_next(&f, at(2000 + FOLLOW_SILENCE_MS + FOLLOW_PAUSE_MS_MIN)));
}

/* Fails at `now` with nothing coming back; returns when the next call starts. */
static int64_t fail_once(struct follow *f, int64_t now)
{
	follow_take_offer(f);
	CHECK_EQ(FOLLOW_JOIN, follow_next(f, at(now)));
	follow_take_joined(f, ERR_NO_MEDIA_SERVER, at(now));
	CHECK_EQ(FOLLOW_STOP, follow_next(f, at(now)));
	CHECK_EQ(FOLLOW_LOOK, follow_next(f, at(now)));
	follow_take_visit(f, ERR_OK, first, at(now));
	while (follow_next(f, at(now)) != FOLLOW_START)
		now += 50;
	return now;
}

static void the_pauses_grow_up_to_a_limit(void)
{
	struct follow f = idle();
	int64_t now = 2000, last = 0;

	follow_hear(&f, at(now));
	CHECK_EQ(FOLLOW_LOOK, follow_next(&f, at(now)));
	follow_take_visit(&f, ERR_OK, first, at(now));
	CHECK_EQ(FOLLOW_START, follow_next(&f, at(now)));
	for (int i = 0; i < 10; i++) {
		int64_t next = fail_once(&f, now);

		CHECK(next - now >= last && next - now <= FOLLOW_PAUSE_MS_MAX);
		last = next - now;
		now = next;
	}
	CHECK_EQ(FOLLOW_PAUSE_MS_MAX, last);
}

static void a_call_that_never_connects_is_given_up(void)
{
	struct follow f = idle();

	follow_hear(&f, at(2000));
	CHECK_EQ(FOLLOW_LOOK, follow_next(&f, at(2000)));
	follow_take_visit(&f, ERR_OK, first, at(2000));
	CHECK_EQ(FOLLOW_START, follow_next(&f, at(2000)));
	CHECK_EQ(FOLLOW_REST, follow_next(&f, at(1999 + FOLLOW_CONNECT_MS)));
	CHECK_EQ(FOLLOW_STOP, follow_next(&f, at(2000 + FOLLOW_CONNECT_MS)));
}

static void a_late_answer_to_an_ended_call_is_nothing(void)
{
	struct follow f = joined();

	follow_lose(&f, at(3000));
	CHECK_EQ(FOLLOW_STOP, follow_next(&f, at(3000)));
	follow_take_joined(&f, ERR_OK, at(3000));
	follow_take_offer(&f);
	follow_lose(&f, at(3000));
	CHECK_EQ(FOLLOW_IDLE, f.call.state);
}

static void a_look_that_fails_is_repeated(void)
{
	struct follow f;

	follow_init(&f);
	follow_up(&f, at(1000));
	CHECK_EQ(FOLLOW_LOOK, follow_next(&f, at(1000)));
	follow_take_visit(&f, ERR_BUSY, none, at(1000));
	CHECK_EQ(FOLLOW_REST, follow_next(&f, at(1000)));
	CHECK_EQ(FOLLOW_LOOK, follow_next(&f, at(1000 + FOLLOW_PAUSE_MS_MIN)));
}

static void a_visit_with_another_codec_is_joined_again_at_once(void)
{
	struct follow f = joined();

	follow_again(&f, at(2500));
	CHECK_EQ(FOLLOW_STOP, follow_next(&f, at(2500)));
	CHECK_EQ(FOLLOW_START, follow_next(&f, at(2500)));
	follow_again(&f, at(2600)); /* it is on its way */
	CHECK_EQ(FOLLOW_REST, follow_next(&f, at(2600)));
	follow_take_offer(&f);
	CHECK_EQ(FOLLOW_JOIN, follow_next(&f, at(2700)));
}

static const struct test tests[] = {
	T(without_a_connection_it_rests),
	T(it_looks_now_and_then),
	T(it_leaves_when_the_visit_is_over),
	T(it_goes_over_to_the_next_visit),
	T(a_call_goes_on_without_the_broker),
	T(silence_ends_a_call_and_it_comes_back),
	T(the_pauses_grow_up_to_a_limit),
	T(a_call_that_never_connects_is_given_up),
	T(a_late_answer_to_an_ended_call_is_nothing),
	T(a_look_that_fails_is_repeated),
	T(a_visit_with_another_codec_is_joined_again_at_once),
};
RUN_TESTS(tests)
