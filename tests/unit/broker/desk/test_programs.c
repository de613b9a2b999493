/* What of a media server's frames says that its calls go on. */
#include "broker/desk/desk.h"
#include "broker/desk/programs.h"
#include "tests/lib/test.h"

#include <stdlib.h>

static bool is_sign_of_life(struct text frame, bool is_answer)
{
	struct desk *d = calloc(1, sizeof(*d));
	struct handle line = { 3, 1 };

	CHECK(d);
	d->programs.n = 1;
	d->programs.list[0] = (struct program){ .peer = line };
	CHECK_EQ(is_answer, programs_take(d, line, frame));
	bool heard = d->programs.list[0].heard_us > 0;
	free(d);
	return heard;
}

static void a_report_is_a_sign_of_life(void)
{
	CHECK(is_sign_of_life(TEXT("{\"jsonrpc\":\"2.0\",\"method\":\"media.report\","
				   "\"params\":{\"visits\":[]}}"), false));
}

/* Its control thread sends them while the thread that carries the calls hangs. */
static void what_comes_without_the_calls_is_none(void)
{
	CHECK(!is_sign_of_life(TEXT("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"leg.backfill\","
				    "\"params\":{}}"), false));
	CHECK(!is_sign_of_life(TEXT("{\"jsonrpc\":\"2.0\",\"id\":2,\"method\":"
				    "\"recording.deliver\",\"params\":{}}"), false));
	CHECK(!is_sign_of_life(TEXT("{\"jsonrpc\":\"2.0\",\"id\":5,\"result\":null}"), true));
	CHECK(!is_sign_of_life(TEXT("nonsense"), false));
}

static const struct test tests[] = {
	T(a_report_is_a_sign_of_life),
	T(what_comes_without_the_calls_is_none),
};
RUN_TESTS(tests)
