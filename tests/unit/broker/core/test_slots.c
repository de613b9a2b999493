/* Slots of a window. */
#include "broker/core/slots.h"

#include "tests/lib/test.h"

#define SLOT   (40 * MINUTE_MS)
#define BUFFER (10 * MINUTE_MS)

static const struct span morning = { { 0 }, { 180 * MINUTE_MS } };

static void three_hours_have_three_slots_and_one_more_without_its_buffer(void)
{
	static const int starts[] = { 0, 50, 100 };
	struct span s;

	for (int i = 0; i < 3; i++) {
		CHECK(slots_get(morning, SLOT, BUFFER, i, &s));
		CHECK_EQ(starts[i] * MINUTE_MS, s.from.ms);
		CHECK_EQ(SLOT, span_ms(s));
	}
	CHECK(!slots_get(morning, SLOT, BUFFER, 3, &s));
	struct span longer = { { 0 }, { 190 * MINUTE_MS } };
	CHECK(slots_get(longer, SLOT, BUFFER, 3, &s));
	CHECK_EQ(190 * MINUTE_MS, s.till.ms);
}

static void only_a_start_of_a_slot_is_found(void)
{
	struct span s = { { -1 }, { -1 } };

	CHECK(slots_find(morning, SLOT, BUFFER, (struct instant){ 50 * MINUTE_MS }, &s));
	CHECK_EQ(90 * MINUTE_MS, s.till.ms);
	CHECK(!slots_find(morning, SLOT, BUFFER, (struct instant){ 50 * MINUTE_MS + 1 }, &s));
	CHECK(!slots_find(morning, SLOT, BUFFER, (struct instant){ 150 * MINUTE_MS }, &s));
	CHECK(!slots_find(morning, SLOT, BUFFER, (struct instant){ -50 * MINUTE_MS }, &s));
	CHECK(!slots_find(morning, SLOT, BUFFER, morning.till, &s));
}

static void nonsense_has_no_slots(void)
{
	struct span s, turned = { { 10 }, { 0 } };

	CHECK(!slots_get(morning, 0, BUFFER, 0, &s));
	CHECK(!slots_get(morning, SLOT, -1, 0, &s));
	CHECK(!slots_get(morning, SLOT, BUFFER, -1, &s));
	CHECK(!slots_get(turned, 1, 0, 0, &s));
	CHECK(!slots_get(morning, INT64_MAX, INT64_MAX, 1, &s));
	CHECK(!slots_find(morning, 0, 0, morning.from, &s));
}

static const struct test tests[] = {
	T(three_hours_have_three_slots_and_one_more_without_its_buffer),
	T(only_a_start_of_a_slot_is_found),
	T(nonsense_has_no_slots),
};
RUN_TESTS(tests)
