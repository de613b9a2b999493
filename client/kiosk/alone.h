/*
 * Camera and microphone without a call: while the link is down and the visit is recorded, the
 * packets go to the spool only. Main loop.
 */
#ifndef CLIENT_KIOSK_ALONE_H
#define CLIENT_KIOSK_ALONE_H

#include "client/kiosk/sender.h"

struct alone;

/* Starts. Settings and spool are borrowed. */
MUST_USE enum err alone_new(const struct kiosk_settings *s, enum codec picture, struct spool *spool,
			    struct alone **out);
void alone_free(struct alone *a);
OWNABLE(alone)

#endif
