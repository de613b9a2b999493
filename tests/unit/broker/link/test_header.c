/* Cookies, origins, lists, ranges and paths as they stand in requests. */
#include "broker/link/header.h"
#include "tests/lib/test.h"

static void a_cookie_is_found_among_others(void)
{
	struct text all = TEXT("a=1; xinqiao_session=abc;b=2");

	CHECK(text_is(cookie_find(all, "xinqiao_session"), "abc"));
	CHECK(text_is(cookie_find(all, "b"), "2"));
	CHECK_EQ(0, cookie_find(all, "session").n);
	CHECK_EQ(0, cookie_find(TEXT("xxinqiao_session=abc"), "xinqiao_session").n);
	CHECK_EQ(0, cookie_find(TEXT("xinqiao_session"), "xinqiao_session").n);
	CHECK_EQ(0, cookie_find(TEXT(""), "a").n);
}

static void only_the_own_host_is_an_own_origin(void)
{
	struct text host = TEXT("bridge.example:8443");

	CHECK(origin_is_host(TEXT("https://bridge.example:8443"), host));
	CHECK(origin_is_host(TEXT("https://Bridge.Example:8443"), host));
	CHECK(!origin_is_host(TEXT("https://bridge.example"), host));
	CHECK(!origin_is_host(TEXT("https://bridge.example:84430"), host));
	CHECK(!origin_is_host(TEXT("https://bridge.example:8443.evil.example"), host));
	CHECK(!origin_is_host(TEXT("https://evil.example"), host));
	CHECK(!origin_is_host(TEXT("ftp://bridge.example:8443"), host));
	CHECK(!origin_is_host(TEXT("null"), host));
	CHECK(!origin_is_host(TEXT(""), host));
	CHECK(!origin_is_host(TEXT("https://"), TEXT("")));
}

static void a_list_has_whole_words(void)
{
	CHECK(list_has(TEXT("gzip, br"), "br"));
	CHECK(list_has(TEXT("xinqiao.v1"), "xinqiao.v1"));
	CHECK(!list_has(TEXT("xinqiao.v10, v1"), "xinqiao.v1"));
	CHECK(!list_has(TEXT(""), "gzip"));
}

static void check_range(const char *header, enum range_kind kind, int64_t from, int64_t till)
{
	struct range r;

	CHECK_EQ(kind, range_parse(text_of(header), 1000, &r));
	if (kind == RANGE_NONE)
		return;
	CHECK_EQ(from, r.from);
	CHECK_EQ(till, r.till);
}

/* RFC 9110 s14.1.2 */
static void ranges_are_read(void)
{
	check_range("bytes=0-499", RANGE_PART, 0, 500);
	check_range("bytes=500-", RANGE_PART, 500, 1000);
	check_range("bytes=-300", RANGE_PART, 700, 1000);
	check_range("bytes=-5000", RANGE_PART, 0, 1000);
	check_range("bytes=999-5000", RANGE_PART, 999, 1000);
	check_range("bytes=0-0", RANGE_PART, 0, 1);
}

static void ranges_outside_are_refused(void)
{
	check_range("bytes=1000-", RANGE_NONE, 0, 0);
	check_range("bytes=5000-6000", RANGE_NONE, 0, 0);
	check_range("bytes=-0", RANGE_NONE, 0, 0);
}

static void ranges_that_are_none_ask_for_all(void)
{
	static const char *const headers[] = {
		"",          "bytes",     "bytes=",
		"bytes=a-b", "bytes=5-1", "bytes=0-1,5-6",
		"lines=0-5", "bytes=-",   "bytes=99999999999999999999-"
	};

	for (size_t i = 0; i < sizeof(headers) / sizeof(headers[0]); i++)
		check_range(headers[i], RANGE_ALL, 0, 1000);
}

static void paths_stay_inside(void)
{
	CHECK(path_is_safe(TEXT("/")));
	CHECK(path_is_safe(TEXT("/assets/index-4f2a.js")));
	CHECK(!path_is_safe(TEXT("/../x")));
	CHECK(!path_is_safe(TEXT("/a/..")));
	CHECK(!path_is_safe(TEXT("/a//b")));
	CHECK(!path_is_safe(TEXT("/.git/config")));
	CHECK(!path_is_safe(TEXT("/a%2e")));
	CHECK(!path_is_safe(TEXT("/a\\b")));
	CHECK(!path_is_safe(TEXT("assets")));
	CHECK(!path_is_safe(TEXT("")));
}

static void the_nearest_proxy_says_whom_it_speaks_for(void)
{
	char out[46] = "10.0.0.1";

	CHECK(!forwarded_for(TEXT(""), out));
	CHECK(!forwarded_for(TEXT("203.0.113.9, unknown"), out));
	CHECK(!forwarded_for(TEXT("203.0.113.9:4711"), out));
	CHECK_TEXT("10.0.0.1", out);
	CHECK(forwarded_for(TEXT("198.51.100.1, 203.0.113.9"), out));
	CHECK_TEXT("203.0.113.9", out);
	CHECK(forwarded_for(TEXT(" 2001:db8::1 "), out));
	CHECK_TEXT("2001:db8::1", out);
}

static const struct test tests[] = {
	T(the_nearest_proxy_says_whom_it_speaks_for),
	T(a_cookie_is_found_among_others),
	T(only_the_own_host_is_an_own_origin),
	T(a_list_has_whole_words),
	T(ranges_are_read),
	T(ranges_outside_are_refused),
	T(ranges_that_are_none_ask_for_all),
	T(paths_stay_inside),
};
RUN_TESTS(tests)
