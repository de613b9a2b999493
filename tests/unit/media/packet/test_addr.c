/* Addresses: read, written in the shortest form, refused, spread by their hash. */
#include "media/packet/addr.h"

#include "tests/unit/media/packet/hex.h"

static void addresses_are_written_as_they_should_be(void)
{
	static const struct {
		const char *in, *out;
	} cases[] = {
		/* RFC 5952 s4 */
		{ "192.0.2.1", "192.0.2.1" },
		{ "0.0.0.0", "0.0.0.0" },
		{ "255.255.255.255", "255.255.255.255" },
		{ "::", "::" },
		{ "::1", "::1" },
		{ "1::", "1::" },
		{ "2001:DB8:0:0:0:0:0:1", "2001:db8::1" },
		{ "2001:0db8:0000:0000:0001:0000:0000:0001", "2001:db8::1:0:0:1" },
		{ "2001:0:0:1:0:0:0:1", "2001:0:0:1::1" },
		{ "2001:db8:0:1:1:1:1:1", "2001:db8:0:1:1:1:1:1" },
		{ "0:0:0:0:0:0:1:0", "::1:0" },
		{ "fe80::1:2:3:4", "fe80::1:2:3:4" },
		{ "1:2:3:4:5:6:7::", "1:2:3:4:5:6:7:0" },
		{ "::ffff:c000:201", "::ffff:c000:201" },
		{ "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff",
		  "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff" },
	};
	char text[ADDR_TEXT];
	struct addr a;

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		CHECK_EQ(ERR_OK, addr_parse(text_of(cases[i].in), 5, &a));
		addr_format(a, text);
		CHECK_TEXT(cases[i].out, text);
		CHECK_EQ(5, a.port);
	}
}

static void what_is_no_address_is_refused(void)
{
	static const char *const cases[] = {
		"",
		".",
		"1.2.3",
		"1.2.3.4.5",
		"1.2.3.256",
		"1.2.3.",
		"1..3.4",
		"1.2.3.4 ",
		"1.2.3.-4",
		"1.2.3.0004",
		"host.example.a.b",
		":",
		":::",
		"1:",
		":1",
		"1:2",
		"1::2::3",
		"1:2:3:4:5:6:7:8:9",
		"1:2:3:4:5:6:7:8::",
		"::1:2:3:4:5:6:7:8",
		"12345::",
		"g::",
		"1:2:3:4:5:6:7:",
		"fe80::1%eth0",
		"::1.2.3.4",
	};
	struct addr a;

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct bytes copy = exact_copy((const uint8_t *)cases[i], strlen(cases[i]));

		CHECK_EQ(ERR_BAD_INPUT,
			 addr_parse((struct text){ (const char *)copy.at, copy.n }, 1, &a));
		free((void *)copy.at);
	}
}

static void a_place_may_name_its_port(void)
{
	static const struct {
		const char *in, *ip;
		int port;
	} cases[] = {
		{ "192.0.2.1", "192.0.2.1", 8444 },
		{ "192.0.2.1:443", "192.0.2.1", 443 },
		{ "2001:db8::1", "2001:db8::1", 8444 },
		{ "[2001:db8::1]", "2001:db8::1", 8444 },
		{ "[2001:db8::1]:443", "2001:db8::1", 443 },
	};
	static const char *const wrong[] = { "",
					     ":",
					     "[",
					     "]",
					     "[]",
					     "[]:1",
					     "[::1",
					     "[::1]:",
					     "[::1]443",
					     "192.0.2.1:",
					     "192.0.2.1:0",
					     "192.0.2.1:65536",
					     ":443",
					     "[192.0.2.1:443" };
	char text[ADDR_TEXT];
	struct addr a;

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		CHECK_EQ(ERR_OK, addr_parse_place(text_of(cases[i].in), 8444, &a));
		addr_format(a, text);
		CHECK_TEXT(cases[i].ip, text);
		CHECK_EQ(cases[i].port, a.port);
	}
	for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
		CHECK(addr_parse_place(text_of(wrong[i]), 8444, &a) != ERR_OK);
}

static void every_part_makes_a_difference(void)
{
	struct addr a, b;

	CHECK_EQ(ERR_OK, addr_parse(TEXT("192.0.2.1"), 7, &a));
	b = a;
	CHECK(addr_equals(a, b));
	b.port = 8;
	CHECK(!addr_equals(a, b));
	b = a;
	b.ip[3] = 2;
	CHECK(!addr_equals(a, b));
	b = a;
	b.family = ADDR_IPV6;
	CHECK(!addr_equals(a, b));
	b = a;
	b.stream = UINT64_C(1) << 40;
	CHECK(!addr_equals(a, b));
	CHECK(addr_hash(a) != addr_hash(b));
}

static void neighbouring_ports_spread_over_a_table(void)
{
	uint8_t used[256] = { 0 };
	int most = 0;
	struct addr a;

	CHECK_EQ(ERR_OK, addr_parse(TEXT("192.0.2.1"), 0, &a));
	for (int i = 0; i < 2560; i++) {
		a.port = (uint16_t)(40000 + i);
		int n = ++used[addr_hash(a) & 255];

		most = n > most ? n : most;
	}
	CHECK(most < 40); /* 10 on the average */
}

static const struct test tests[] = {
	T(addresses_are_written_as_they_should_be),
	T(what_is_no_address_is_refused),
	T(a_place_may_name_its_port),
	T(every_part_makes_a_difference),
	T(neighbouring_ports_spread_over_a_table),
};
RUN_TESTS(tests)
