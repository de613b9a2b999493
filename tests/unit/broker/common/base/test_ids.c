/* Identifiers and chance. */
#include "broker/common/base/ids.h"

#include "tests/lib/test.h"

#include <string.h>

static void ids_sort_by_age_and_differ(void)
{
	struct id old = id_new((struct instant){ 1000 });
	struct id new = id_new((struct instant){ 1001 });
	struct id twin = id_new((struct instant){ 1001 });

	CHECK(strcmp(old.text, new.text) < 0);
	CHECK(!id_equals(new, twin));
	CHECK(id_equals(new, new));
	CHECK_EQ(ID_LENGTH, strlen(new.text));
}

static void the_time_stands_in_front(void)
{
	struct id id = id_new((struct instant){ INT64_C(1469918176385) });

	id.text[10] = '\0';
	CHECK_TEXT("01ARYZ6S41", id.text); /* the example of the ULID specification */
}

static void only_whole_ids_are_read(void)
{
	static const char *const bad[] = {
		"",
		"01ARZ3NDEKTSV4RRFFQ69G5FA",
		"01ARZ3NDEKTSV4RRFFQ69G5FAVV",
		"81ARZ3NDEKTSV4RRFFQ69G5FAV",
		"01ARZ3NDEKTSV4RRFFQ69G5FAI",
		"01arz3ndektsv4rrffq69g5fav",
		"01ARZ3NDEKTSV4RRFFQ69G5FA ",
	};
	struct id id = { "" };

	CHECK_EQ(ERR_OK, id_parse(TEXT("01ARZ3NDEKTSV4RRFFQ69G5FAV"), &id));
	CHECK(id_is_set(id));
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		CHECK_EQ(ERR_BAD_INPUT, id_parse(text_of(bad[i]), &id));
	CHECK_EQ(ERR_BAD_INPUT, id_parse((struct text){ "01ARZ3NDEKTSV4RRFFQ69G5FA\0", 26 }, &id));
	CHECK(!id_is_set((struct id){ "" }));
}

static void codes_cannot_be_misread(void)
{
	char code[9];

	for (int i = 0; i < 1000; i++) {
		random_code(code, 8);
		CHECK_EQ(8, strlen(code));
		CHECK_EQ(8, strspn(code, "23456789ABCDEFGHJKMNPQRSTVWXYZ"));
	}
}

static const struct test tests[] = {
	T(ids_sort_by_age_and_differ),
	T(the_time_stands_in_front),
	T(only_whole_ids_are_read),
	T(codes_cannot_be_misread),
};
RUN_TESTS(tests)
