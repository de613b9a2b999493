/* Gaps that nearly touch grow together; their number stays bounded. */
#include "media/record/gapmap.h"

#include "tests/lib/test.h"

static struct gap gap_at(int64_t from_us, int64_t till_us, enum gap_why why)
{
	return (struct gap){ .media = ENTRY_AUDIO,
			     .why = why,
			     .from_us = from_us,
			     .till_us = till_us,
			     .packets = 1 };
}

static void near_gaps_of_one_kind_grow_together(void)
{
	OWN(gapmap) m = gapmap_new(100);
	struct gap g[] = { gap_at(0, 20000, GAP_LOST), gap_at(60000, 80000, GAP_LOST),
			   gap_at(70000, 90000, GAP_DROPPED), gap_at(100000, 120000, GAP_LOST),
			   gap_at(9000000, 9100000, GAP_LOST) };
	size_t n;

	for (int i = 0; i < 5; i++)
		gapmap_add(m, &g[i]);
	const struct gap *l = gapmap_list(m, &n);
	CHECK_EQ(3, n);
	CHECK(l[0].why == GAP_LOST && l[0].till_us == 120000 && l[0].packets == 3);
	CHECK(l[1].why == GAP_DROPPED);
	CHECK(l[2].from_us == 9000000);
}

static void a_full_map_grows_coarser_and_loses_nothing(void)
{
	OWN(gapmap) m = gapmap_new(128);
	int64_t packets = 0;
	size_t n;

	for (int64_t i = 0; i < 10000; i++) {
		struct gap g = gap_at(i * 1000000, i * 1000000 + 20000, GAP_LOST);
		gapmap_add(m, &g);
	}
	const struct gap *l = gapmap_list(m, &n);
	CHECK(n > 0 && n <= 128);
	for (size_t i = 0; i < n; i++)
		packets += l[i].packets;
	CHECK_EQ(10000, packets);
	CHECK(l[0].from_us == 0 && l[n - 1].till_us == INT64_C(9999020000));
}

static void a_gap_that_ends_before_it_begins_is_left_out(void)
{
	OWN(gapmap) m = gapmap_new(100);
	struct gap g = gap_at(5, 4, GAP_LOST);
	size_t n;

	gapmap_add(m, &g);
	gapmap_list(m, &n);
	CHECK_EQ(0, n);
	CHECK_TEXT("server_lost", gap_why_word(GAP_SERVER_LOST));
}

static const struct test tests[] = {
	T(near_gaps_of_one_kind_grow_together),
	T(a_full_map_grows_coarser_and_loses_nothing),
	T(a_gap_that_ends_before_it_begins_is_left_out),
};
RUN_TESTS(tests)
