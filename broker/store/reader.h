/*
 * The loop's connection: read only, one snapshot for each message, stopped after 5 ms of work:
 * CPU time of the thread, so that a busy machine stops no short question. Owned by the loop thread.
 */
#ifndef BROKER_STORE_READER_H
#define BROKER_STORE_READER_H

#include "broker/common/base/err.h"
#include "broker/common/base/own.h"

struct db;
struct reader;

#ifdef SANITIZED
#define READER_LIMIT_US 100000 /* the same work takes many times as long */
#else
#define READER_LIMIT_US 5000 /* of work */
#endif
/* In all: for the disk, or until the machine gives us a turn. */
#define READER_WAIT_US (20 * READER_LIMIT_US)

/* The writer must have opened the file before. */
MUST_USE enum err reader_new(const char *path, struct reader **out);
void reader_free(struct reader *r);
OWNABLE(reader)

/* Begins a message: what it reads is of one moment. Pair with reader_stop. */
struct db *reader_start(struct reader *r);

/* Ends it. ERR_BUSY when it took too long: whatever the message answered is not to be used. */
MUST_USE enum err reader_stop(struct reader *r);

#endif
