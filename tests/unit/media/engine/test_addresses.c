/* The table of addresses under collisions and removals. */
#include "media/engine/addresses.h"

#include "tests/lib/test.h"

static struct addr addr_of(int i)
{
	return (struct addr){ { 10, (uint8_t)(i >> 16), (uint8_t)(i >> 8), (uint8_t)i },
			      (uint16_t)(1000 + i % 7),
			      ADDR_IPV4,
			      0 };
}

static void what_is_put_is_found(void)
{
	OWN(addresses) t = addresses_new();

	for (int i = 0; i < 12000; i++)
		addresses_put(t, addr_of(i), i % 3000);
	for (int i = 0; i < 12000; i++)
		CHECK_EQ(i % 3000, addresses_find(t, addr_of(i)));
	CHECK_EQ(-1, addresses_find(t, addr_of(12000)));
}

static void removals_leave_no_hole(void)
{
	OWN(addresses) t = addresses_new();

	for (int i = 0; i < 12000; i++)
		addresses_put(t, addr_of(i), i % 3000);
	for (int i = 0; i < 12000; i += 2)
		addresses_remove(t, addr_of(i), i % 3000);
	for (int i = 0; i < 12000; i++)
		CHECK_EQ(i % 2 ? i % 3000 : -1, addresses_find(t, addr_of(i)));
}

static void the_newest_owner_keeps_its_address(void)
{
	OWN(addresses) t = addresses_new();

	addresses_put(t, addr_of(1), 5);
	addresses_put(t, addr_of(1), 6);
	addresses_remove(t, addr_of(1), 5);
	CHECK_EQ(6, addresses_find(t, addr_of(1)));
	addresses_remove(t, addr_of(1), 6);
	CHECK_EQ(-1, addresses_find(t, addr_of(1)));
}

static void a_full_table_takes_no_more_and_still_answers(void)
{
	OWN(addresses) t = addresses_new();

	for (int i = 0; i < 2 * ADDRESSES_SIZE; i++)
		addresses_put(t, addr_of(i), 1);
	CHECK_EQ(-1, addresses_find(t, addr_of(2 * ADDRESSES_SIZE - 1)));
	CHECK_EQ(1, addresses_find(t, addr_of(0)));
	for (int i = 0; i < 2 * ADDRESSES_SIZE; i++)
		addresses_remove(t, addr_of(i), 1);
	CHECK_EQ(-1, addresses_find(t, addr_of(0)));
	addresses_put(t, addr_of(7), 2);
	CHECK_EQ(2, addresses_find(t, addr_of(7)));
}

static const struct test tests[] = {
	T(what_is_put_is_found),
	T(removals_leave_no_hole),
	T(the_newest_owner_keeps_its_address),
	T(a_full_table_takes_no_more_and_still_answers),
};
RUN_TESTS(tests)
