/* The OpenRPC document is JSON with every message, its members and its roles. */
#include "broker/wire/message.h"
#include "tests/lib/test.h"

#include <string.h>

struct method {
	struct text name;
	struct text summary;
	struct text param_structure;
	struct text kind;
	struct list roles;
	struct json params;
	struct json result;
	struct json errors;
};

static const struct field method_fields[] = {
	F(method, name, TEXT, .min = 3),
	F(method, summary, TEXT, .min = 3),
	{ .name = "paramStructure", .kind = FIELD_TEXT,
	  .offset = offsetof(struct method, param_structure) },
	{ .name = "x-kind", .kind = FIELD_TEXT, .offset = offsetof(struct method, kind) },
	{ .name = "x-roles", .kind = FIELD_TEXTS, .min = 1,
	  .offset = offsetof(struct method, roles) },
	F(method, params, JSON),
	F(method, result, JSON),
	F(method, errors, JSON),
	{ 0 },
};

struct document {
	struct text openrpc;
	struct json info;
	struct list methods;
	struct list errors;
};

static const struct field document_fields[] = {
	F(document, openrpc, TEXT),
	F(document, info, JSON),
	{ .name = "methods", .kind = FIELD_LIST, .offset = offsetof(struct document, methods),
	  .of = method_fields, .item_size = sizeof(struct method) },
	{ .name = "x-errors", .kind = FIELD_TEXTS, .offset = offsetof(struct document, errors) },
	{ 0 },
};

static struct document describe(struct arena *a)
{
	struct document d = { .info = { NULL } };
	struct fault fault = { .field = NULL };
	struct buffer out;
	struct json json;

	buffer_init(&out, a);
	messages_describe(&out);
	CHECK_EQ(ERR_OK, json_parse(buffer_text(&out), a, &json));
	CHECK_EQ(ERR_OK, fields_parse(json, document_fields, a, &d, &fault));
	return d;
}

static void it_is_json_of_the_known_form(void)
{
	OWN(arena) a = arena_new();
	struct document d = describe(a);

	CHECK(text_is(d.openrpc, "1.3.2"));
	CHECK_EQ(ERR_COUNT, d.errors.n);
}

static void it_has_every_message_once(void)
{
	OWN(arena) a = arena_new();
	struct document d = describe(a);
	const struct method *methods = d.methods.items;
	size_t n;

	message_at(0, &n);
	CHECK_EQ(n, d.methods.n);
	for (size_t i = 0; i < n; i++)
		CHECK(text_is(methods[i].name, message_at(i, &n)->name));
}

static void it_says_what_a_message_takes(void)
{
	OWN(arena) a = arena_new();
	struct document d = describe(a);
	const struct method *methods = d.methods.items;
	int seen = 0;

	for (size_t i = 0; i < d.methods.n; i++) {
		const char *params = json_format(methods[i].params, a).at;

		if (!text_is(methods[i].name, "visit.book"))
			continue;
		seen++;
		CHECK(text_is(methods[i].kind, "write"));
		CHECK_EQ(2, methods[i].roles.n);
		CHECK(strstr(params, "\"matter\":{\"type\":\"string\",\"pattern\""));
		CHECK(strstr(params, "\"required\":[\"unit\",\"from\"]"));
	}
	CHECK_EQ(1, seen);
}

static const struct test tests[] = {
	T(it_is_json_of_the_known_form),
	T(it_has_every_message_once),
	T(it_says_what_a_message_takes),
};
RUN_TESTS(tests)
