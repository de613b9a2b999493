/* The outgoing frames of a connection: in order, bounded in number and bytes. */
#include "broker/link/queue.h"
#include "tests/lib/test.h"

#include <stdlib.h>
#include <string.h>

static void frames_go_out_in_order(void)
{
	struct queue q = { 0 };

	CHECK(queue_add(&q, 4, TEXT("one")));
	CHECK(queue_add(&q, 4, TEXT("two")));
	CHECK_EQ(0, memcmp(q.first->at + 4, "one", 3));
	queue_remove(&q);
	CHECK_EQ(0, memcmp(q.first->at + 4, "two", 3));
	queue_remove(&q);
	CHECK(!q.first && !q.last);
	CHECK_EQ(0, q.bytes);
	queue_remove(&q);
}

static void too_many_frames_are_refused(void)
{
	struct queue q = { 0 };

	for (int i = 0; i < QUEUE_FRAMES_MAX; i++)
		CHECK(queue_add(&q, 0, TEXT("x")));
	CHECK(!queue_add(&q, 0, TEXT("x")));
	queue_remove(&q);
	CHECK(queue_add(&q, 0, TEXT("x")));
	queue_clear(&q);
	CHECK_EQ(0, q.frames);
}

static void too_many_bytes_are_refused(void)
{
	struct queue q = { 0 };
	size_t n = QUEUE_BYTES_MAX / 2 + 1;
	char *half = calloc(1, n);

	CHECK(queue_add(&q, 0, (struct text){ half, n }));
	CHECK(!queue_add(&q, 0, (struct text){ half, n }));
	CHECK(queue_add(&q, 0, TEXT("a small one")));
	CHECK_EQ(n + 11, q.bytes);
	queue_clear(&q);
	free(half);
}

static const struct test tests[] = {
	T(frames_go_out_in_order),
	T(too_many_frames_are_refused),
	T(too_many_bytes_are_refused),
};
RUN_TESTS(tests)
