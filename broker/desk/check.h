/*
 * Does the writer commit? A job that changes nothing, and how long it took. Owned by the loop.
 */
#ifndef BROKER_DESK_CHECK_H
#define BROKER_DESK_CHECK_H

#include "broker/desk/handles.h"

#include <stdbool.h>

struct desk;
struct job;

/* Called with who asked; well: it was committed within a second. */
typedef void check_done(struct desk *d, struct handle from, bool well);

/* False: the writer takes nothing; then `done` is not called. */
bool check_start(struct desk *d, struct handle from, check_done *done);

/* Is this a job of ours that came back? Then it is taken. */
bool check_take(struct desk *d, struct job *j);
/* The same when nobody waits any more. */
bool check_forget(struct job *j);

#endif
