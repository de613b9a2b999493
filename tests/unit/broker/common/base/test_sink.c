/* Writing into memory of fixed size. */
#include "broker/common/base/sink.h"

#include "tests/lib/test.h"

#include <string.h>

static void numbers_are_big_endian_both_ways(void)
{
	static const uint8_t expected[] = { 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15 };
	uint8_t room[15];
	struct sink s;

	sink_init(&s, room, sizeof(room));
	sink_u8(&s, 1);
	sink_u16(&s, 0x0203);
	sink_u32(&s, 0x04050607);
	sink_u64(&s, UINT64_C(0x08090a0b0c0d0e0f));
	CHECK(!sink_is_full(&s));
	CHECK(memcmp(expected, sink_bytes(&s).at, sizeof(room)) == 0);
	CHECK_EQ(0x0203, read_u16(room + 1));
	CHECK_EQ(0x04050607, read_u32(room + 3));
	CHECK_EQ(INT64_C(0x08090a0b0c0d0e0f), read_u64(room + 7));
}

static void high_bits_survive(void)
{
	uint8_t room[8];

	write_u64(room, UINT64_MAX - 1);
	CHECK(read_u64(room) == UINT64_MAX - 1);
	write_u32(room, 0xfffefdfc);
	CHECK(read_u32(room) == 0xfffefdfc);
}

static void after_the_first_overflow_nothing_is_written(void)
{
	uint8_t room[4] = { 0, 0, 0, 9 };
	struct sink s;

	sink_init(&s, room, 3);
	sink_u16(&s, 1);
	sink_u16(&s, 2);
	CHECK(sink_is_full(&s));
	sink_u8(&s, 3);
	CHECK_EQ(2, sink_bytes(&s).n);
	CHECK_EQ(0, room[2]);
	CHECK_EQ(9, room[3]);
}

static void a_text_may_fill_the_room_to_the_last_byte(void)
{
	char room[6] = "xxxxx";
	struct sink s;

	sink_init(&s, room, 5);
	sink_format(&s, "%d%s", 123, "ab");
	CHECK(!sink_is_full(&s));
	CHECK_TEXT("123ab", room);
	sink_format(&s, "c");
	CHECK(sink_is_full(&s));
}

static void a_long_text_is_written_whole(void)
{
	char room[2000];
	struct sink s;

	sink_init(&s, room, sizeof(room));
	sink_format(&s, "%01500d", 7);
	CHECK_EQ(1500, sink_bytes(&s).n);
	CHECK_EQ('7', room[1499]);
}

static const struct test tests[] = {
	T(numbers_are_big_endian_both_ways),
	T(high_bits_survive),
	T(after_the_first_overflow_nothing_is_written),
	T(a_text_may_fill_the_room_to_the_last_byte),
	T(a_long_text_is_written_whole),
};
RUN_TESTS(tests)
