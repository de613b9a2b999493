/* Laws of half-open spans and of slots, on random ones. */
#include "broker/core/slots.h"

#include "tests/lib/test.h"

#include <stdlib.h>

#define ROUNDS 200000

static struct span random_span(unsigned *seed)
{
	int64_t from = rand_r(seed) % 50;

	return (struct span){ { from }, { from + 1 + rand_r(seed) % 20 } };
}

static void overlapping_is_sharing_a_moment(void)
{
	unsigned seed = 1;

	for (int i = 0; i < ROUNDS; i++) {
		struct span a = random_span(&seed), b = random_span(&seed);
		bool shared = false;
		for (struct instant t = { 0 }; t.ms < 80; t.ms++)
			shared |= span_has(a, t) && span_has(b, t);
		CHECK_EQ(shared, span_overlaps(a, b));
		CHECK_EQ(span_overlaps(a, b), span_overlaps(b, a));
		CHECK(span_overlaps(a, a));
	}
}

static void a_span_cut_in_two_has_each_moment_once(void)
{
	unsigned seed = 2;

	for (int i = 0; i < ROUNDS; i++) {
		struct span whole = random_span(&seed);
		struct instant at = { whole.from.ms + rand_r(&seed) % span_ms(whole) };
		struct span before = { whole.from, at }, after = { at, whole.till };
		for (struct instant t = { 0 }; t.ms < 80; t.ms++)
			CHECK_EQ(span_has(whole, t), span_has(before, t) + span_has(after, t));
		CHECK(!span_overlaps(before, after));
	}
}

static void slots_lie_inside_and_leave_the_buffer(void)
{
	unsigned seed = 3;

	for (int i = 0; i < ROUNDS / 20; i++) {
		struct span window = { { rand_r(&seed) % 1000 - 500 }, { 0 } }, last, slot, found;
		int64_t slot_ms = 1 + rand_r(&seed) % 60, buffer_ms = rand_r(&seed) % 20;
		window.till.ms = window.from.ms + rand_r(&seed) % 600;
		int n = 0;
		for (; slots_get(window, slot_ms, buffer_ms, n, &slot); n++) {
			CHECK(slot.from.ms >= window.from.ms && slot.till.ms <= window.till.ms);
			CHECK_EQ(slot_ms, span_ms(slot));
			CHECK(n == 0 || slot.from.ms - last.till.ms == buffer_ms);
			CHECK(slots_find(window, slot_ms, buffer_ms, slot.from, &found));
			CHECK_EQ(slot.till.ms, found.till.ms);
			last = slot;
		}
		CHECK_EQ(span_ms(window) < slot_ms
				 ? 0
				 : (span_ms(window) - slot_ms) / (slot_ms + buffer_ms) + 1,
			 n);
	}
}

static void only_starts_are_found(void)
{
	const struct span window = { { 1000 }, { 2000 } };
	struct span slot;
	int found = 0;

	for (int64_t ms = 900; ms < 2100; ms++)
		found += slots_find(window, 40, 10, (struct instant){ ms }, &slot);
	CHECK_EQ(20, found);
}

static const struct test tests[] = {
	T(overlapping_is_sharing_a_moment),
	T(a_span_cut_in_two_has_each_moment_once),
	T(slots_lie_inside_and_leave_the_buffer),
	T(only_starts_are_found),
};
RUN_TESTS(tests)
