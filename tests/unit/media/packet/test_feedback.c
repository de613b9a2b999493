/* RTCP feedback: NACK, PLI, FIR, REMB. */
#include "media/packet/rtcp.h"

#include "tests/unit/media/packet/hex.h"

static struct rtcp item_of(const struct packet *p)
{
	struct bytes rest = { p->at, p->n };
	struct rtcp r;

	CHECK_EQ(ERR_OK, rtcp_next(&rest, &r));
	CHECK_EQ(0, rest.n);
	return r;
}

static struct rtcp item_in(const struct sink *s)
{
	struct bytes rest = sink_bytes(s);
	struct rtcp r;

	CHECK(!sink_is_full(s));
	CHECK_EQ(ERR_OK, rtcp_next(&rest, &r));
	CHECK_EQ(0, rest.n);
	return r;
}

static void a_nack_names_its_numbers(void)
{
	/* 65534 with a mask of 1 and 3 later; 100 alone. */
	struct packet p = from_hex("81cd0004 00000001 00000002 fffe0005 00640000");
	struct rtcp r = item_of(&p);
	struct rtcp_feedback f;
	uint16_t seqs[8];
	size_t n;

	CHECK(!rtcp_is_pli(&r));
	CHECK_EQ(ERR_OK, rtcp_parse_feedback(&r, &f));
	CHECK(f.from == 1 && f.media == 2);
	CHECK_EQ(ERR_OK, rtcp_parse_nack(&r, seqs, 8, &n));
	CHECK(n == 4 && seqs[0] == 65534 && seqs[1] == 65535 && seqs[2] == 1 && seqs[3] == 100);
	CHECK_EQ(ERR_OK, rtcp_parse_nack(&r, seqs, 3, &n));
	CHECK_EQ(3, n);
}

static void missing_numbers_come_back(void)
{
	static const uint16_t seqs[] = { 65520, 65535, 0, 1, 16, 17, 33, 34, 500, 516, 517 };
	uint16_t back[RTCP_NACKS_MAX];
	uint8_t room[128];
	struct sink s;
	size_t n;

	sink_init(&s, room, sizeof room);
	rtcp_format_nack((struct rtcp_feedback){ 3, 4 }, seqs, 11, &s);
	struct rtcp r = item_in(&s);
	CHECK_EQ(ERR_OK, rtcp_parse_nack(&r, back, RTCP_NACKS_MAX, &n));
	CHECK(n == 11 && !memcmp(seqs, back, sizeof seqs));
}

static void pli_and_fir_come_back(void)
{
	uint8_t room[64];
	struct rtcp_feedback f;
	struct sink s;
	uint32_t ssrc;
	uint8_t number;

	sink_init(&s, room, sizeof room);
	rtcp_format_pli((struct rtcp_feedback){ 3, 4 }, &s);
	struct rtcp r = item_in(&s);
	CHECK(rtcp_is_pli(&r));
	CHECK(!rtcp_parse_feedback(&r, &f) && f.from == 3 && f.media == 4);
	CHECK_EQ(ERR_BAD_INPUT, rtcp_parse_fir(&r, 0, &ssrc, &number));

	sink_init(&s, room, sizeof room);
	rtcp_format_fir((struct rtcp_feedback){ 3, 4 }, 200, &s);
	r = item_in(&s);
	CHECK(!rtcp_is_pli(&r));
	CHECK_EQ(ERR_OK, rtcp_parse_fir(&r, 0, &ssrc, &number));
	CHECK(ssrc == 4 && number == 200);
	CHECK_EQ(ERR_NOT_FOUND, rtcp_parse_fir(&r, 1, &ssrc, &number));
}

static void bit_rates_come_back_rounded_down(void)
{
	static const uint64_t rates[] = {
		0, 1, 0x3ffff, 0x40000, 1700000, 30000000, UINT64_C(123456789012), UINT64_MAX
	};
	static const uint32_t ssrcs[] = { 7, 8, 9 };
	uint8_t room[64];
	struct rtcp_remb b;
	struct sink s;

	for (size_t i = 0; i < sizeof rates / sizeof *rates; i++) {
		sink_init(&s, room, sizeof room);
		rtcp_format_remb(5, rates[i], ssrcs, 3, &s);
		struct rtcp r = item_in(&s);
		CHECK_EQ(ERR_OK, rtcp_parse_remb(&r, &b));
		CHECK(b.n == 3 && !memcmp(b.ssrcs, ssrcs, sizeof ssrcs));
		CHECK(b.bitrate <= rates[i] && b.bitrate >= rates[i] - (rates[i] >> 17));
	}
}

static void the_remb_of_a_browser_is_read(void)
{
	/* Exponent 3, mantissa 212,500: 1.7 Mbit/s; then exponents that leave 64 bits. */
	static const struct {
		const char *hex;
		uint64_t bitrate;
	} cases[] = {
		{ "8fce0005 00000001 00000000 52454d42 010f3e14 00000002", 1700000 },
		{ "8fce0005 00000001 00000000 52454d42 01bbffff 00000002", UINT64_C(0x3ffff)
										   << 46 },
		{ "8fce0005 00000001 00000000 52454d42 01bfffff 00000002", UINT64_MAX },
		{ "8fce0005 00000001 00000000 52454d42 01fc0000 00000002", 0 },
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct packet p = from_hex(cases[i].hex);
		struct rtcp r = item_of(&p);
		struct rtcp_remb b;

		CHECK_EQ(ERR_OK, rtcp_parse_remb(&r, &b));
		CHECK_EQ(cases[i].bitrate, b.bitrate);
		CHECK(b.n == 1 && b.ssrcs[0] == 2);
	}
}

static void feedback_that_does_not_fit_is_refused(void)
{
	static const char *const cases[] = {
		"81cd0001 00000001",                            /* NACK: no head */
		"81cd0002 00000001 00000002",                   /* NACK: nothing in it */
		"84ce0002 00000001 00000002",                   /* FIR: nothing in it */
		"8fce0004 00000001 00000002 52454d42 01000000", /* REMB: source missing */
		"8fce0003 00000001 00000002 52454d42",          /* REMB: no rate */
		"8fce0004 00000001 00000002 52454d43 00000000", /* not REMB */
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct packet p = from_hex(cases[i]);
		struct rtcp r = item_of(&p);
		struct rtcp_remb b;
		uint16_t seqs[4];
		uint32_t ssrc;
		uint8_t number;
		size_t n;

		CHECK_EQ(ERR_BAD_INPUT, rtcp_parse_nack(&r, seqs, 4, &n));
		CHECK_EQ(ERR_BAD_INPUT, rtcp_parse_fir(&r, 0, &ssrc, &number));
		CHECK_EQ(ERR_BAD_INPUT, rtcp_parse_remb(&r, &b));
	}
}

static void truncated_feedback_never_reads_too_far(void)
{
	struct packet p = from_hex("8fcd0000 00000001 00000002 000a000c ffffff05"
				   "2002 d240 a800 04 08 0c fffe 10 14 18");
	struct rtcp_remb b;
	uint16_t seqs[4];
	uint32_t ssrc;
	uint8_t number;
	size_t n;

	for (size_t size = 0; size < p.n - 4; size++)
		for (int kind = 0; kind < 2; kind++) {
			static const struct rtcp kinds[] = { { RTCP_RTPFB, RTCP_NACK, { 0 } },
							     { RTCP_PSFB, RTCP_AFB, { 0 } } };
			struct rtcp r = kinds[kind];

			r.body = exact_copy(p.at + 4, size);
			CHECK_EQ(ERR_BAD_INPUT, rtcp_parse_remb(&r, &b));
			CHECK_EQ(ERR_BAD_INPUT, rtcp_parse_fir(&r, 0, &ssrc, &number));
			CHECK_EQ(kind == 0 && size >= 12 ? ERR_OK : ERR_BAD_INPUT,
				 rtcp_parse_nack(&r, seqs, 4, &n));
			free((void *)r.body.at);
		}
}

static const struct test tests[] = {
	T(a_nack_names_its_numbers),
	T(missing_numbers_come_back),
	T(pli_and_fir_come_back),
	T(bit_rates_come_back_rounded_down),
	T(the_remb_of_a_browser_is_read),
	T(feedback_that_does_not_fit_is_refused),
	T(truncated_feedback_never_reads_too_far),
};
RUN_TESTS(tests)
