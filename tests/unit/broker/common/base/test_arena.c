/* Arenas and buffers. */
#include "broker/common/base/arena.h"

#include "tests/lib/test.h"

#include <stdalign.h>
#include <string.h>

static void memory_is_zeroed_and_aligned(void)
{
	OWN(arena) a = arena_new();
	size_t sizes[] = { 1, 3, 16, 100, 5000, 0, 70000, 3000000, 7 };

	for (int round = 0; round < 3; round++) {
		for (size_t i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++) {
			char *p = arena_get(a, sizes[i]);
			CHECK_EQ(0, (uintptr_t)p % alignof(max_align_t));
			for (size_t k = 0; k < sizes[i]; k++)
				CHECK(p[k] == 0);
			memset(p, 0xff, sizes[i]);
		}
		arena_clear(a);
	}
}

static char order[8];

static void note(void *what)
{
	strcat(order, what);
}

static void what_was_promised_is_undone_once_the_newest_first(void)
{
	struct arena *a = arena_new();

	order[0] = '\0';
	arena_on_clear(a, note, "a");
	arena_on_clear(a, note, "b");
	arena_clear(a);
	CHECK_TEXT("ba", order);
	arena_on_clear(a, note, "c");
	arena_free(a);
	CHECK_TEXT("bac", order);
}

static void copies_and_formats_are_terminated(void)
{
	OWN(arena) a = arena_new();

	CHECK_TEXT("abc", arena_copy(a, (struct text){ "abcdef", 3 }));
	CHECK_TEXT("", arena_copy(a, (struct text){ NULL, 0 }));
	struct text t = arena_format(a, "%d-%s", 7, "x");
	CHECK_TEXT("7-x", t.at);
	CHECK_EQ(3, t.n);
}

static void a_buffer_keeps_what_was_added_in_order(void)
{
	OWN(arena) a = arena_new();
	struct buffer b;

	buffer_init(&b, a);
	CHECK_TEXT("", b.at);
	for (int i = 0; i < 20000; i++) {
		buffer_addf(&b, "%05d", i);
		if (i % 1000 == 0)
			arena_get(a, 10);
	}
	CHECK_EQ(100000, buffer_text(&b).n);
	CHECK_EQ(100000, strlen(b.at));
	for (int i = 0; i < 20000; i++) {
		int64_t v;
		CHECK_EQ(ERR_OK, text_parse_int((struct text){ b.at + 5 * i, 5 }, 0, 99999, &v));
		CHECK_EQ(i, v);
	}
	buffer_add(&b, NULL, 0);
	CHECK_EQ(100000, b.n);
}

static const struct test tests[] = {
	T(memory_is_zeroed_and_aligned),
	T(what_was_promised_is_undone_once_the_newest_first),
	T(copies_and_formats_are_terminated),
	T(a_buffer_keeps_what_was_added_in_order),
};
RUN_TESTS(tests)
