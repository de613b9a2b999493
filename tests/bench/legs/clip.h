/*
 * What the clients of the load generator publish: the payloads of one source with their RTP
 * times, played round and round. Made up in a set rate and size, or read from a file of real
 * packets. Read by all clients; one thread.
 */
#ifndef TESTS_BENCH_LEGS_CLIP_H
#define TESTS_BENCH_LEGS_CLIP_H

#include "broker/common/base/own.h"
#include "broker/common/base/text.h"

#define CLIP_PAYLOAD_MAX 1300

struct clip_packet {
	uint32_t ts; /* since the start of the clip */
	uint16_t n;
	bool marker;
	uint8_t at[CLIP_PAYLOAD_MAX];
};

struct clip {
	struct clip_packet *packets;
	size_t n;
	uint32_t length; /* in RTP time, up to where it starts again */
	uint32_t clock_rate;
	bool is_vp8; /* its picture ids are written anew */
};

/* Ten seconds of VP8 in name only: `frames` a second, each of `packets` payloads of `bytes`; the
 * first is a key frame. */
void clip_make_video(struct clip *c, int frames, int packets, int bytes);
/* One second of packets of 20 ms. */
void clip_make_audio(struct clip *c, int bytes);
/* RTP packets of one source framed as RFC 4571 says, starting with a key frame. */
MUST_USE enum err clip_load(struct clip *c, const char *path, uint32_t clock_rate, bool is_vp8);
void clip_clear(struct clip *c);

#endif
