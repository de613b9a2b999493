/* Half-open spans. */
#include "broker/core/span.h"

#include "tests/lib/test.h"

static struct span span(int64_t from, int64_t till)
{
	return (struct span){ { from }, { till } };
}

static void spans_may_touch_but_not_overlap(void)
{
	CHECK(!span_overlaps(span(0, 10), span(10, 20)));
	CHECK(!span_overlaps(span(10, 20), span(0, 10)));
	CHECK(span_overlaps(span(0, 11), span(10, 20)));
	CHECK(span_overlaps(span(0, 100), span(10, 20)));
	CHECK(span_overlaps(span(10, 20), span(10, 20)));
}

static void the_start_belongs_to_it_and_the_end_does_not(void)
{
	CHECK(span_has(span(10, 20), (struct instant){ 10 }));
	CHECK(!span_has(span(10, 20), (struct instant){ 20 }));
	CHECK(!span_has(span(10, 20), (struct instant){ 9 }));
}

static void its_length_is_in_milliseconds(void)
{
	CHECK_EQ(10, span_ms(span(10, 20)));
}

static const struct test tests[] = {
	T(spans_may_touch_but_not_overlap),
	T(the_start_belongs_to_it_and_the_end_does_not),
	T(its_length_is_in_milliseconds),
};
RUN_TESTS(tests)
