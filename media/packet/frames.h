/*
 * Datagrams in a stream of bytes (RFC 4571 s2): each behind its length in two bytes. Pure; the
 * memory of one frame is all that a reader needs.
 */
#ifndef MEDIA_PACKET_FRAMES_H
#define MEDIA_PACKET_FRAMES_H

#include "broker/common/base/text.h"

#define FRAME_HEAD  2
#define FRAME_BYTES 1500 /* no larger datagram makes sense */

/* One reader of one stream; zero it to start. */
struct frames {
	uint8_t at[FRAME_HEAD + FRAME_BYTES];
	uint16_t have;
};

/* Moves bytes from *rest until a frame is whole: *frame is its datagram, which may be changed and
 * stands until the next call. *frame NULL: the bytes are used up. Frames of length 0 are passed
 * over. ERR_TOO_LARGE: the stream cannot be read any further. */
MUST_USE enum err frames_take(struct frames *f, struct bytes *rest, uint8_t **frame, size_t *n);

#endif
