/* The row of parts keeps its order, waits after failures and forgets what is filed. */
#include "media/control/parts.h"

#include "tests/lib/test.h"

static struct id visit(char last)
{
	struct id i = { "01JD0000000000000000000000" };

	i.text[ID_LENGTH - 1] = last;
	return i;
}

static void a_part_stands_in_the_row_once(void)
{
	struct parts p = { 0 };
	struct part *one = parts_add(&p, visit('A'), 1);

	CHECK(one == parts_add(&p, visit('A'), 1));
	CHECK(one != parts_add(&p, visit('A'), 2));
	CHECK(one != parts_add(&p, visit('B'), 1));
	CHECK_EQ(3, p.n);
	parts_clear(&p);
	CHECK_EQ(0, p.n);
}

static void the_oldest_that_may_go_goes_first(void)
{
	struct instant now = { 1000 };
	struct parts p = { 0 };
	struct part *one = parts_add(&p, visit('A'), 1), *two = parts_add(&p, visit('B'), 1);

	CHECK(parts_due(&p, PART_CLOSED, now) == one);
	part_retry(one, PART_CLOSED, now);
	CHECK(parts_due(&p, PART_CLOSED, now) == two);
	part_go_on(two, PART_PACKAGED);
	CHECK(parts_due(&p, PART_CLOSED, now) == NULL);
	CHECK(parts_due(&p, PART_CLOSED, (struct instant){ 1000 + PART_PAUSE_MS_MIN }) == one);
	parts_clear(&p);
}

static void pauses_grow_to_a_limit_and_start_small_again(void)
{
	struct instant now = { 0 };
	struct parts p = { 0 };
	struct part *one = parts_add(&p, visit('A'), 1);
	int64_t last = 0;

	for (int i = 0; i < 20; i++) {
		part_retry(one, PART_PACKAGED, now);
		CHECK(one->not_before.ms > last || one->not_before.ms == PART_PAUSE_MS_MAX);
		last = one->not_before.ms;
	}
	CHECK_EQ(PART_PAUSE_MS_MAX, last);
	part_go_on(one, PART_FILED);
	CHECK(parts_due(&p, PART_FILED, now) == one);
	part_retry(one, PART_FILED, now);
	CHECK_EQ(PART_PAUSE_MS_MIN, one->not_before.ms);
	parts_clear(&p);
}

static void a_removed_part_leaves_the_others(void)
{
	struct parts p = { 0 };
	struct part *one = parts_add(&p, visit('A'), 1), *two = parts_add(&p, visit('A'), 2),
		    *three = parts_add(&p, visit('A'), 3);

	parts_remove(&p, two);
	CHECK(parts_find(&p, visit('A'), 1) == one);
	CHECK(parts_find(&p, visit('A'), 2) == NULL);
	CHECK(parts_find(&p, visit('A'), 3) == three);
	CHECK(!parts_has(&p, PART_DELIVERING));
	three->state = PART_DELIVERING;
	CHECK(parts_has(&p, PART_DELIVERING));
	parts_clear(&p);
}

static const struct test tests[] = {
	T(a_part_stands_in_the_row_once),
	T(the_oldest_that_may_go_goes_first),
	T(pauses_grow_to_a_limit_and_start_small_again),
	T(a_removed_part_leaves_the_others),
};
RUN_TESTS(tests)
