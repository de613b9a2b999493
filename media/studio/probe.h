/*
 * What is in a media file: reads every packet of it with a demuxer, decodes nothing. One thread.
 */
#ifndef MEDIA_STUDIO_PROBE_H
#define MEDIA_STUDIO_PROBE_H

#include "broker/common/base/err.h"

#include <stdint.h>

#define PROBE_CODEC_MAX 20
#define PROBE_SIZES_MAX 32 /* a sender has a handful of layers; of more the smallest are left out */

/* So many pictures are of this size, by what stands in the stream itself. */
struct probe_size {
	int width;
	int height;
	int64_t pictures;
};

struct probe {
	char video[PROBE_CODEC_MAX];              /* "": none; h264, vp8 */
	struct probe_size sizes[PROBE_SIZES_MAX]; /* the largest first */
	int sizes_n;
	int64_t unsized; /* pictures whose size is not in the list */
	int64_t pictures;
	int64_t rate_mhz;            /* pictures in 1000 s, pauses of more than a second left out */
	char audio[PROBE_CODEC_MAX]; /* "": none; opus */
	int rate;
	int channels;
	int64_t sounds;
	int64_t duration_ms; /* to the end of the last packet */
};

/* ERR_PIPELINE: it cannot be read to its end. */
MUST_USE enum err probe_file(const char *path, struct probe *out);

#endif
