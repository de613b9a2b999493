/* Frames by length, a piece at a time. */
#include "media/packet/frames.h"

#include "broker/common/base/sink.h"

#include <string.h>

/* Fills up to `want` bytes. */
static bool fill(struct frames *f, struct bytes *rest, size_t want)
{
	size_t n = want - f->have < rest->n ? want - f->have : rest->n;

	if (n) {
		memcpy(f->at + f->have, rest->at, n);
		f->have = (uint16_t)(f->have + n);
		*rest = (struct bytes){ rest->at + n, rest->n - n };
	}
	return f->have == want;
}

enum err frames_take(struct frames *f, struct bytes *rest, uint8_t **frame, size_t *n)
{
	*frame = NULL;
	for (;;) {
		if (f->have < FRAME_HEAD && !fill(f, rest, FRAME_HEAD))
			return ERR_OK;
		size_t size = read_u16(f->at);
		if (size > FRAME_BYTES)
			return ERR_TOO_LARGE;
		if (!fill(f, rest, FRAME_HEAD + size))
			return ERR_OK;
		f->have = 0;
		if (!size)
			continue;
		*frame = f->at + FRAME_HEAD;
		*n = size;
		return ERR_OK;
	}
}
