/* Numbers that wrap around. */
#include "media/packet/seq.h"

#include "tests/lib/test.h"

static void order_survives_the_wrap(void)
{
	CHECK(seq_is_newer(0, 65535) && !seq_is_newer(65535, 0) && !seq_is_newer(5, 5));
	CHECK_EQ(3, seq_after(1, 65534));
	CHECK_EQ(-3, seq_after(65534, 1));
	CHECK_EQ(2, ts_after(1, UINT32_MAX));
	CHECK_EQ(-2, ts_after(UINT32_MAX, 1));
}

static void numbers_are_extended_to_the_nearest(void)
{
	int64_t last = SEQ_START + 65530;

	last = seq_extend(3, last);
	CHECK_EQ(SEQ_START + 65539, last);
	CHECK_EQ(SEQ_START + 65535, seq_extend(65535, last));
	CHECK_EQ(SEQ_START - 1, seq_extend(65535, SEQ_START));
}

static const struct test tests[] = {
	T(order_survives_the_wrap),
	T(numbers_are_extended_to_the_nearest),
};
RUN_TESTS(tests)
