/* The clocks of the system. */
#include "broker/common/base/clock.h"

#include <time.h>

static struct timespec read_clock(clockid_t which)
{
	struct timespec t = { 0 };

	clock_gettime(which, &t);
	return t;
}

static int64_t as_us(struct timespec t)
{
	return (int64_t)t.tv_sec * 1000000 + t.tv_nsec / 1000;
}

struct instant clock_now(void)
{
	return (struct instant){ as_us(read_clock(CLOCK_REALTIME)) / 1000 };
}

int64_t clock_monotonic_us(void)
{
	return as_us(read_clock(CLOCK_MONOTONIC));
}

int64_t clock_cpu_us(void)
{
	return as_us(read_clock(CLOCK_PROCESS_CPUTIME_ID));
}

int64_t clock_thread_us(void)
{
	return as_us(read_clock(CLOCK_THREAD_CPUTIME_ID));
}
