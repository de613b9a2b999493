/* Lines of the log, caught from standard error. */
#include "broker/common/base/log.h"

#include "tests/lib/test.h"

#include <string.h>
#include <unistd.h>

/* Runs `say` with standard error into a pipe. */
static size_t caught(void (*say)(void), char *out, size_t size)
{
	int ends[2], kept = dup(STDERR_FILENO);

	CHECK_EQ(0, pipe(ends));
	dup2(ends[1], STDERR_FILENO);
	close(ends[1]);
	say();
	dup2(kept, STDERR_FILENO);
	close(kept);
	ssize_t n = read(ends[0], out, size - 1);
	close(ends[0]);
	n = n < 0 ? 0 : n;
	out[n] = '\0';
	return (size_t)n;
}

static void say_booked(void)
{
	log_info("visit.booked", "visit=%s room=%d", "01ARZ", 7);
}

static void say_forged(void)
{
	log_odd("leg.stale_epoch", "name=%s", "a\n2026 info forged\x7f");
}

static void say_long(void)
{
	log_broken("journal.stalled", "x=%09000d", 1);
}

static void say_bare(void)
{
	log_info("program.started", "%s", "");
}

static void say_trace(void)
{
	log_trace("program.started", "x=1");
}

static void a_line_has_time_level_event_and_values(void)
{
	char out[4096];

	caught(say_booked, out, sizeof(out));
	CHECK_EQ('T', out[10]);
	CHECK_TEXT("Z info visit.booked visit=01ARZ room=7\n", out + 23);
}

static void a_value_cannot_forge_a_line(void)
{
	char out[4096];

	caught(say_forged, out, sizeof(out));
	CHECK_TEXT("Z odd leg.stale_epoch name=a?2026 info forged?\n", out + 23);
}

static void a_long_line_is_cut_and_still_a_line(void)
{
	char out[16384];
	size_t n = caught(say_long, out, sizeof(out));

	CHECK(n <= 2048);
	CHECK_EQ('\n', out[n - 1]);
	CHECK(strchr(out, '\n') == out + n - 1);
}

static void a_line_without_values_ends_with_its_event(void)
{
	char out[4096];

	caught(say_bare, out, sizeof(out));
	CHECK_TEXT("Z info program.started\n", out + 23);
}

static void lines_below_the_level_are_not_written(void)
{
	char out[4096];

	CHECK_EQ(0, caught(say_trace, out, sizeof(out)));
	log_set_level(LOG_TRACE_LEVEL);
	CHECK(caught(say_trace, out, sizeof(out)) > 0);
	log_set_level(LOG_BROKEN_LEVEL);
	CHECK_EQ(0, caught(say_booked, out, sizeof(out)));
	log_set_level(LOG_INFO_LEVEL);
}

static const struct test tests[] = {
	T(a_line_has_time_level_event_and_values), T(a_value_cannot_forge_a_line),
	T(a_long_line_is_cut_and_still_a_line),    T(a_line_without_values_ends_with_its_event),
	T(lines_below_the_level_are_not_written),
};
RUN_TESTS(tests)
