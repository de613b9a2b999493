/* Handles: what is gone is not found, also when its place is taken again. */
#include "broker/desk/handles.h"
#include "tests/lib/test.h"

static void what_is_added_is_found(void)
{
	struct handles h = { 0 };
	int a, b;
	struct handle x = handle_add(&h, &a), y = handle_add(&h, &b);

	CHECK(handle_find(&h, x) == &a);
	CHECK(handle_find(&h, y) == &b);
	CHECK_EQ(2, h.used);
	handles_clear(&h);
}

static void a_handle_of_zero_is_nobody(void)
{
	struct handles h = { 0 };
	int a;

	CHECK(!handle_find(&h, (struct handle){ 0 }));
	handle_add(&h, &a);
	CHECK(!handle_find(&h, (struct handle){ 0 }));
	handles_clear(&h);
}

static void a_place_taken_again_has_another_epoch(void)
{
	struct handles h = { 0 };
	int a, b;
	struct handle old = handle_add(&h, &a);

	handle_remove(&h, old);
	struct handle new = handle_add(&h, &b);
	CHECK_EQ(old.index, new.index);
	CHECK(!handle_find(&h, old));
	handle_remove(&h, old);
	CHECK(handle_find(&h, new) == &b);
	CHECK_EQ(1, h.used);
	handles_clear(&h);
}

static void many_come_and_go_without_growth(void)
{
	struct handles h = { 0 };
	struct handle at[100];
	int what;

	for (int round = 0; round < 50; round++) {
		for (int i = 0; i < 100; i++)
			at[i] = handle_add(&h, &what);
		for (int i = 0; i < 100; i++)
			handle_remove(&h, at[i]);
	}
	CHECK_EQ(0, h.used);
	CHECK_EQ(100, h.n);
	handles_clear(&h);
}

static const struct test tests[] = {
	T(what_is_added_is_found),
	T(a_handle_of_zero_is_nobody),
	T(a_place_taken_again_has_another_epoch),
	T(many_come_and_go_without_growth),
};
RUN_TESTS(tests)
