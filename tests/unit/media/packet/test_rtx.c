/* RTX: what is repeated comes out as it was first sent. */
#include "media/packet/rtx.h"

#include "tests/unit/media/packet/hex.h"

/* Marker, type 97, number 7, one-byte extension (id 4), original number 0x1234, padding of 4. */
static const char again_hex[] = "b0e10007 89abcdef 00c0ffee bede0001 41303100 1234 aabbcc 00000004";
static const char first_hex[] = "90e01234 89abcdef 00000bad bede0001 41303100 aabbcc";

static void a_repeated_packet_comes_out_as_it_was(void)
{
	struct packet p = from_hex(again_hex), first = from_hex(first_hex);
	uint8_t room[100];
	struct sink out;

	sink_init(&out, room, sizeof room);
	CHECK_EQ(ERR_OK, rtx_unwrap((struct bytes){ p.at, p.n }, 0xbad, 96, &out));
	CHECK_EQ(first.n, out.n);
	CHECK(!memcmp(first.at, room, first.n));
}

static void a_packet_without_a_number_repeats_nothing(void)
{
	struct packet p = from_hex("80610007 89abcdef 00c0ffee 1234");
	uint8_t room[100];
	struct sink out;

	sink_init(&out, room, sizeof room);
	CHECK_EQ(ERR_NOT_FOUND, rtx_unwrap((struct bytes){ p.at, p.n }, 1, 96, &out));
	CHECK_EQ(ERR_NOT_FOUND, rtx_unwrap((struct bytes){ p.at, 12 }, 1, 96, &out));
	CHECK_EQ(0, out.n);
}

static void no_cut_reads_past_its_end(void)
{
	struct packet p = from_hex(again_hex);
	uint8_t room[100];
	struct sink out;

	for (size_t n = 0; n < p.n; n++) {
		struct bytes cut = exact_copy(p.at, n);

		sink_init(&out, room, sizeof room);
		CHECK(rtx_unwrap(cut, 1, 96, &out) != ERR_OK || out.n < n);
		free((void *)cut.at);
	}
	sink_init(&out, room, 10);
	CHECK_EQ(ERR_TOO_LARGE, rtx_unwrap((struct bytes){ p.at, p.n }, 1, 96, &out));
}

static const struct test tests[] = {
	T(a_repeated_packet_comes_out_as_it_was),
	T(a_packet_without_a_number_repeats_nothing),
	T(no_cut_reads_past_its_end),
};
RUN_TESTS(tests)
