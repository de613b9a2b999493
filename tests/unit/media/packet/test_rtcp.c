/* RTCP reports and names: walked, read, written and read again, every truncation. */
#include "media/packet/rtcp.h"

#include "tests/unit/media/packet/hex.h"

static struct bytes bytes_of(const struct packet *p)
{
	return (struct bytes){ p->at, p->n };
}

/* SR with one block, SDES with a CNAME, BYE. */
static const char compound_hex[] = "81c8000c 11111111 b7052000 80000000 00010203 00000064 00002710"
				   "22222222 40fffffe 0001ffff 00000008 52000800 00010000"
				   "81ca0003 11111111 01036162 63000000"
				   "81cb0001 11111111";

static void a_compound_is_walked(void)
{
	struct packet p = from_hex(compound_hex);
	struct bytes rest = bytes_of(&p);
	struct rtcp r;
	struct rtcp_sender s;
	struct rtcp_block b[2];
	size_t n;

	CHECK_EQ(ERR_OK, rtcp_next(&rest, &r));
	CHECK_EQ(ERR_OK, rtcp_parse_sender(&r, &s));
	CHECK(s.ssrc == 0x11111111 && s.ntp == 0xb705200080000000 && s.rtp == 0x10203);
	CHECK(s.packets == 100 && s.octets == 10000);
	CHECK_EQ(ERR_OK, rtcp_parse_blocks(&r, b, 2, &n));
	CHECK(n == 1 && b[0].ssrc == 0x22222222 && b[0].fraction_lost == 64 && b[0].lost == -2);
	CHECK(b[0].highest == 0x1ffff && b[0].jitter == 8 && b[0].lsr == 0x52000800);
	CHECK_EQ(65536, b[0].dlsr);
	CHECK_EQ(ERR_OK, rtcp_next(&rest, &r));
	CHECK(r.type == RTCP_SDES && r.count == 1 && r.body.n == 12);
	CHECK_EQ(ERR_OK, rtcp_next(&rest, &r));
	CHECK(r.type == RTCP_BYE && r.count == 1 && r.body.n == 4);
	CHECK_EQ(ERR_NOT_FOUND, rtcp_next(&rest, &r));
}

/* Reads whatever is there; returns the error that ended the walk. */
static enum err walk(struct bytes rest)
{
	struct rtcp r;
	struct rtcp_sender s;
	struct rtcp_block b[RTCP_BLOCKS_MAX];
	size_t n;
	enum err e;

	while (!(e = rtcp_next(&rest, &r))) {
		if (!rtcp_parse_sender(&r, &s))
			CHECK_EQ(0x11111111, s.ssrc);
		if (!rtcp_parse_blocks(&r, b, RTCP_BLOCKS_MAX, &n))
			CHECK_EQ(1, n);
	}
	return e;
}

static void truncated_compounds_end_where_they_are_cut(void)
{
	struct packet p = from_hex(compound_hex);

	for (size_t n = 0; n <= p.n; n++) {
		struct bytes copy = exact_copy(p.at, n);
		bool whole = n == 0 || n == 52 || n == 68 || n == 76;

		CHECK_EQ(whole ? ERR_NOT_FOUND : ERR_BAD_INPUT, walk(copy));
		free((void *)copy.at);
	}
}

static void heads_that_do_not_fit_are_refused(void)
{
	static const char *const cases[] = {
		"80c8",              /* no head */
		"40c90001 00000001", /* version 1 */
		"80c90002 00000001", /* longer than the packet */
		"a0c90001 00000000", /* padding of 0 */
		"a0c90001 00000008", /* padding longer than the body */
		"a0c90000",          /* padding without a body */
	};
	struct rtcp r;

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct packet p = from_hex(cases[i]);
		struct bytes rest = bytes_of(&p);

		CHECK_EQ(ERR_BAD_INPUT, rtcp_next(&rest, &r));
	}
}

static void padding_is_not_part_of_the_body(void)
{
	struct packet p = from_hex("a0c90002 00000001 00000004");
	struct bytes rest = bytes_of(&p);
	struct rtcp r;

	CHECK_EQ(ERR_OK, rtcp_next(&rest, &r));
	CHECK(r.body.n == 4 && r.count == 0 && r.type == RTCP_RR && !rest.n);
	p = from_hex("a0c90002 00000001 00000003"); /* not in words: browsers do that */
	rest = bytes_of(&p);
	CHECK_EQ(ERR_OK, rtcp_next(&rest, &r));
	CHECK_EQ(5, r.body.n);
}

static void counts_that_do_not_fit_are_refused(void)
{
	static const char *const cases[] = {
		"81c90001 00000001", /* RR: a block missing */
		"81c80006 00000001 00000000 00000000 00000000 00000000 00000000", /* SR likewise */
	};
	struct rtcp_block b[4];
	struct rtcp r;
	size_t n;

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct packet p = from_hex(cases[i]);
		struct bytes rest = bytes_of(&p);

		CHECK_EQ(ERR_OK, rtcp_next(&rest, &r));
		CHECK_EQ(ERR_BAD_INPUT, rtcp_parse_blocks(&r, b, 4, &n));
	}
}

static const struct rtcp_block two_blocks[] = {
	{ 1, 255, 0x7fffff, UINT32_MAX, 3, 4, 5 },
	{ 6, 0, -0x800000, 7, 8, 9, 10 },
};

static bool same_block(const struct rtcp_block *a, const struct rtcp_block *b)
{
	return a->ssrc == b->ssrc && a->fraction_lost == b->fraction_lost && a->lost == b->lost &&
	       a->highest == b->highest && a->jitter == b->jitter && a->lsr == b->lsr &&
	       a->dlsr == b->dlsr;
}

static void our_reports_come_back(void)
{
	const struct rtcp_sender sender = { 1, 2, 3, 4, 5 };
	uint8_t room[256];
	struct rtcp_sender s;
	struct rtcp_block b[4];
	struct rtcp r;
	struct sink out;
	size_t n;

	sink_init(&out, room, sizeof room);
	rtcp_format_sender(&sender, two_blocks, 2, &out);
	rtcp_format_receiver(11, two_blocks, 1, &out);
	struct bytes rest = sink_bytes(&out);
	CHECK_EQ(ERR_OK, rtcp_next(&rest, &r));
	CHECK_EQ(ERR_OK, rtcp_parse_sender(&r, &s));
	CHECK(s.ssrc == 1 && s.ntp == 2 && s.rtp == 3 && s.packets == 4 && s.octets == 5);
	CHECK_EQ(ERR_OK, rtcp_parse_blocks(&r, b, 4, &n));
	CHECK(n == 2 && same_block(&b[0], &two_blocks[0]) && same_block(&b[1], &two_blocks[1]));
	CHECK_EQ(ERR_OK, rtcp_next(&rest, &r));
	CHECK_EQ(ERR_BAD_INPUT, rtcp_parse_sender(&r, &s));
	CHECK_EQ(ERR_OK, rtcp_parse_blocks(&r, b, 4, &n));
	CHECK(n == 1 && same_block(&b[0], &two_blocks[0]) && !rest.n);
}

static void losses_beyond_24_bits_stay_at_the_limit(void)
{
	const struct rtcp_block in[] = { { .lost = INT32_MAX }, { .lost = INT32_MIN } };
	uint8_t room[64];
	struct rtcp_block b[2];
	struct rtcp r;
	struct sink out;
	size_t n;

	sink_init(&out, room, sizeof room);
	rtcp_format_receiver(1, in, 2, &out);
	struct bytes rest = sink_bytes(&out);
	CHECK_EQ(ERR_OK, rtcp_next(&rest, &r));
	CHECK_EQ(ERR_OK, rtcp_parse_blocks(&r, b, 2, &n));
	CHECK(b[0].lost == 0x7fffff && b[1].lost == -0x800000);
}

static void names_of_every_length_are_written(void)
{
	char name[300];
	uint8_t room[320];

	memset(name, 'x', sizeof name);
	for (size_t n = 0; n < sizeof name; n++) {
		size_t kept = n < 255 ? n : 255;
		struct rtcp r;
		struct sink out;

		sink_init(&out, room, sizeof room);
		rtcp_format_cname(5, (struct text){ name, n }, &out);
		struct bytes rest = sink_bytes(&out);
		CHECK_EQ(ERR_OK, rtcp_next(&rest, &r));
		CHECK(!rest.n && r.type == RTCP_SDES && r.count == 1);
		CHECK(read_u32(r.body.at) == 5 && r.body.at[4] == 1 && r.body.at[5] == kept);
		CHECK(!memcmp(r.body.at + 6, name, kept));
		for (size_t i = 6 + kept; i < r.body.n; i++)
			CHECK_EQ(0, r.body.at[i]);
		CHECK(r.body.n > 6 + kept);
	}
}

static void more_blocks_than_fit_are_left_out(void)
{
	struct rtcp_block in[40] = { { 0 } }, b[40];
	uint8_t room[1024];
	struct rtcp r;
	struct sink out;
	size_t n;

	sink_init(&out, room, sizeof room);
	rtcp_format_receiver(1, in, 40, &out);
	struct bytes rest = sink_bytes(&out);
	CHECK_EQ(ERR_OK, rtcp_next(&rest, &r));
	CHECK_EQ(ERR_OK, rtcp_parse_blocks(&r, b, 40, &n));
	CHECK_EQ(RTCP_BLOCKS_MAX, n);
}

static const struct test tests[] = {
	T(a_compound_is_walked),
	T(truncated_compounds_end_where_they_are_cut),
	T(heads_that_do_not_fit_are_refused),
	T(padding_is_not_part_of_the_body),
	T(counts_that_do_not_fit_are_refused),
	T(our_reports_come_back),
	T(losses_beyond_24_bits_stay_at_the_limit),
	T(names_of_every_length_are_written),
	T(more_blocks_than_fit_are_left_out),
};
RUN_TESTS(tests)
