/* Requests as JSON-RPC 2.0 has them: ids, notifications, what is no request; sizes and rates. */
#include "broker/wire/exchange.h"
#include "broker/wire/limits.h"
#include "tests/lib/test.h"

#include <stdio.h>
#include <string.h>

#define NOW ((struct instant){ INT64_C(1778547600000) })

static const struct caller nobody = { .roles = ROLE_PUBLIC };
static const struct caller clerk = { .roles = ROLE_CLERK,
				     .staff = { "01ARZ3NDEKTSV4RRFFQ69G5FAV" } };
static const struct caller admin = { .roles = ROLE_SYSADMIN };

/* The start of the reply to a request that ends on the loop without the store. */
static const char *reply_to(const char *in)
{
	static char out[300];
	struct wire w = { .limits = NULL };
	OWN(exchange) x = exchange_new(&w, &nobody, TEXT("127.0.0.1"));

	CHECK_EQ(EXCHANGE_REPLY, exchange_take(x, text_of(in), NOW));
	if (text_copy(exchange_reply(x), out, sizeof(out)))
		memcpy(out, exchange_reply(x).at, sizeof(out) - 1);
	return out;
}

static bool starts(const char *s, const char *with)
{
	return strncmp(s, with, strlen(with)) == 0;
}

static void ids_are_echoed_as_they_came(void)
{
	static const char *const ids[] = { "1", "0", "-5", "2.5", "\"a\"", "\"信\\n\"", "\"\"" };

	for (size_t i = 0; i < sizeof(ids) / sizeof(ids[0]); i++) {
		char in[100], want[100];

		snprintf(in, sizeof(in), "{\"jsonrpc\":\"2.0\",\"method\":\"nothing\",\"id\":%s}",
			 ids[i]);
		snprintf(want, sizeof(want), "{\"jsonrpc\":\"2.0\",\"id\":%s,\"error\":", ids[i]);
		CHECK(starts(reply_to(in), want));
	}
}

static void other_ids_are_refused(void)
{
	static const char *const ids[] = { "[1]", "{}", "true" };

	for (size_t i = 0; i < sizeof(ids) / sizeof(ids[0]); i++) {
		char in[100];

		snprintf(in, sizeof(in), "{\"jsonrpc\":\"2.0\",\"method\":\"nothing\",\"id\":%s}",
			 ids[i]);
		CHECK(starts(reply_to(in),
			     "{\"jsonrpc\":\"2.0\",\"id\":null,\"error\":{\"code\":-32600,"));
	}
}

static void notifications_are_answered_with_nothing(void)
{
	CHECK_TEXT("", reply_to("{\"jsonrpc\":\"2.0\",\"method\":\"rpc.discover\"}"));
	CHECK_TEXT("", reply_to("{\"jsonrpc\":\"2.0\",\"method\":\"nothing\"}"));
	CHECK_TEXT("", reply_to("{\"jsonrpc\":\"2.0\",\"method\":\"tree.get\",\"id\":null}"));
}

static void what_is_no_json_is_a_parse_error(void)
{
	static const char *const frames[] = {
		"", " ", "{", "nonsense", "{\"a\":1,\"a\":2}", "\xff", "{\"jsonrpc\":\"2.0\"} x",
		"7"
	};

	for (size_t i = 0; i < sizeof(frames) / sizeof(frames[0]); i++)
		CHECK(starts(reply_to(frames[i]),
			     "{\"jsonrpc\":\"2.0\",\"id\":null,\"error\":{\"code\":-32700,"));
}

static void what_is_no_request_says_so(void)
{
	static const char *const frames[] = {
		"{}",
		"{\"jsonrpc\":\"1.0\",\"method\":\"x\"}",
		"{\"jsonrpc\":\"2.0\"}",
		"{\"jsonrpc\":\"2.0\",\"method\":7}",
		"{\"jsonrpc\":\"2.0\",\"method\":\"\"}",
		"{\"jsonrpc\":\"2.0\",\"method\":\"x\",\"more\":1}",
	};

	for (size_t i = 0; i < sizeof(frames) / sizeof(frames[0]); i++)
		CHECK(starts(reply_to(frames[i]),
			     "{\"jsonrpc\":\"2.0\",\"id\":null,\"error\":{\"code\":-32600,"));
	CHECK(starts(reply_to("{\"id\":9,\"method\":\"x\"}"),
		     "{\"jsonrpc\":\"2.0\",\"id\":9,\"error\":{\"code\":-32600,"));
}

static void batches_are_refused(void)
{
	const char *reply = reply_to(" [{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tree.get\"}]");

	CHECK(starts(reply, "{\"jsonrpc\":\"2.0\",\"id\":null,\"error\":{\"code\":-32600,"));
	CHECK(strstr(reply, "逐个发送"));
}

static void params_are_an_object(void)
{
	CHECK(starts(
		reply_to("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"query.get\",\"params\":[1]}"),
		"{\"jsonrpc\":\"2.0\",\"id\":1,\"error\":{\"code\":-32602,"));
}

static void discover_needs_no_store(void)
{
	CHECK(starts(reply_to("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"rpc.discover\"}"),
		     "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{\"openrpc\":\"1.3.2\""));
}

static enum err take_large(const struct caller *who, const char *method, size_t n)
{
	struct wire w = { .limits = NULL };
	OWN(exchange) x = exchange_new(&w, who, TEXT("127.0.0.1"));
	OWN(arena) a = arena_new();
	struct buffer in;

	buffer_init(&in, a);
	buffer_addf(&in, "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"%s\",\"params\":{\"x\":1}",
		    method);
	memset(buffer_room(&in, n), ' ', n);
	in.n += n;
	buffer_addf(&in, "}");
	exchange_take(x, buffer_text(&in), NOW);
	return exchange_err(x);
}

static void only_large_messages_may_be_large(void)
{
	CHECK_EQ(ERR_BAD_INPUT, take_large(&clerk, "visit.book", 1000));
	CHECK_EQ(ERR_TOO_LARGE, take_large(&clerk, "visit.book", WIRE_SMALL_MAX));
	CHECK_EQ(ERR_TOO_LARGE, take_large(&admin, "tree.get", WIRE_SMALL_MAX));
	CHECK_EQ(ERR_BAD_INPUT, take_large(&admin, "tree.import", WIRE_SMALL_MAX));
	CHECK_EQ(ERR_TOO_LARGE, take_large(&admin, "tree.import", WIRE_REQUEST_MAX));
}

static enum err take_limited(struct wire *w, const struct caller *who, const char *address,
			     int64_t after_ms)
{
	OWN(exchange) x = exchange_new(w, who, text_of(address));
	struct instant now = { NOW.ms + after_ms };

	exchange_take(x, TEXT("{\"jsonrpc\":\"2.0\",\"id\":3,\"method\":\"nothing\"}"), now);
	CHECK(strstr(exchange_reply(x).at, "\"id\":3,"));
	return exchange_err(x);
}

static void each_account_and_each_address_has_its_own_rate(void)
{
	struct wire_limits limits;
	struct wire_rate rate = { 2, 1000 };
	struct wire w = { .limits = &limits };

	wire_limits_init(&limits, &rate);
	CHECK_EQ(ERR_UNKNOWN_METHOD, take_limited(&w, &nobody, "10.0.0.1", 0));
	CHECK_EQ(ERR_UNKNOWN_METHOD, take_limited(&w, &nobody, "10.0.0.1", 0));
	CHECK_EQ(ERR_TOO_MANY, take_limited(&w, &nobody, "10.0.0.1", 0));
	CHECK_EQ(ERR_UNKNOWN_METHOD, take_limited(&w, &nobody, "10.0.0.2", 0));
	CHECK_EQ(ERR_UNKNOWN_METHOD, take_limited(&w, &clerk, "10.0.0.1", 0));
	CHECK_EQ(ERR_UNKNOWN_METHOD, take_limited(&w, &nobody, "10.0.0.1", 1000));
	wire_limits_clear(&limits);
}

static void a_terminal_does_not_pay_for_who_shares_its_address(void)
{
	struct caller first = { .roles = ROLE_TERMINAL, .name = "kiosk:110101001001-1" };
	struct caller second = { .roles = ROLE_TERMINAL, .name = "kiosk:110101001001-2" };
	struct wire_limits limits;
	struct wire_rate rate = { 1, 1000 };
	struct wire w = { .limits = &limits };

	wire_limits_init(&limits, &rate);
	CHECK_EQ(ERR_UNKNOWN_METHOD, take_limited(&w, &nobody, "10.0.0.1", 0));
	CHECK_EQ(ERR_TOO_MANY, take_limited(&w, &nobody, "10.0.0.1", 0));
	CHECK_EQ(ERR_UNKNOWN_METHOD, take_limited(&w, &first, "10.0.0.1", 0));
	CHECK_EQ(ERR_UNKNOWN_METHOD, take_limited(&w, &second, "10.0.0.1", 0));
	CHECK_EQ(ERR_TOO_MANY, take_limited(&w, &first, "10.0.0.2", 0));
	wire_limits_clear(&limits);
}

static void a_request_without_room_is_busy_and_counts(void)
{
	struct wire_limits limits;
	struct wire_rate rate = { 1, 1000 };
	struct wire w = { .limits = &limits };
	static const enum err says[] = { ERR_BUSY, ERR_TOO_MANY };

	wire_limits_init(&limits, &rate);
	for (size_t i = 0; i < 2; i++) {
		OWN(exchange) x = exchange_new(&w, &clerk, TEXT("10.0.0.1"));

		exchange_refuse(x, TEXT("{\"jsonrpc\":\"2.0\",\"id\":7,\"method\":\"discover\"}"),
				ERR_BUSY, NOW);
		CHECK_EQ(says[i], exchange_err(x));
		CHECK(strstr(exchange_reply(x).at, "\"id\":7,"));
	}
	wire_limits_clear(&limits);
}

static enum err take_query(struct wire *w)
{
	OWN(exchange) x = exchange_new(w, &nobody, TEXT("10.0.0.1"));

	exchange_take(x, TEXT("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"query.get\"}"), NOW);
	return exchange_err(x);
}

static void query_codes_cannot_be_tried_fast(void)
{
	struct wire_limits limits;
	struct wire_rate rate = { 1000, 1 };
	struct wire w = { .limits = &limits };
	int n = 0;

	wire_limits_init(&limits, &rate);
	while (n < 500 && take_query(&w) == ERR_BAD_INPUT)
		n++;
	CHECK(n > 0 && n < 100);
	CHECK_EQ(ERR_TOO_MANY, take_query(&w));
	wire_limits_clear(&limits);
}

static const struct test tests[] = {
	T(ids_are_echoed_as_they_came),
	T(other_ids_are_refused),
	T(notifications_are_answered_with_nothing),
	T(what_is_no_json_is_a_parse_error),
	T(what_is_no_request_says_so),
	T(batches_are_refused),
	T(params_are_an_object),
	T(discover_needs_no_store),
	T(only_large_messages_may_be_large),
	T(each_account_and_each_address_has_its_own_rate),
	T(a_terminal_does_not_pay_for_who_shares_its_address),
	T(a_request_without_room_is_busy_and_counts),
	T(query_codes_cannot_be_tried_fast),
};
RUN_TESTS(tests)
