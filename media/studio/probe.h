/*
 * What is in a media file: reads every packet of it with a demuxer, decodes nothing. One thread.
 */
#ifndef MEDIA_STUDIO_PROBE_H
#define MEDIA_STUDIO_PROBE_H

#include "broker/common/err.h"

#include <stdint.h>

#define PROBE_CODEC_MAX 20

struct probe {
	char video[PROBE_CODEC_MAX]; /* "": none; h264, vp8 */
	int width;
	int height;
	int64_t pictures;
	char audio[PROBE_CODEC_MAX]; /* "": none; opus */
	int rate;
	int channels;
	int64_t sounds;
	int64_t duration_ms; /* to the end of the last packet */
};

/* ERR_PIPELINE: it cannot be read to its end. */
MUST_USE enum err probe_file(const char *path, struct probe *out);

#endif
