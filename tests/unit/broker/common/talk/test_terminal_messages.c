/* A terminal reads what the broker of its own age and of a later one says. */
#include "broker/common/talk/terminal_messages.h"

#include "broker/common/talk/visit_state.h"
#include "tests/lib/test.h"

static enum err look(const char *in, struct arena *a, struct terminal_visit_out *out)
{
	struct fault fault;
	struct json j;

	CHECK_EQ(ERR_OK, json_parse(text_of(in), a, &j));
	return fields_parse(j, terminal_visit_out_fields, a, out, &fault);
}

static void an_empty_room_has_no_visit(void)
{
	OWN(arena) a = arena_new();
	struct terminal_visit_out out = { 0 };

	CHECK_EQ(ERR_OK, look("{\"room_name\":\"r\",\"recording\":false}", a, &out));
	CHECK(!id_is_set(out.visit));
	CHECK_EQ(0, out.state.n);
}

/* What is not live is no visit to be in, whatever else it is. */
static void a_state_of_tomorrow_is_read(void)
{
	OWN(arena) a = arena_new();
	struct terminal_visit_out out = { 0 };

	CHECK_EQ(ERR_OK, look("{\"room_name\":\"r\",\"visit\":\"01ARZ3NDEKTSV4RRFFQ69G5FAV\","
			      "\"state\":\"paused\",\"from\":1,\"till\":2,\"recording\":true}",
			      a, &out));
	CHECK(text_is(out.state, "paused"));
	CHECK(id_is_set(out.visit));
}

static void every_state_is_read_as_it_is_written(void)
{
	for (int s = 0; s < VISIT_STATE_COUNT; s++) {
		OWN(arena) a = arena_new();
		struct terminal_visit_out in = { .room_name = TEXT("r"),
						 .state = text_of(visit_state_words[s]) };
		struct terminal_visit_out out = { 0 };
		struct buffer b;

		buffer_init(&b, a);
		fields_format(terminal_visit_out_fields, &in, &b);
		CHECK_EQ(ERR_OK, look(b.at, a, &out));
		CHECK(text_is(out.state, visit_state_words[s]));
	}
}

static const struct test tests[] = {
	T(an_empty_room_has_no_visit),
	T(a_state_of_tomorrow_is_read),
	T(every_state_is_read_as_it_is_written),
};
RUN_TESTS(tests)
