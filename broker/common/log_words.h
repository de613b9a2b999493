/*
 * Every event name of the log with what it says, sorted. tests/check/words.py holds that each
 * is used and that none is used that is not here.
 */
#ifndef BROKER_COMMON_LOG_WORDS_H
#define BROKER_COMMON_LOG_WORDS_H

#define LOG_WORDS(X)                                                                               \
	X("program.started", "a program is ready to serve")                                        \
	X("program.stopped", "a program has taken itself apart")

#endif
