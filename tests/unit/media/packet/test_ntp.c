/* NTP time stamps: from our clock, across 2036, and short ones. */
#include "media/packet/ntp.h"

#include "tests/lib/test.h"

static void time_counts_from_1900(void)
{
	CHECK_EQ(UINT64_C(2208988800) << 32, ntp_of((struct instant){ 0 }));
	CHECK_EQ((UINT64_C(2208988801) << 32) + (UINT64_C(1) << 31),
		 ntp_of((struct instant){ 1500 }));
}

static void microseconds_are_added_either_way(void)
{
	const int64_t at = 1769000000900;

	for (int64_t ms = -3000; ms <= 3000; ms += 7) {
		uint64_t sum = ntp_add_us(ntp_of((struct instant){ at }), ms * 1000);
		int64_t d = (int64_t)(sum - ntp_of((struct instant){ at + ms }));

		CHECK(d >= -1 && d <= 0); /* rounded down */
	}
}

static void it_begins_anew_in_2036(void)
{
	CHECK_EQ(UINT64_C(0xffffffff) << 32, ntp_of((struct instant){ 2085978495000 }));
	CHECK_EQ(0, ntp_of((struct instant){ 2085978496000 }));
	CHECK_EQ(UINT64_C(1) << 32, ntp_add_us(UINT64_C(0xffffffff) << 32, 2000000));
}

static void short_units_are_65536_a_second(void)
{
	CHECK_EQ(65536, ntp_short_of_us(1000000));
	CHECK_EQ(1000000, ntp_short_us(65536));
	CHECK_EQ(0, ntp_short_of_us(-5));
	CHECK_EQ(UINT32_MAX, ntp_short_of_us(INT64_C(65536000000)));
	CHECK_EQ(0x567890abu, ntp_middle(UINT64_C(0x1234567890abcdef)));
}

static const struct test tests[] = {
	T(time_counts_from_1900),
	T(microseconds_are_added_either_way),
	T(it_begins_anew_in_2036),
	T(short_units_are_65536_a_second),
};
RUN_TESTS(tests)
