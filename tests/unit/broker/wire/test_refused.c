/* What the broker says of an error is read by the programs on its line. */
#include "broker/wire/refused.h"

#include "broker/common/talk/frame.h"
#include "broker/wire/say.h"
#include "tests/unit/broker/wire/sample.h"

static void read_back(struct arena *a, struct buffer *data, struct frame *out)
{
	struct text in = arena_format(a,
				      "{\"jsonrpc\":\"2.0\",\"id\":7,\"error\":{\"code\":-32000,"
				      "\"message\":\"m\",\"data\":%s}}",
				      data->at);

	CHECK_EQ(ERR_OK, frame_parse(in, a, out));
}

static void a_program_reads_the_error_behind_its_reason(void)
{
	OWN(arena) a = arena_new();
	struct fault fault =
		fault_of(WHY_JOINS_TOO_OFTEN, "visit", ARGUMENTS(argument_number("seconds", 3)), a);
	struct refused r = { .err = ERR_TOO_MANY, .fault = &fault };
	struct buffer data;
	struct frame f;

	buffer_init(&data, a);
	refused_format(&r, &data);
	read_back(a, &data, &f);
	CHECK_EQ(ERR_TOO_MANY, f.err);
	CHECK_EQ(7, f.id);
	CHECK(text_equals(say_fault(LANGUAGE_ZH, ERR_TOO_MANY, &fault, a), f.say));
}

/* A member that only the broker knows would cut the line of whoever reads it. */
static void no_member_of_an_error_is_strange_to_a_program(void)
{
	OWN(arena) a = arena_new();
	struct sample fine = { NULL, SAMPLE_FINE };
	struct buffer data;
	struct frame f;

	buffer_init(&data, a);
	sample_object(&data, refused_fields, &fine);
	read_back(a, &data, &f);
	CHECK(f.err);
}

static const struct test tests[] = {
	T(a_program_reads_the_error_behind_its_reason),
	T(no_member_of_an_error_is_strange_to_a_program),
};
RUN_TESTS(tests)
