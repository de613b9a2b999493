/*
 * Events of the recorder on their way to the control thread: sent in order, kept while its mailbox
 * is full. Owned by the disk thread.
 */
#ifndef MEDIA_RECORD_TOLD_H
#define MEDIA_RECORD_TOLD_H

#include "media/record/recorder.h"

struct told {
	struct mailbox *mailbox; /* borrowed */
	struct recorder_event **unsent;
	size_t n;
};

/* Copies the event and sends what can be sent. */
void told_add(struct told *t, const struct recorder_event *event);
/* Sends what waits, as far as the mailbox takes it. */
void told_send(struct told *t);
/* Frees what nobody took. */
void told_clear(struct told *t);

#endif
