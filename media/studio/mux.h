/*
 * One media file: whole frames of RTP packets in, an MP4 or WebM file out, not transcoded. A
 * GStreamer pipeline appsrc ! depayloader ! parser ! muxer ! filesink. One thread.
 */
#ifndef MEDIA_STUDIO_MUX_H
#define MEDIA_STUDIO_MUX_H

#include "media/studio/framer.h"

struct mux_options {
	const char *path;
	enum entry_codec video; /* 0: none */
	bool audio;
};

struct mux;
MUST_USE enum err mux_new(const struct mux_options *o, struct mux **out);
void mux_free(struct mux *m);
OWNABLE(mux)

/* Takes the frame's packets. at_us: after the file's zero; rises for each media. Waits when the
 * pipeline is far behind. */
MUST_USE enum err mux_push(struct mux *m, enum entry_media media, struct frame *f, int64_t at_us);

/* Ends the file: index, duration. */
MUST_USE enum err mux_finish(struct mux *m);

/* For audio only, H.264, and VP8: mp4 or webm. */
const char *mux_suffix(enum entry_codec video);

#endif
