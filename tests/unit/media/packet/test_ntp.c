/* NTP time stamps: to and from our clock, across 2036, and round trips. */
#include "media/packet/ntp.h"

#include "tests/lib/test.h"

static void instants_come_back(void)
{
	static const int64_t cases[] = {
		0, 1, 999, 1000, 1769000000123, /* 2026 */
		2085978495999, 2085978496000,   /* the last and first second around 2036-02-07 */
		2208988800001,                  /* 2040 */
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
		CHECK_EQ(cases[i], ntp_instant(ntp_of((struct instant){ cases[i] })).ms);
}

static void time_counts_from_1900(void)
{
	CHECK_EQ(UINT64_C(2208988800) << 32, ntp_of((struct instant){ 0 }));
	CHECK_EQ((UINT64_C(2208988801) << 32) + (UINT64_C(1) << 31),
		 ntp_of((struct instant){ 1500 }));
}

static void differences_are_in_microseconds(void)
{
	uint64_t a = ntp_of((struct instant){ 1769000000900 });

	CHECK_EQ(0, ntp_us_between(a, a));
	for (int64_t us = -3000000; us <= 3000000; us += 99991) {
		int64_t d = ntp_us_between(a, ntp_add_us(a, us)) - us;

		CHECK(d >= -1 && d <= 0); /* rounded down */
	}
	CHECK_EQ(2000000, ntp_us_between(UINT64_MAX << 32, UINT64_C(1) << 32));
}

static void short_units_are_65536_a_second(void)
{
	CHECK_EQ(65536, ntp_short_of_us(1000000));
	CHECK_EQ(1000000, ntp_short_us(65536));
	CHECK_EQ(0, ntp_short_of_us(-5));
	CHECK_EQ(UINT32_MAX, ntp_short_of_us(INT64_C(65536000000)));
	CHECK_EQ(0x567890abu, ntp_middle(UINT64_C(0x1234567890abcdef)));
}

/* The example of RFC 3550 s6.4.1, figure 2: 5 s and a bit at the far end, 6.125 s on the way. */
static void the_example_of_the_rfc_gives_its_round_trip(void)
{
	uint64_t now = UINT64_C(0xb710800000000000) >> 16;

	CHECK_EQ(6125000, ntp_round_trip_us(now, 0xb7052000u, 0x00054000u));
}

static void round_trips_without_sense_are_none(void)
{
	uint64_t now = ntp_of((struct instant){ 1769000000000 });

	CHECK_EQ(-1, ntp_round_trip_us(now, 0, 0));
	CHECK_EQ(-1, ntp_round_trip_us(now, ntp_middle(now) + 1, 0));
	CHECK_EQ(-1, ntp_round_trip_us(now, ntp_middle(now) - (61u << 16), 0));
	CHECK_EQ(0, ntp_round_trip_us(now, ntp_middle(now) - 65536, 65536));
}

static const struct test tests[] = {
	T(instants_come_back),
	T(time_counts_from_1900),
	T(differences_are_in_microseconds),
	T(short_units_are_65536_a_second),
	T(the_example_of_the_rfc_gives_its_round_trip),
	T(round_trips_without_sense_are_none),
};
RUN_TESTS(tests)
