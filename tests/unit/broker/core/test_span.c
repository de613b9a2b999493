/* Half-open spans. */
#include "broker/core/span.h"

#include "tests/lib/test.h"

static struct span span(int64_t from, int64_t till)
{
	return (struct span){{from}, {till}};
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
	CHECK(span_has(span(10, 20), (struct instant){10}));
	CHECK(!span_has(span(10, 20), (struct instant){20}));
	CHECK(!span_has(span(10, 20), (struct instant){9}));
}

static void an_empty_or_turned_span_is_not_valid(void)
{
	CHECK(span_is_valid(span(1, 2)));
	CHECK(!span_is_valid(span(2, 2)));
	CHECK(!span_is_valid(span(3, 2)));
	CHECK_EQ(10, span_ms(span(10, 20)));
}

static const struct test tests[] = {
        T(spans_may_touch_but_not_overlap),
        T(the_start_belongs_to_it_and_the_end_does_not),
        T(an_empty_or_turned_span_is_not_valid),
};
RUN_TESTS(tests)
