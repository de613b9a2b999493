/* Transport-wide feedback: all kinds of chunks, what is malformed, what is written. */
#include "media/packet/transport.h"

#include "tests/unit/media/packet/hex.h"

static struct transport t, back;

static struct rtcp item_of(struct bytes packet)
{
	struct rtcp r;

	CHECK_EQ(ERR_OK, rtcp_next(&packet, &r));
	CHECK_EQ(0, packet.n);
	return r;
}

static void arrival_times_of_all_chunk_kinds_are_read(void)
{
	/* First 10, 12 packets: a run of two small, seven symbols of two bits
	 * (1 0 2 1 0 0 0), then bits (1 0 1). Deltas: 4 8 | 12, -2, 16 | 20, 24. */
	static const int32_t right[] = { 4,
					 8,
					 12,
					 TRANSPORT_MISSING,
					 -2,
					 16,
					 TRANSPORT_MISSING,
					 TRANSPORT_MISSING,
					 TRANSPORT_MISSING,
					 20,
					 TRANSPORT_MISSING,
					 24 };
	struct packet p = from_hex("afcd0008 00000001 00000002 000a000c ffffff05"
				   "2002 d240 a800 04 08 0c fffe 10 14 18 0002");

	struct rtcp r = item_of((struct bytes){ p.at, p.n });
	CHECK_EQ(ERR_OK, transport_parse(&r, &t));
	CHECK(t.first == 10 && t.n == 12 && t.number == 5 && t.reference == -1);
	for (size_t i = 0; i < 12; i++)
		CHECK_EQ(right[i], t.delta[i]);
}

static void malformed_feedback_is_refused(void)
{
	static const char *const cases[] = {
		"8fcd0003 00000001 00000002 00010001",                   /* too short */
		"8fcd0005 00000001 00000002 00010000 00000000 20000000", /* of no packet */
		"8fcd0005 00000001 00000002 00010001 00000000 60000000", /* reserved symbol */
		"8fcd0005 00000001 00000002 00010001 00000000 00000000", /* run of nothing */
		"8fcd0005 00000001 00000002 00010003 00000000 20030000", /* deltas missing */
		"8fcd0005 00000001 00000002 00010fff 00000000 0fff0000", /* more than the limit */
		"81cd0005 00000001 00000002 00010001 00000000 20010000", /* a NACK */
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct packet p = from_hex(cases[i]);
		struct rtcp r = item_of((struct bytes){ p.at, p.n });

		CHECK_EQ(ERR_BAD_INPUT, transport_parse(&r, &t));
	}
}

/* What came or not, small and large, in runs and mixed, by dice with a seed. */
static void made_up_feedback(uint32_t *dice)
{
	t = (struct transport){ .first = 65530, .reference = -2, .number = 200 };
	t.n = (uint16_t)(1 + (*dice >> 8) % 400);
	for (size_t i = 0; i < t.n; i++) {
		if (i % 20 == 0 || *dice >> 31)
			*dice = *dice * 1103515245u + 12345u;
		uint32_t kind = *dice >> 16 & 3;
		t.delta[i] = kind == 0   ? TRANSPORT_MISSING
			     : kind == 1 ? INT16_MIN + (int32_t)(i * 163)
					 : (int32_t)(i % 256);
	}
}

static void what_is_written_is_read(void)
{
	uint8_t room[2048];
	uint32_t dice = 7;

	for (int turn = 0; turn < 300; turn++) {
		struct rtcp_feedback f;
		struct sink s;

		made_up_feedback(&dice);
		sink_init(&s, room, sizeof room);
		transport_format((struct rtcp_feedback){ 1, 2 }, &t, &s);
		CHECK(!sink_is_full(&s) && s.n % 4 == 0);
		struct rtcp r = item_of(sink_bytes(&s));
		CHECK_EQ(ERR_OK, rtcp_parse_feedback(&r, &f));
		CHECK(f.from == 1 && f.media == 2);
		CHECK_EQ(ERR_OK, transport_parse(&r, &back));
		CHECK(back.first == t.first && back.n == t.n && back.number == 200);
		CHECK_EQ(-2, back.reference);
		CHECK(!memcmp(t.delta, back.delta, t.n * sizeof t.delta[0]));
	}
}

static const struct test tests[] = {
	T(arrival_times_of_all_chunk_kinds_are_read),
	T(malformed_feedback_is_refused),
	T(what_is_written_is_read),
};
RUN_TESTS(tests)
