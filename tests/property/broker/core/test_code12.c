/* Random administrative codes. */
#include "broker/core/code12.h"

#include "tests/lib/test.h"

#include <stdlib.h>
#include <string.h>

/* Parts are often zero, 01, 02 or 90, as those are the special ones. */
static struct code12 random_code(unsigned *seed)
{
	static const char *const heads[] = {"11", "12", "31", "50", "99", "13", "44", "00"};
	static const char *const twos[] = {"00", "01", "02", "90", "51", "99"};
	static const char *const threes[] = {"000", "001", "101", "201", "599", "010"};
	struct code12 c;

	memcpy(c.digits, heads[rand_r(seed) % 8], 2);
	memcpy(c.digits + 2, twos[rand_r(seed) % 6], 2);
	memcpy(c.digits + 4, twos[rand_r(seed) % 6], 2);
	memcpy(c.digits + 6, threes[rand_r(seed) % 6], 3);
	memcpy(c.digits + 9, threes[rand_r(seed) % 6], 4);
	return c;
}

static void every_chain_of_parents_ends_at_the_nation(void)
{
	const struct code12 nation = {"000000000000"};
	unsigned seed = 1;

	for (int i = 0; i < 200000; i++) {
		struct code12 c = random_code(&seed);
		int steps = 0;
		while (!code12_equals(c, nation)) {
			struct code12 up = code12_parent(c);
			CHECK(code12_depth(up) < code12_depth(c));
			CHECK(memcmp(up.digits, c.digits, (size_t)code12_depth(up)) == 0);
			c = up;
			CHECK(++steps <= 5);
		}
		CHECK(code12_equals(nation, code12_parent(nation)));
	}
}

static const struct test tests[] = {T(every_chain_of_parents_ends_at_the_nation)};
RUN_TESTS(tests)
