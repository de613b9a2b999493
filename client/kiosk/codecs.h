/*
 * What the kiosk offers and how it makes it: capabilities of the lines, descriptions of encoders.
 * Pure but for the GstCaps they return.
 */
#ifndef CLIENT_KIOSK_CODECS_H
#define CLIENT_KIOSK_CODECS_H

#include "broker/common/base/text.h"
#include "client/kiosk/settings.h"

#include <gst/gst.h>

enum codec { CODEC_OPUS, CODEC_H264, CODEC_VP8 };
#define CODEC_COUNT 3

/* Of a line that sends with this ssrc, or with 0 of one that receives. The caller's. */
GstCaps *codecs_sound(guint ssrc);
GstCaps *codecs_picture(guint ssrc);

/* The codec of the m-line (from 0) of an answer; ERR_NOT_FOUND: the line was refused;
 * ERR_BAD_INPUT: none we know. */
MUST_USE enum err codecs_answered(struct text answer, guint line, enum codec *out);

/* A bin from raw media to packets with this ssrc, ready to be added to a pipeline; it drops what
 * comes faster than it can. ERR_PIPELINE with a line in the log: an element is missing. */
MUST_USE enum err codecs_coder(enum codec c, const struct kiosk_settings *s, guint ssrc,
			       GstElement **out);

#endif
