/*
 * Where the kiosk's own picture and sound come from: a device, an address, or a test. GStreamer
 * bins with one source pad, raw media.
 */
#ifndef CLIENT_KIOSK_CAMERA_H
#define CLIENT_KIOSK_CAMERA_H

#include "client/kiosk/codecs.h"

/* From camera or microphone to packets of the codec, ready to be added to a pipeline.
 * ERR_PIPELINE with a line in the log: an element is missing. */
MUST_USE enum err camera_new(const struct kiosk_settings *s, enum codec c, guint ssrc,
			     GstElement **out);

#endif
