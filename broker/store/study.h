/*
 * The study lane: reads that take long run on a few threads, each with a connection of its own, in
 * slices, so that neither the loop nor the writer waits. A job (writer.h) that is posted here goes to
 * its answer mailbox when it has run; it may read only. They begin in order, whichever thread is free.
 */
#ifndef BROKER_STORE_STUDY_H
#define BROKER_STORE_STUDY_H

#include "broker/store/writer.h"

#include <stdatomic.h>

#define STUDIES_AT_ONCE 2  /* a long one holds up nobody else's */
#define STUDIES_WAITING 16 /* for a thread; then ERR_BUSY */

/* What the poster sees of a study, and how it ends it. Any thread. */
struct study {
	atomic_bool stop; /* nobody waits for it any more */
	_Atomic int64_t done;
	_Atomic int64_t of;
	struct studies *lane; /* set by study_post */
};

struct studies;

/* The writer must have opened the file before. */
MUST_USE enum err studies_new(const char *path, struct studies **out);
/* Ends those that run at their next slice and answers those that wait. */
void studies_free(struct studies *s);
OWNABLE(studies)

/* Refuses further ones and ends what runs or waits with ERR_STOPPING. */
void studies_stop(struct studies *s);

/* ERR_BUSY: too many wait; ERR_STOPPING. Then the job is still the caller's. */
MUST_USE enum err study_post(struct studies *s, struct job *j, struct study *study);

/* Between two slices: tells how far it is. False: end now. NULL: nobody looks, go on. */
bool study_goes_on(struct study *s, int64_t done, int64_t of);

/* A slice reads of one moment. Pair them. */
MUST_USE enum err study_begin(struct db *db);
void study_end(struct db *db);

#endif
