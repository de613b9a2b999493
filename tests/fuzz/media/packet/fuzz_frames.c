/* Any stream of bytes as frames: the same in one piece and in pieces cut where the input says. */
#include "media/packet/frames.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *at, size_t n);

struct seen {
	size_t n;
	size_t bytes;
	uint32_t sum;
	enum err err;
};

static void take(struct frames *f, struct bytes piece, struct seen *s)
{
	struct bytes rest = piece;
	uint8_t *frame;
	size_t n;

	while (!s->err && !(s->err = frames_take(f, &rest, &frame, &n)) && frame) {
		if (!n || n > FRAME_BYTES || frame < f->at || frame + n > f->at + sizeof f->at)
			abort();
		for (size_t i = 0; i < n; i++)
			s->sum = s->sum * 31 + frame[i];
		memset(frame, 0xaa, n); /* as an engine that decrypts in place */
		s->n++;
		s->bytes += n;
	}
	if (!s->err && rest.n)
		abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *at, size_t n)
{
	struct frames *whole = calloc(1, sizeof *whole), *cut = calloc(1, sizeof *cut);
	struct seen a = { 0 }, b = { 0 };

	if (!whole || !cut || !n)
		goto out;
	size_t step = at[0] + 1u;
	at++;
	n--;
	take(whole, (struct bytes){ at, n }, &a);
	for (size_t i = 0; i < n && !b.err; i += step)
		take(cut, (struct bytes){ at + i, n - i < step ? n - i : step }, &b);
	if (a.n != b.n || a.bytes != b.bytes || a.sum != b.sum || a.err != b.err)
		abort();
out:
	free(whole);
	free(cut);
	return 0;
}
