/*
 * Writes that nobody waits for and that must not be lost: that a leg or a media server is gone is told
 * once. Where the store refuses them, busy or stalled, they are tried again each second until it has
 * them. Owned by the loop.
 */
#ifndef BROKER_DESK_OWED_H
#define BROKER_DESK_OWED_H

#include "broker/desk/handles.h"

struct desk;
struct leg_gone_in;
struct media_gone_in;

#define OWED_MAX     8192 /* all legs of 64 media servers at once; more are lost, and the log says so */
#define OWED_AT_ONCE 256 /* with the writer: the rest of its queue is for those who wait */

struct owed {
	struct handles writes; /* struct owed_write */
	int with_writer;
};

void owed_leg_gone(struct desk *d, const struct leg_gone_in *in);
/* Unless the server is back by the time the store can take it. */
void owed_media_gone(struct desk *d, const struct media_gone_in *in);

/* Each second. */
void owed_tick(struct desk *d);
void owed_clear(struct owed *o);

#endif
