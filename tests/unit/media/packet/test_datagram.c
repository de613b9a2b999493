/* What a datagram is, by its first two bytes (RFC 7983 s7). */
#include "media/packet/datagram.h"

#include "tests/unit/media/packet/hex.h"

static enum datagram_kind kind_of(unsigned first, unsigned second)
{
	uint8_t d[2] = { (uint8_t)first, (uint8_t)second };

	return datagram_kind((struct bytes){ d, 2 });
}

static enum datagram_kind right_kind(unsigned first, unsigned second)
{
	if (first <= 3)
		return DATAGRAM_STUN;
	if (first >= 20 && first <= 63)
		return DATAGRAM_DTLS;
	if (first < 128 || first > 191)
		return DATAGRAM_UNKNOWN;
	return second >= 192 && second <= 223 ? DATAGRAM_RTCP : DATAGRAM_RTP;
}

static void every_first_byte_has_its_kind(void)
{
	for (unsigned first = 0; first < 256; first++)
		for (unsigned second = 0; second < 256; second++)
			CHECK_EQ(right_kind(first, second), kind_of(first, second));
}

static void marked_dynamic_types_are_rtp(void)
{
	CHECK_EQ(DATAGRAM_RTP, kind_of(0x80, 0x80 | 96));
	CHECK_EQ(DATAGRAM_RTP, kind_of(0x90, 0x80 | 127));
	CHECK_EQ(DATAGRAM_RTCP, kind_of(0x80, 200));
	CHECK_EQ(DATAGRAM_RTCP, kind_of(0x81, 206));
}

static void short_datagrams_are_nothing(void)
{
	for (size_t n = 0; n < 2; n++) {
		struct bytes copy = exact_copy((const uint8_t *)"\x80", n);

		CHECK_EQ(DATAGRAM_UNKNOWN, datagram_kind(copy));
		free((void *)copy.at);
	}
}

static const struct test tests[] = {
	T(every_first_byte_has_its_kind),
	T(marked_dynamic_types_are_rtp),
	T(short_datagrams_are_nothing),
};
RUN_TESTS(tests)
