/* The clips: made up, or real packets from a file. */
#include "tests/bench/legs/clip.h"

#include "media/packet/rtp.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define SECONDS     10
#define PACKETS_MAX 100000
#define DESCRIPTOR  4 /* bytes of VP8's, with a picture id of 15 bits (RFC 7741 s4.2) */

static struct clip_packet *add(struct clip *c)
{
	if (c->n % 1024 == 0) {
		c->packets = realloc(c->packets, (c->n + 1024) * sizeof *c->packets);
		if (!c->packets)
			abort();
	}
	return memset(&c->packets[c->n++], 0, sizeof *c->packets);
}

void clip_make_video(struct clip *c, int frames, int packets, int bytes)
{
	static const uint8_t key[] = { 0x10, 2, 0, 0x9d, 1, 0x2a, 0x80, 2, 0xe0, 1 };

	*c = (struct clip){ .clock_rate = 90000, .is_vp8 = true };
	for (int f = 0; f < frames * SECONDS; f++)
		for (int i = 0; i < packets; i++) {
			struct clip_packet *p = add(c);

			p->ts = (uint32_t)(f * (90000 / frames));
			p->n = (uint16_t)bytes;
			p->marker = i == packets - 1;
			memset(p->at, 0x55, p->n);
			memcpy(p->at, i ? "\x80\x80\x80\x00" : "\x90\x80\x80\x00", DESCRIPTOR);
			if (!f && !i)
				memcpy(p->at + DESCRIPTOR, key, sizeof key);
		}
	c->length = (uint32_t)(SECONDS * frames * (90000 / frames));
}

void clip_make_audio(struct clip *c, int bytes)
{
	*c = (struct clip){ .clock_rate = 48000 };
	for (int i = 0; i < 50; i++) {
		struct clip_packet *p = add(c);

		p->ts = (uint32_t)(i * 960);
		p->n = (uint16_t)bytes;
		memset(p->at, 0x33, p->n);
		p->at[0] = 0x78; /* CELT, 20 ms */
	}
	c->length = 48000;
}

static enum err read_packet(FILE *f, uint8_t room[2048], struct rtp *out)
{
	uint8_t head[2];

	if (fread(head, 1, 2, f) != 2)
		return ERR_NOT_FOUND;
	size_t n = read_u16(head);
	if (n > 2048 || fread(room, 1, n, f) != n)
		return ERR_BAD_INPUT;
	TRY(rtp_parse((struct bytes){ room, n }, out));
	return out->payload.n > CLIP_PAYLOAD_MAX ? ERR_TOO_LARGE : ERR_OK;
}

static enum err read_all(struct clip *c, FILE *f)
{
	uint8_t room[2048];
	uint32_t first = 0;
	struct rtp r;
	enum err err;

	while (!(err = read_packet(f, room, &r))) {
		if (!c->n)
			first = r.ts;
		if (c->n == PACKETS_MAX)
			return ERR_TOO_MANY;
		struct clip_packet *p = add(c);
		p->ts = r.ts - first;
		p->n = (uint16_t)r.payload.n;
		p->marker = r.marker;
		memcpy(p->at, r.payload.at, p->n);
	}
	return err == ERR_NOT_FOUND ? ERR_OK : err;
}

enum err clip_load(struct clip *c, const char *path, uint32_t clock_rate, bool is_vp8)
{
	FILE *f = fopen(path, "rb");

	if (!f)
		return ERR_NOT_FOUND;
	*c = (struct clip){ .clock_rate = clock_rate, .is_vp8 = is_vp8 };
	enum err err = read_all(c, f);
	fclose(f);
	if (err || !c->n)
		return err ? err : ERR_BAD_INPUT;
	uint32_t last = c->packets[c->n - 1].ts, before = 0;
	for (size_t i = 0; i < c->n && c->packets[i].ts != last; i++)
		before = c->packets[i].ts;
	c->length = last + (last > before ? last - before : clock_rate / 50);
	return ERR_OK;
}

void clip_clear(struct clip *c)
{
	free(c->packets);
	*c = (struct clip){ 0 };
}
