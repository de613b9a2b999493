/* Programs are who their certificate says, in the one way it can be said. */
#include "broker/link/program_name.h"
#include "tests/lib/test.h"

static void a_media_server_has_a_name(void)
{
	struct caller c = { 0 };

	CHECK_EQ(ERR_OK, program_name_parse(TEXT("media:demo"), &c));
	CHECK_EQ(ROLE_MEDIA, c.roles);
	CHECK_EQ(ERR_BAD_INPUT, program_name_parse(TEXT("media:"), &c));
}

static void a_kiosk_names_its_node_and_its_room(void)
{
	struct caller c = { 0 };

	CHECK_EQ(ERR_OK, program_name_parse(TEXT("kiosk:990101101201-2"), &c));
	CHECK_EQ(ROLE_TERMINAL, c.roles);
	CHECK_TEXT("990101101201", c.node.digits);
	CHECK_EQ(2, c.room);
}

static void whoever_else_is_nobody(void)
{
	static const char *const names[] = {
		"",
		"kiosk:",
		"kiosk:990101101201",
		"kiosk:990101101201-",
		"kiosk:990101101201-0",
		"kiosk:990101101201-1-2",
		"kiosk:99010110120-1",
		"kiosk:990101101201-100",
		"kiosk: 990101101201-1",
		"Kiosk:990101101201-1",
		"localhost",
		"kiosk:x-1",
	};

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		struct caller c = { 0 };

		CHECK(program_name_parse(text_of(names[i]), &c));
		CHECK_EQ(0, c.roles);
	}
}

static const struct test tests[] = {
	T(a_media_server_has_a_name),
	T(a_kiosk_names_its_node_and_its_room),
	T(whoever_else_is_nobody),
};
RUN_TESTS(tests)
