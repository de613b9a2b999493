/* Requests to media servers and their answers. */
#include "broker/service/media/media.h"
#include "broker/wire/exchange.h"
#include "tests/lib/test.h"

#include <string.h>

static void a_request_carries_its_fields(void)
{
	OWN(arena) a = arena_new();
	struct leg_close_in in = { .visit = { "01ARZ3NDEKTSV4RRFFQ69G5FAV" },
				   .leg = { "01ARZ3NDEKTSV4RRFFQ69G5FAW" },
				   .epoch = 3 };
	struct ask ask = { .method = "leg.close", .in = &in };

	CHECK_TEXT(
		"{\"jsonrpc\":\"2.0\",\"id\":12,\"method\":\"leg.close\",\"params\":{"
		"\"visit\":\"01ARZ3NDEKTSV4RRFFQ69G5FAV\",\"leg\":\"01ARZ3NDEKTSV4RRFFQ69G5FAW\","
		"\"epoch\":3}}",
		ask_format(&ask, 12, a).at);
}

static void false_is_written_out(void)
{
	OWN(arena) a = arena_new();
	struct stage_record_in in = { .visit = { "01ARZ3NDEKTSV4RRFFQ69G5FAV" }, .audio = true };
	struct ask ask = { .method = "stage.record", .in = &in };
	struct text t = ask_format(&ask, 1, a);

	CHECK(strstr(t.at, "\"record\":false,\"video\":false,\"audio\":true"));
}

static void a_result_is_an_answer(void)
{
	OWN(arena) a = arena_new();
	struct answer answer;

	CHECK_EQ(ERR_OK,
		 answer_parse(TEXT("{\"jsonrpc\":\"2.0\",\"id\":5,\"result\":{\"part\": 2}}"), a,
			      &answer));
	CHECK_EQ(5, answer.id);
	CHECK_EQ(ERR_OK, answer.err);
	CHECK_TEXT("{\"part\":2}", answer.result.at);
}

static void a_result_of_null_is_an_answer(void)
{
	OWN(arena) a = arena_new();
	struct answer answer;

	CHECK_EQ(ERR_OK,
		 answer_parse(TEXT("{\"jsonrpc\":\"2.0\",\"id\":5,\"result\":null}"), a, &answer));
	CHECK_EQ(5, answer.id);
	CHECK_TEXT("null", answer.result.at);
}

static void an_error_is_an_answer(void)
{
	OWN(arena) a = arena_new();
	struct answer answer;

	CHECK_EQ(ERR_OK,
		 answer_parse(TEXT("{\"jsonrpc\":\"2.0\",\"id\":5,\"error\":{\"code\":-32000,"
				   "\"message\":\"full\",\"data\":{\"word\":\"busy\"}}}"),
			      a, &answer));
	CHECK_EQ(ERR_MEDIA_REFUSED, answer.err);
	CHECK(text_is(answer.say, "full"));
	CHECK_EQ(ERR_OK,
		 answer_parse(TEXT("{\"jsonrpc\":\"2.0\",\"id\":null,\"error\":{\"code\":-32700,"
				   "\"message\":\"no\"}}"),
			      a, &answer));
	CHECK_EQ(0, answer.id);
}

static void what_is_no_answer_is_left_alone(void)
{
	static const char *const frames[] = {
		"{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"media.report\",\"params\":{}}",
		"{\"jsonrpc\":\"2.0\"}",
		"{\"result\":{}}",
		"nonsense",
		"[]",
		"",
		"{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{},\"error\":{\"code\":1,\"message\":\"\"}}",
	};
	struct answer answer;

	for (size_t i = 0; i < sizeof(frames) / sizeof(frames[0]); i++) {
		OWN(arena) a = arena_new();

		CHECK_EQ(ERR_BAD_INPUT, answer_parse(text_of(frames[i]), a, &answer));
		CHECK_EQ(i == 0, text_is(answer.method, "media.report"));
	}
}

static const struct test tests[] = {
	T(a_request_carries_its_fields), T(false_is_written_out),
	T(a_result_is_an_answer),        T(a_result_of_null_is_an_answer),
	T(an_error_is_an_answer),        T(what_is_no_answer_is_left_alone),
};
RUN_TESTS(tests)
