/*
 * Where the kiosk's own picture and sound come from: a device, an address, or a test. GStreamer
 * bins with one source pad, raw media.
 */
#ifndef CLIENT_KIOSK_CAMERA_H
#define CLIENT_KIOSK_CAMERA_H

#include "client/kiosk/codecs.h"

/* Camera or microphone, as the codec wants it; blank: black or silence instead. Says an error on the
 * bus when nothing came for CAMERA_SILENT_MS. ERR_PIPELINE with a line in the log: an element is
 * missing. */
#define CAMERA_SILENT_MS 8000
MUST_USE enum err camera_new(const struct kiosk_settings *s, enum codec c, bool blank,
			     GstElement **out);

#endif
