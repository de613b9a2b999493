/* RTP: headers, extensions of both forms, padding, changes in place, every truncation. */
#include "media/packet/rtp.h"

#include "tests/lib/media/element.h"
#include "tests/unit/media/packet/hex.h"

static struct bytes bytes_of(const struct packet *p)
{
	return (struct bytes){ p->at, p->n };
}

/* Marker, type 96, two CSRC, one-byte extension (ids 1 and 4), payload, padding of 4. */
static const char full_hex[] = "b2e01234 89abcdef 00c0ffee 00000001 00000002"
			       "bede0002 108a4230 31320000 aabbccdd ee 00000004";

static void every_field_is_read(void)
{
	struct packet p = from_hex(full_hex);
	struct rtp r;
	struct bytes v;

	CHECK_EQ(ERR_OK, rtp_parse(bytes_of(&p), &r));
	CHECK(r.marker && r.payload_type == 96 && r.seq == 0x1234 && r.ts == 0x89abcdef);
	CHECK(r.ssrc == 0xc0ffee && r.csrcs == 2 && r.padding == 4 && r.profile == RTP_ONE_BYTE);
	CHECK(r.payload.n == 5 && !memcmp(r.payload.at, "\xaa\xbb\xcc\xdd\xee", 5));
	CHECK(rtp_find_element(&r, 1, &v) && v.n == 1);
	CHECK_EQ(0x8a, v.at[0]);
	CHECK(rtp_find_element(&r, 4, &v) && v.n == 3 && !memcmp(v.at, "012", 3));
	CHECK(!rtp_find_element(&r, 3, &v));
}

static void truncated_packets_never_read_too_far(void)
{
	struct packet p = from_hex(full_hex);
	struct rtp r;
	struct bytes v;

	for (size_t n = 0; n <= p.n; n++) {
		struct bytes copy = exact_copy(p.at, n);
		enum err e = rtp_parse(copy, &r);

		CHECK(n >= 32 || e == ERR_BAD_INPUT);
		if (!e)
			CHECK(rtp_find_element(&r, 4, &v) && r.payload.n + r.padding + 32 == n);
		free((void *)copy.at);
	}
}

static void malformed_headers_are_refused(void)
{
	static const char *const cases[] = {
		"40600001 00000002 00000003 00",       /* version 1 */
		"c0600001 00000002 00000003 00",       /* version 3 */
		"81600001 00000002 00000003 000000",   /* a CSRC cut */
		"90600001 00000002 00000003 bede00",   /* an extension's head cut */
		"90600001 00000002 00000003 bede0001", /* an extension's body missing */
		"a0600001 00000002 00000003",          /* padding without any */
		"a0600001 00000002 00000003 0000",     /* padding of 0 */
		"a0600001 00000002 00000003 000004",   /* more padding than there is */
	};
	struct rtp r;

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct packet p = from_hex(cases[i]);

		CHECK_EQ(ERR_BAD_INPUT, rtp_parse(bytes_of(&p), &r));
	}
}

static void padding_may_be_all_there_is(void)
{
	struct packet p = from_hex("a0600001 00000002 00000003 00000004");
	struct rtp r;

	CHECK_EQ(ERR_OK, rtp_parse(bytes_of(&p), &r));
	CHECK(!r.payload.n && r.padding == 4);
}

static void two_byte_elements_may_be_empty_and_long(void)
{
	/* RFC 8285 s4.3: id 1 of 0 bytes, id 2 of 1 byte, padding, id 200 of 4 bytes. */
	struct packet p = from_hex("90600001 00000002 00000003 10050004"
				   "01000201 ff0000c8 04616263 64000000 77");
	struct rtp r;
	struct bytes v;

	CHECK_EQ(ERR_OK, rtp_parse(bytes_of(&p), &r));
	CHECK(rtp_find_element(&r, 1, &v) && v.n == 0);
	CHECK(rtp_find_element(&r, 2, &v) && v.n == 1);
	CHECK(rtp_find_element(&r, 200, &v) && v.n == 4 && !memcmp(v.at, "abcd", 4));
	CHECK(!rtp_find_element(&r, 0, &v) && !rtp_find_element(&r, 0x61, &v));
	CHECK(r.payload.n == 1 && r.payload.at[0] == 0x77);
}

static void malformed_elements_end_the_walk(void)
{
	static const char *const cases[] = {
		"90600001 00000002 00000003 bede0001 1f000000", /* longer than the extension */
		"90600001 00000002 00000003 bede0001 f0aabbcc", /* id 15 */
		"90600001 00000002 00000003 bede0001 03aabbcc", /* id 0 with a length */
		"90600001 00000002 00000003 10000001 01030000", /* two bytes, too long */
		"90600001 00000002 00000003 10000001 00000001", /* two bytes, head cut */
		"90600001 00000002 00000003 abcd0001 10aa0000", /* a profile of others */
		"80600001 00000002 00000003 10aa0000",          /* no extension */
	};
	struct rtp r;
	struct bytes v;

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct packet p = from_hex(cases[i]);

		CHECK_EQ(ERR_OK, rtp_parse(bytes_of(&p), &r));
		for (int id = 0; id <= UINT8_MAX; id++)
			CHECK(!rtp_find_element(&r, (uint8_t)id, &v));
	}
}

static void a_header_comes_back(void)
{
	const struct rtp_head h = { 65535, 0xffffffff, 0x80000001, 127, true };
	uint8_t room[64];
	struct sink s;
	struct rtp r;

	sink_init(&s, room, sizeof room);
	rtp_format(&h, &s);
	CHECK_EQ(RTP_HEADER_BYTES, s.n);
	CHECK_EQ(ERR_OK, rtp_parse(sink_bytes(&s), &r));
	CHECK(r.seq == h.seq && r.ts == h.ts && r.ssrc == h.ssrc && r.marker);
	CHECK(r.payload_type == 127 && !r.payload.n && !r.profile);
}

static void an_element_of_every_size_comes_back(void)
{
	const struct rtp_head h = { 1, 2, 3, 96, false };
	uint8_t room[64];
	struct sink s;
	struct rtp r;
	struct bytes v;

	for (size_t n = 1; n <= 16; n++) {
		sink_init(&s, room, sizeof room);
		element_format(&h, 14, (struct bytes){ (uint8_t *)"0123456789abcdef", n }, &s);
		sink_u8(&s, 0x55);
		CHECK_EQ(ERR_OK, rtp_parse(sink_bytes(&s), &r));
		CHECK(rtp_find_element(&r, 14, &v) && v.n == n);
		CHECK(!memcmp(v.at, "0123456789abcdef", n));
		CHECK(r.payload.n == 1 && r.payload.at[0] == 0x55);
	}
}

static void rewriting_leaves_the_rest_alone(void)
{
	struct packet p = from_hex(full_hex), q = p;
	const struct rtp_head h = { 9, 8, 7, 108, false };
	struct rtp r;

	rtp_rewrite(p.at, &h);
	CHECK_EQ(ERR_OK, rtp_parse(bytes_of(&p), &r));
	CHECK(r.seq == 9 && r.ts == 8 && r.ssrc == 7 && r.payload_type == 108 && !r.marker);
	CHECK(p.at[0] == q.at[0] && !memcmp(p.at + 12, q.at + 12, p.n - 12));
}

static const struct test tests[] = {
	T(every_field_is_read),
	T(truncated_packets_never_read_too_far),
	T(malformed_headers_are_refused),
	T(padding_may_be_all_there_is),
	T(two_byte_elements_may_be_empty_and_long),
	T(malformed_elements_end_the_walk),
	T(a_header_comes_back),
	T(an_element_of_every_size_comes_back),
	T(rewriting_leaves_the_rest_alone),
};
RUN_TESTS(tests)
