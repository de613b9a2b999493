/* The length of an Opus packet. */
#include "media/packet/opus.h"

/* Samples of one frame by the configuration in the first byte (RFC 6716 table 2). */
static uint32_t frame_samples(uint8_t toc)
{
	unsigned config = toc >> 3;

	if (config >= 16) /* CELT: 2.5, 5, 10, 20 ms */
		return 120u << (config & 3);
	if (config >= 12) /* hybrid: 10, 20 ms */
		return 480u << (config & 1);
	return (config & 3) == 3 ? 2880 : 480u << (config & 3); /* SILK: 10, 20, 40, 60 ms */
}

uint32_t opus_samples(struct bytes p)
{
	uint32_t frames, samples;

	if (!p.n)
		return 0;
	if ((p.at[0] & 3) == 3)
		frames = p.n > 1 ? p.at[1] & 63 : 0;
	else
		frames = (p.at[0] & 3) ? 2 : 1;
	samples = frames * frame_samples(p.at[0]);
	return samples <= 5760 ? samples : 0; /* s3.4 R5: at most 120 ms */
}
