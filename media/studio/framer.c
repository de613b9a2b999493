/* Gathers the packets of a picture, and gives it out when it is whole and can be decoded. */
#include "media/studio/framer.h"

#include "media/packet/h264.h"
#include "media/packet/vp8.h"

#include <stdlib.h>

struct framer {
	enum entry_codec codec;
	struct frame open;  /* being gathered */
	struct frame whole; /* given out */
	bool is_open;
	bool is_bad; /* the open one misses a packet */
	bool needs_key;
	int64_t lost;
	int64_t skipped;
};

struct framer *framer_new(enum entry_codec codec)
{
	struct framer *f = calloc(1, sizeof(*f));

	if (!f)
		abort();
	f->codec = codec;
	f->needs_key = codec != ENTRY_OPUS;
	return f;
}

static void frame_clear(struct frame *f)
{
	for (int i = 0; i < f->n; i++)
		packet_free(f->packets[i]);
	f->n = 0;
}

void framer_free(struct framer *f)
{
	if (!f)
		return;
	frame_clear(&f->open);
	frame_clear(&f->whole);
	free(f);
}

static bool is_key(enum entry_codec codec, const struct packet *p)
{
	struct h264 h;
	struct vp8 v;

	switch (codec) {
	case ENTRY_OPUS:
		return true;
	case ENTRY_H264:
		return !h264_parse(p->rtp.payload, &h) && h.starts_key;
	case ENTRY_VP8:
		return !vp8_parse(p->rtp.payload, &v) && v.starts_frame && v.key_frame;
	}
	return false;
}

/* Whether a packet may be the first of a picture: else its start was lost. */
static bool may_start(enum entry_codec codec, const struct packet *p)
{
	struct h264 h;
	struct vp8 v;

	switch (codec) {
	case ENTRY_OPUS:
		return true;
	case ENTRY_H264:
		return !h264_parse(p->rtp.payload, &h) && h.starts_nal;
	case ENTRY_VP8:
		return !vp8_parse(p->rtp.payload, &v) && v.starts_frame;
	}
	return false;
}

/* The open frame is at its end: out with it, if it is good. */
static struct frame *finish(struct framer *f)
{
	f->is_open = false;
	if (f->is_bad || (f->needs_key && !f->open.is_key)) {
		f->needs_key = f->codec != ENTRY_OPUS;
		f->skipped++;
		frame_clear(&f->open);
		return NULL;
	}
	frame_clear(&f->whole);
	f->whole = f->open;
	f->whole.lost = f->lost;
	f->whole.skipped = f->skipped;
	f->open.n = 0;
	f->lost = 0;
	f->skipped = 0;
	f->needs_key = false;
	return &f->whole;
}

static void begin(struct framer *f, const struct packet *p)
{
	f->is_open = true;
	f->is_bad = !may_start(f->codec, p);
	f->open.seq = p->seq;
	f->open.ts = p->ts;
	f->open.is_key = false;
}

static void add(struct framer *f, struct packet *p)
{
	f->open.is_key = f->open.is_key || is_key(f->codec, p);
	if (f->open.n < FRAME_PACKETS_MAX) {
		f->open.packets[f->open.n++] = p;
		return;
	}
	f->is_bad = true;
	packet_free(p);
}

struct frame *framer_take(struct framer *f, struct packet *p)
{
	struct frame *out = NULL;
	bool marker = p->rtp.marker || f->codec == ENTRY_OPUS;

	if (p->lost > 0) {
		f->lost += p->lost;
		f->is_bad = f->is_bad || f->is_open;
		f->needs_key = f->codec != ENTRY_OPUS;
	}
	if (p->rtp.payload.n == 0) { /* padding to probe the way */
		packet_free(p);
		return NULL;
	}
	if (f->is_open && f->open.ts != p->ts)
		out = finish(f);
	if (!f->is_open)
		begin(f, p);
	add(f, p);
	if (marker && !out)
		out = finish(f);
	return out;
}
