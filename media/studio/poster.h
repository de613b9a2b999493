/*
 * A poster: one key frame as a JPEG. Needs a decoder (openh264dec or avdec_h264 for H.264, vp8dec
 * for VP8); where there is none, there is no poster. One thread.
 */
#ifndef MEDIA_STUDIO_POSTER_H
#define MEDIA_STUDIO_POSTER_H

#include "media/studio/framer.h"

struct poster;
struct poster *poster_new(enum entry_codec codec); /* heap: pair with poster_free */
void poster_free(struct poster *p);
OWNABLE(poster)

/* Keeps a copy of this key frame in place of the one before. */
void poster_take(struct poster *p, const struct frame *f);
bool poster_has_frame(const struct poster *p);

/* ERR_NOT_FOUND: no frame, or no decoder on this machine. */
MUST_USE enum err poster_save(struct poster *p, const char *path);

#endif
