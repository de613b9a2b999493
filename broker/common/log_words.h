/*
 * Every event name of the log with what it says, sorted. tests/check/words.py holds that each
 * is used and that none is used that is not here.
 */
#ifndef BROKER_COMMON_LOG_WORDS_H
#define BROKER_COMMON_LOG_WORDS_H

#define LOG_WORDS(X)                                                                               \
	X("program.started", "a program is ready to serve")                                        \
	X("program.stopped", "a program has taken itself apart")                                   \
	X("store.failed", "the database failed; code is that of SQLite")                           \
	X("store.schema", "the database is of another program or could not be brought up to date") \
	X("writer.checkpoint_failed", "the log could not be written back; it goes on growing")     \
	X("writer.commit_failed", "a batch of jobs was not kept; all of them were told so")

#endif
