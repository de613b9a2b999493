/*
 * The only place that reads the clock. Everybody else gets `now` as an argument.
 */
#ifndef BROKER_COMMON_BASE_CLOCK_H
#define BROKER_COMMON_BASE_CLOCK_H

#include <stdint.h>

/* A moment in UTC, milliseconds since 1970. */
struct instant {
	int64_t ms;
};

#define SECOND_MS INT64_C(1000)
#define MINUTE_MS (60 * SECOND_MS)
#define HOUR_MS   (60 * MINUTE_MS)
#define DAY_MS    (24 * HOUR_MS)

/* The wall clock. */
struct instant clock_now(void);

/* A clock that never jumps, in microseconds from an arbitrary start. For media and time-outs. */
int64_t clock_monotonic_us(void);

/* CPU time of the whole process, in microseconds. */
int64_t clock_cpu_us(void);
/* And of the calling thread. */
int64_t clock_thread_us(void);

#endif
