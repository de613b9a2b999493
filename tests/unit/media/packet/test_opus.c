/* How long an Opus packet is (RFC 6716 s3.1, table 2, s3.2). */
#include "media/packet/opus.h"

#include "tests/unit/media/packet/hex.h"

static uint32_t samples(unsigned config, unsigned code, int frames)
{
	uint8_t p[3] = { (uint8_t)(config << 3 | code), (uint8_t)frames, 0 };

	return opus_samples((struct bytes){ p, 3 });
}

static void every_configuration_has_its_length(void)
{
	static const uint32_t right[32] = {
		480, 960, 1920, 2880, 480, 960, 1920, 2880, 480, 960, 1920, 2880, /* SILK */
		480, 960, 480,  960,                                              /* hybrid */
		120, 240, 480,  960,  120, 240, 480,  960,                        /* CELT */
		120, 240, 480,  960,  120, 240, 480,  960,
	};

	for (unsigned c = 0; c < 32; c++) {
		CHECK_EQ(right[c], samples(c, 0, 0));
		CHECK_EQ(2 * right[c], samples(c, 1, 0));
		CHECK_EQ(2 * right[c], samples(c, 2, 0));
		for (int n = 0; n < 64; n++)
			CHECK_EQ((uint32_t)n * right[c] <= 5760 ? (uint32_t)n * right[c] : 0,
				 samples(c, 3, n | 0xc0));
	}
}

static void what_is_too_short_is_no_packet(void)
{
	CHECK_EQ(0, opus_samples((struct bytes){ 0 }));
	struct bytes one = exact_copy((const uint8_t *)"\x03", 1);
	CHECK_EQ(0, opus_samples(one));
	free((void *)one.at);
}

static const struct test tests[] = {
	T(every_configuration_has_its_length),
	T(what_is_too_short_is_no_packet),
};
RUN_TESTS(tests)
