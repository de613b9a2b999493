/* STUN: the samples of RFC 5769, messages of our own, and what must be refused. */
#include "media/packet/stun.h"

#include "tests/unit/media/packet/hex.h"

/* RFC 5769 s2.1 to s2.3. */
#define TRANSACTION "b7e7a701 bc34d686 fa87dfae "
static const char request_hex[] =
	"00010058 2112a442 " TRANSACTION "80220010 5354554e 20746573 7420636c 69656e74"
	"00240004 6e0001ff 80290008 932ff9b1 51263b36 00060009 6576746a 3a683676 59202020"
	"00080014 9aeaa70c bfd8cb56 781ef2b5 b2d3f249 c1b571a2 80280004 e57a3bcf";
static const char response_ipv4_hex[] =
	"0101003c 2112a442 " TRANSACTION "8022000b 74657374 20766563 746f7220"
	"00200008 0001a147 e112a643 00080014 2b91f599 fd9e90c3 8c7489f9 2af9ba53 f06be7d7"
	"80280004 c07d4c96";
static const char response_ipv6_hex[] =
	"01010048 2112a442 " TRANSACTION "8022000b 74657374 20766563 746f7220"
	"00200014 0002a147 0113a9fa a5d3f179 bc25f4b5 bed2b9d9"
	"00080014 a382954e 4be67bf1 1784c97c 8292c275 bfe3ed41 80280004 c8fb0b4c";
#define PASSWORD TEXT("VOkJxbRl1RmTxUk/WvJxBt")

static struct bytes bytes_of(const struct packet *p)
{
	return (struct bytes){ p->at, p->n };
}

static void sample_request_is_read_and_signed(void)
{
	struct packet p = from_hex(request_hex);
	struct stun s;

	CHECK_EQ(ERR_OK, stun_parse(bytes_of(&p), &s));
	CHECK_EQ(STUN_REQUEST, s.class);
	CHECK_EQ(STUN_BINDING, s.method);
	CHECK(text_is(s.username, "evtj:h6vY"));
	CHECK(text_is(stun_ufrag(&s), "evtj"));
	CHECK_EQ(0x6e0001ff, s.priority);
	CHECK_EQ(STUN_CONTROLLED, s.role);
	CHECK_EQ(0x932ff9b151263b36, s.tie_breaker);
	CHECK(s.fingerprint && !s.use_candidate && !s.unknown && !s.error);
	CHECK(stun_is_signed(&s, bytes_of(&p), PASSWORD));
	CHECK(!stun_is_signed(&s, bytes_of(&p), TEXT("VOkJxbRl1RmTxUk/WvJxBu")));
	CHECK(!stun_is_signed(&s, bytes_of(&p), TEXT("")));
}

static void sample_responses_carry_the_mapped_address(void)
{
	static const struct {
		const char *hex, *ip;
	} cases[] = { { response_ipv4_hex, "192.0.2.1" },
		      { response_ipv6_hex, "2001:db8:1234:5678:11:2233:4455:6677" } };

	for (size_t i = 0; i < 2; i++) {
		struct packet p = from_hex(cases[i].hex);
		struct addr want;
		struct stun s;

		CHECK_EQ(ERR_OK, addr_parse(text_of(cases[i].ip), 32853, &want));
		CHECK_EQ(ERR_OK, stun_parse(bytes_of(&p), &s));
		CHECK_EQ(STUN_SUCCESS, s.class);
		CHECK(addr_equals(want, s.mapped));
		CHECK(stun_is_signed(&s, bytes_of(&p), PASSWORD));
	}
}

static void a_change_of_any_bit_is_noticed(void)
{
	struct packet p = from_hex(request_hex);
	struct stun s;

	for (size_t i = 0; i < 8 * p.n; i++) {
		p.at[i / 8] ^= (uint8_t)(1u << i % 8);
		CHECK(stun_parse(bytes_of(&p), &s) || !s.fingerprint ||
		      !stun_is_signed(&s, bytes_of(&p), PASSWORD));
		p.at[i / 8] ^= (uint8_t)(1u << i % 8);
	}
}

static void truncated_messages_are_refused(void)
{
	struct packet p = from_hex(request_hex);
	struct stun s;

	for (size_t n = 0; n < p.n; n++) {
		struct bytes copy = exact_copy(p.at, n);

		CHECK_EQ(ERR_BAD_INPUT, stun_parse(copy, &s));
		if (n >= 20) { /* and with a length that fits */
			write_u16((uint8_t *)copy.at + 2, (uint16_t)(n - 20));
			if (!stun_parse(copy, &s))
				CHECK(!s.fingerprint);
		}
		free((void *)copy.at);
	}
}

static void malformed_messages_are_refused(void)
{
	static const char *const cases[] = {
		"",
		"0001000021 12a442" TRANSACTION "00",                 /* a byte too many */
		"00010000 2112a443 " TRANSACTION,                     /* another cookie */
		"80010000 2112a442 " TRANSACTION,                     /* first bits not zero */
		"00010004 2112a442 " TRANSACTION,                     /* length too large */
		"00010004 2112a442 " TRANSACTION "00060001",          /* value missing */
		"00010008 2112a442 " TRANSACTION "00060005 61626364", /* padding missing */
		"00010008 2112a442 " TRANSACTION "00240002 61620000", /* priority of two bytes */
		"00010008 2112a442 " TRANSACTION "802a0004 61626364", /* role of four */
		"00010008 2112a442 " TRANSACTION "00200004 00010000", /* address without one */
		"0001000c 2112a442 " TRANSACTION "00200008 00020000 01020304", /* wrong family */
		"00010008 2112a442 " TRANSACTION "00080004 61626364", /* integrity too short */
		"00010008 2112a442 " TRANSACTION "80280004 00000000", /* fingerprint is wrong */
		"01110008 2112a442 " TRANSACTION "00090002 00000000", /* error without code */
	};
	struct stun s;

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct packet p = from_hex(cases[i]);

		CHECK_EQ(ERR_BAD_INPUT, stun_parse(bytes_of(&p), &s));
	}
}

static void unknown_attributes_count_below_8000(void)
{
	struct packet p = from_hex("00010008 2112a442 " TRANSACTION "7001000080570000");
	struct stun s;

	CHECK_EQ(ERR_OK, stun_parse(bytes_of(&p), &s));
	CHECK_EQ(0x7001, s.unknown);
	p = from_hex("00010004 2112a442 " TRANSACTION "c0570000");
	CHECK_EQ(ERR_OK, stun_parse(bytes_of(&p), &s));
	CHECK_EQ(0, s.unknown);
}

static void what_follows_the_integrity_is_ignored(void)
{
	struct packet p = from_hex("00010020 2112a442 " TRANSACTION
				   "00080014 9aeaa70c bfd8cb56 781ef2b5 b2d3f249 c1b571a2"
				   "00250000 00060000");
	struct stun s;

	CHECK_EQ(ERR_OK, stun_parse(bytes_of(&p), &s));
	CHECK(!s.use_candidate && !s.username.n && s.integrity_at == 20);
}

static void methods_and_classes_are_spread_over_the_type(void)
{
	struct packet p = from_hex("3eef0000 2112a442 " TRANSACTION);
	struct stun s;

	CHECK_EQ(ERR_OK, stun_parse(bytes_of(&p), &s));
	CHECK_EQ(0xfff, s.method);
	CHECK_EQ(STUN_REQUEST, s.class);
	p = from_hex("01110000 2112a442 " TRANSACTION);
	CHECK_EQ(ERR_OK, stun_parse(bytes_of(&p), &s));
	CHECK_EQ(STUN_ERROR, s.class);
	CHECK_EQ(STUN_BINDING, s.method);
}

static void our_requests_come_back(void)
{
	uint8_t room[STUN_MESSAGE_MAX];
	struct stun a = { .transaction = "twelve bytes",
			  .username = TEXT("abcd:efghi"),
			  .priority = 77,
			  .role = STUN_CONTROLLING,
			  .tie_breaker = 1ull << 63,
			  .use_candidate = true };
	struct stun b;
	struct sink out;

	sink_init(&out, room, sizeof room);
	sink_u8(&out, 0); /* a message may start anywhere in the sink */
	stun_format_request(&a, TEXT("secret"), &out);
	CHECK(!sink_is_full(&out));
	struct bytes message = { room + 1, out.n - 1 };
	CHECK_EQ(ERR_OK, stun_parse(message, &b));
	CHECK(stun_is_signed(&b, message, TEXT("secret")) && b.fingerprint && b.use_candidate);
	CHECK(text_is(b.username, "abcd:efghi") && b.priority == 77);
	CHECK(b.role == STUN_CONTROLLING && b.tie_breaker == 1ull << 63);
	CHECK(!memcmp(a.transaction, b.transaction, sizeof a.transaction));
}

static void our_answers_come_back(void)
{
	static const char *const ips[] = { "192.0.2.7", "2001:db8::7" };
	uint8_t room[STUN_MESSAGE_MAX];
	struct stun a = { .transaction = "twelve bytes" }, b;
	struct addr from;
	struct sink out;

	for (size_t i = 0; i < 2; i++) {
		CHECK_EQ(ERR_OK, addr_parse(text_of(ips[i]), 40000, &from));
		sink_init(&out, room, sizeof room);
		stun_format_success(&a, from, TEXT("p"), &out);
		CHECK_EQ(ERR_OK, stun_parse(sink_bytes(&out), &b));
		CHECK(b.class == STUN_SUCCESS && addr_equals(from, b.mapped) && b.fingerprint);
		CHECK(stun_is_signed(&b, sink_bytes(&out), TEXT("p")));
	}
}

static void our_errors_come_back(void)
{
	static const int codes[] = { 400, 401, 420, 487 };
	uint8_t room[STUN_MESSAGE_MAX];
	struct stun a = { .transaction = "twelve bytes", .unknown = 0x7001 }, b;
	struct sink out;

	for (size_t i = 0; i < 4; i++) {
		sink_init(&out, room, sizeof room);
		stun_format_error(&a, codes[i], TEXT(""), &out);
		CHECK_EQ(ERR_OK, stun_parse(sink_bytes(&out), &b));
		CHECK(b.class == STUN_ERROR && b.error == codes[i] && b.fingerprint);
		CHECK(!b.integrity_at);
	}
}

static void a_small_sink_gets_full_at_every_size(void)
{
	uint8_t room[STUN_MESSAGE_MAX];
	struct stun a = { .transaction = "twelve bytes", .username = TEXT("abcd:efghi") };
	struct sink out;

	sink_init(&out, room, sizeof room);
	stun_format_request(&a, TEXT("secret"), &out);
	size_t whole = out.n;
	for (size_t n = 0; n < whole; n++) {
		struct bytes small = exact_copy(room, n);

		sink_init(&out, (uint8_t *)small.at, n);
		stun_format_request(&a, TEXT("secret"), &out);
		CHECK(sink_is_full(&out));
		free((void *)small.at);
	}
}

static const struct test tests[] = {
	T(sample_request_is_read_and_signed),
	T(sample_responses_carry_the_mapped_address),
	T(a_change_of_any_bit_is_noticed),
	T(truncated_messages_are_refused),
	T(malformed_messages_are_refused),
	T(unknown_attributes_count_below_8000),
	T(what_follows_the_integrity_is_ignored),
	T(methods_and_classes_are_spread_over_the_type),
	T(our_requests_come_back),
	T(our_answers_come_back),
	T(our_errors_come_back),
	T(a_small_sink_gets_full_at_every_size),
};
RUN_TESTS(tests)
