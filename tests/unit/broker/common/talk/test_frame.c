/* Frames of the broker are read whole or refused; ours are what the broker reads. */
#include "broker/common/talk/frame.h"

#include "tests/lib/test.h"

struct sample {
	int64_t part;
};

static const struct field sample_fields[] = {
	F(sample, part, INT, .max = 100),
	{ 0 },
};

static enum err parse(const char *in, struct frame *out)
{
	static struct arena *a;

	if (a)
		arena_clear(a);
	else
		a = arena_new();
	return frame_parse(text_of(in), a, out);
}

static void a_request_has_a_method_and_an_id(void)
{
	struct frame f;

	CHECK_EQ(ERR_OK, parse("{\"jsonrpc\":\"2.0\",\"id\":7,\"method\":\"stage.close\","
			       "\"params\":{\"visit\":\"x\"}}",
			       &f));
	CHECK_EQ(7, f.id);
	CHECK(text_is(f.method, "stage.close"));
	CHECK(f.params.value != NULL);
}

static void an_answer_has_a_result_or_an_error(void)
{
	struct frame f;

	CHECK_EQ(ERR_OK, parse("{\"jsonrpc\":\"2.0\",\"id\":3,\"result\":{}}", &f));
	CHECK_EQ(0, f.method.n);
	CHECK_EQ(ERR_OK, f.err);
	CHECK_EQ(ERR_BAD_INPUT, parse("{\"jsonrpc\":\"2.0\",\"id\":3}", &f));
	CHECK_EQ(ERR_BAD_INPUT, parse("{\"jsonrpc\":\"2.0\",\"id\":3,\"method\":\"a.b\","
				      "\"result\":{}}",
				      &f));
}

static void an_error_keeps_its_word(void)
{
	struct frame f;

	CHECK_EQ(ERR_OK, parse("{\"jsonrpc\":\"2.0\",\"id\":3,\"error\":{\"code\":-32000,"
			       "\"message\":\"m\",\"data\":{\"word\":\"disk_full\",\"say\":\"s\","
			       "\"instead\":[]}}}",
			       &f));
	CHECK_EQ(ERR_DISK_FULL, f.err);
	CHECK(text_is(f.say, "s"));
}

static void an_unknown_error_is_still_an_error(void)
{
	struct frame f;

	CHECK_EQ(ERR_OK, parse("{\"jsonrpc\":\"2.0\",\"id\":3,\"error\":{\"code\":-1,"
			       "\"message\":\"m\",\"data\":{\"word\":\"of_tomorrow\"}}}",
			       &f));
	CHECK_EQ(ERR_BAD_INPUT, f.err);
}

static void an_error_without_an_id_is_for_nobody(void)
{
	struct frame f;

	CHECK_EQ(ERR_OK, parse("{\"jsonrpc\":\"2.0\",\"id\":null,\"error\":{\"code\":-32700,"
			       "\"message\":\"m\"}}",
			       &f));
	CHECK_EQ(0, f.id);
	CHECK(f.err != ERR_OK);
}

static void what_is_no_message_is_refused(void)
{
	static const char *const bad[] = {
		"",
		"[]",
		"x",
		"{}",
		"{\"jsonrpc\":\"1.0\",\"id\":1,\"method\":\"a.b\"}",
		"{\"jsonrpc\":\"2.0\",\"id\":-1,\"method\":\"a.b\"}",
		"{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"a.b\",\"more\":1}",
	};
	struct frame f;

	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		CHECK_EQ(ERR_BAD_INPUT, parse(bad[i], &f));
}

static void what_we_write_reads_back(void)
{
	OWN(arena) a = arena_new();
	struct sample in = { 3 };
	struct buffer out;
	struct frame f;

	buffer_init(&out, a);
	frame_format_result(9, sample_fields, &in, &out);
	CHECK_TEXT("{\"jsonrpc\":\"2.0\",\"id\":9,\"result\":{\"part\":3}}", out.at);
	buffer_init(&out, a);
	frame_format_error(9, ERR_DISK_FULL, "leg", &out);
	CHECK_EQ(ERR_OK, frame_parse(buffer_text(&out), a, &f));
	CHECK_EQ(ERR_DISK_FULL, f.err);
	buffer_init(&out, a);
	frame_format_request(0, "stage.close", sample_fields, &in, &out);
	CHECK_TEXT("{\"jsonrpc\":\"2.0\",\"method\":\"stage.close\",\"params\":{\"part\":3}}",
		   out.at);
}

static const struct test tests[] = {
	T(a_request_has_a_method_and_an_id),
	T(an_answer_has_a_result_or_an_error),
	T(an_error_keeps_its_word),
	T(an_unknown_error_is_still_an_error),
	T(an_error_without_an_id_is_for_nobody),
	T(what_is_no_message_is_refused),
	T(what_we_write_reads_back),
};
RUN_TESTS(tests)
