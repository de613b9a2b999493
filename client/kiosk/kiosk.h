/*
 * The kiosk: the line to the broker, what to do next, and the call, on the GLib main loop.
 */
#ifndef CLIENT_KIOSK_KIOSK_H
#define CLIENT_KIOSK_KIOSK_H

#include "broker/common/base/err.h"
#include "broker/common/base/own.h"
#include "client/kiosk/settings.h"

struct kiosk;

/* The settings are borrowed. file: received picture and sound go there, the second call's into
 * FILE.2 and so on; NULL: to screen and loudspeaker. */
MUST_USE enum err kiosk_new(const struct kiosk_settings *s, const char *file, struct kiosk **out);
void kiosk_free(struct kiosk *k);
OWNABLE(kiosk)

/* Serves until SIGTERM or SIGINT; a call is left in order. */
void kiosk_run(struct kiosk *k);

#endif
