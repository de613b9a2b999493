/* One line an event on standard error, written at once. */
#include "broker/common/base/log.h"

#include "broker/common/base/clock.h"

#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <time.h>
#include <unistd.h>

#define LINE_MAX_BYTES 2048

static const char *const words[] = {
	[LOG_TRACE_LEVEL] = "trace",
	[LOG_INFO_LEVEL] = "info",
	[LOG_ODD_LEVEL] = "odd",
	[LOG_BROKEN_LEVEL] = "broken",
};

/* One log for the program: the level is set once at start and by the tests. */
static _Atomic enum log_level lowest = LOG_INFO_LEVEL;

void log_set_level(enum log_level level)
{
	atomic_store_explicit(&lowest, level, memory_order_relaxed);
}

static int format_head(char *out, size_t size, enum log_level level, const char *event)
{
	struct instant now = clock_now();
	time_t seconds = (time_t)(now.ms / SECOND_MS);
	char when[32];
	struct tm utc;

	gmtime_r(&seconds, &utc);
	strftime(when, sizeof(when), "%Y-%m-%dT%H:%M:%S", &utc);
	return snprintf(out, size, "%s.%03dZ %s %s ", when, (int)(now.ms % SECOND_MS), words[level],
			event);
}

/* A value from outside must not forge a line. */
static void clean(char *at, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if ((unsigned char)at[i] < ' ' || at[i] == 0x7f)
			at[i] = '?';
}

static void write_line(enum log_level level, const char *event, const char *format, va_list args)
{
	char line[LINE_MAX_BYTES];
	const size_t most = sizeof(line) - 1;

	if (level < atomic_load_explicit(&lowest, memory_order_relaxed))
		return;
	size_t n = (size_t)format_head(line, most, level, event);
	if (n > most)
		n = most - 1;
	size_t more = (size_t)vsnprintf(line + n, most - n, format, args);
	n = more < most - n ? n + more : most - 1;
	clean(line, n);
	while (n && line[n - 1] == ' ')
		n--;
	line[n++] = '\n';
	/* Nobody to tell when standard error is gone. */
	if (write(STDERR_FILENO, line, n) < 0)
		return;
}

void log_trace(const char *event, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	write_line(LOG_TRACE_LEVEL, event, format, args);
	va_end(args);
}

void log_info(const char *event, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	write_line(LOG_INFO_LEVEL, event, format, args);
	va_end(args);
}

void log_odd(const char *event, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	write_line(LOG_ODD_LEVEL, event, format, args);
	va_end(args);
}

void log_broken(const char *event, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	write_line(LOG_BROKEN_LEVEL, event, format, args);
	va_end(args);
}
