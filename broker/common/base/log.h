/*
 * The log: one line an event on standard error, `time level event key=value ...`. Event names
 * are listed in log_words.h. Ids only: no person, no content, no secret. Any thread.
 */
#ifndef BROKER_COMMON_BASE_LOG_H
#define BROKER_COMMON_BASE_LOG_H

enum log_level { LOG_TRACE_LEVEL, LOG_INFO_LEVEL, LOG_ODD_LEVEL, LOG_BROKEN_LEVEL };

/* Lines below this level are not written. */
void log_set_level(enum log_level level);

#define LOG_FORMAT __attribute__((format(printf, 2, 3)))

void log_trace(const char *event, const char *format, ...) LOG_FORMAT;
void log_info(const char *event, const char *format, ...) LOG_FORMAT;
void log_odd(const char *event, const char *format, ...) LOG_FORMAT;    /* strange, we went on */
void log_broken(const char *event, const char *format, ...) LOG_FORMAT; /* somebody must look now */

#endif
