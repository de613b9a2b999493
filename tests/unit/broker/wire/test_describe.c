/* The OpenRPC document is JSON with every message, its members and its roles. */
#include "broker/wire/messages.h"

#include "broker/service/events.h"
#include "broker/wire/notices.h"
#include "broker/wire/refusals.h"
#include "broker/wire/words.h"
#include "tests/lib/test.h"

#include <string.h>

struct method {
	struct text name;
	struct text summary;
	struct text param_structure;
	struct text kind;
	struct list roles;
	bool again;
	struct json params;
	struct json result;
	struct json errors;
	struct json examples;
};

static const struct field method_fields[] = {
	F(method, name, TEXT, .min = 3),
	F(method, summary, TEXT, .min = 3),
	{ .name = "paramStructure",
	  .kind = FIELD_TEXT,
	  .offset = offsetof(struct method, param_structure) },
	{ .name = "x-kind", .kind = FIELD_TEXT, .offset = offsetof(struct method, kind) },
	{ .name = "x-roles",
	  .kind = FIELD_TEXTS,
	  .min = 1,
	  .offset = offsetof(struct method, roles) },
	{ .name = "x-again", .kind = FIELD_BOOL, .offset = offsetof(struct method, again) },
	F(method, params, JSON),
	F(method, result, JSON),
	F(method, errors, JSON),
	F(method, examples, JSON),
	{ 0 },
};

struct document {
	struct text openrpc;
	struct json info;
	struct list methods;
	struct json components;
	struct json refusals;
	struct json events;
	struct json notices;
};

static const struct field document_fields[] = {
	F(document, openrpc, TEXT),
	F(document, info, JSON),
	{ .name = "methods",
	  .kind = FIELD_LIST,
	  .offset = offsetof(struct document, methods),
	  .of = method_fields,
	  .item_size = sizeof(struct method) },
	F(document, components, JSON),
	{ .name = "x-refusals", .kind = FIELD_JSON, .offset = offsetof(struct document, refusals) },
	{ .name = "x-events", .kind = FIELD_JSON, .offset = offsetof(struct document, events) },
	{ .name = "x-notifications",
	  .kind = FIELD_JSON,
	  .offset = offsetof(struct document, notices) },
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
	for (int e = 1; e < ERR_COUNT; e++)
		CHECK(strstr(json_format(d.components, a).at, err_word(e)));
}

/* What a page needs to say a refusal in its own language. */
static void it_has_every_reason_with_its_sentence(void)
{
	OWN(arena) a = arena_new();
	struct document d = describe(a);
	const char *refused = json_format(d.components, a).at;
	const char *reasons = json_format(d.refusals, a).at;

	CHECK(strstr(refused, "\"Refused\":{") && strstr(refused, "\"arguments\":{"));
	for (int i = 1; i < WHY_COUNT; i++) {
		const char *line =
			arena_format(a, "{\"why\":\"%s\",\"say\":\"%s\",\"say_en\":\"%s\"}",
				     why_words[i], words_find(LANGUAGE_ZH, why_keys[i]),
				     words_find(LANGUAGE_EN, why_keys[i]))
				.at;

		CHECK(strstr(reasons, line));
		CHECK(strstr(refused, arena_format(a, "\"%s\"", why_words[i]).at));
	}
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
		CHECK(strstr(params, "{\"name\":\"unit\",\"required\":true,"
				     "\"schema\":{\"type\":\"integer\""));
		CHECK(strstr(params, "{\"name\":\"key\",\"required\":false,"));
		CHECK(strstr(json_format(methods[i].errors, a).at, "errors/slot_taken"));
	}
	CHECK_EQ(1, seen);
}

/* A message without a line in the table of refusals stops the program. */
static void every_message_says_how_it_may_refuse(void)
{
	const struct message *m;
	size_t n;

	for (size_t i = 0; (m = message_at(i, &n)); i++) {
		CHECK(refusals_has(m, ERR_BAD_INPUT));
		CHECK(!refusals_has(m, ERR_WRONG_PASSWORD));
	}
}

/* The example of each message goes through the decoder, that of each answer through its table. */
static void every_example_is_accepted_by_its_table(void)
{
	const struct message *m;
	size_t n;

	for (size_t i = 0; (m = message_at(i, &n)); i++) {
		const struct field *tables[] = { m->in, m->out };
		size_t sizes[] = { m->in_size, m->out_size };

		for (int t = 0; t < 2; t++) {
			OWN(arena) a = arena_new();
			struct fault fault = { 0 };
			struct buffer text;
			struct json json;

			buffer_init(&text, a);
			fields_example(tables[t], &text);
			CHECK_EQ(ERR_OK, json_parse(buffer_text(&text), a, &json));
			void *out = arena_get(a, sizes[t] + 1);
			CHECK_EQ(ERR_OK, fields_parse(json, tables[t], a, out, &fault));
		}
	}
}

static void it_describes_every_event(void)
{
	OWN(arena) a = arena_new();
	struct document d = describe(a);
	const char *events = json_format(d.events, a).at;

	for (size_t i = 0; event_kind_at(i); i++)
		CHECK(strstr(events, event_kind_at(i)->name));
	CHECK(strstr(events, "\"enum\":[\"requested\",\"scheduled\""));
}

static void it_describes_what_comes_as_it_happens(void)
{
	OWN(arena) a = arena_new();
	struct document d = describe(a);
	const char *notices = json_format(d.notices, a).at;

	for (size_t i = 0; notice_at(i); i++)
		CHECK(strstr(notices, notice_at(i)->name));
	CHECK(strstr(notices, "\"durable_age_ms\""));
}

/* What a client whose line was cut asks again. */
static void it_says_what_may_be_asked_twice(void)
{
	static const struct {
		const char *name;
		bool again;
	} cases[] = {
		{ "visit.get", true }, { "visit.book", true },   { "visit.cancel", false },
		{ "ice.list", true },  { "audit.verify", true }, { "media.report", false },
	};
	OWN(arena) a = arena_new();
	struct document d = describe(a);
	const struct method *methods = d.methods.items;
	int found = 0;

	for (size_t i = 0; i < d.methods.n; i++)
		for (size_t k = 0; k < sizeof(cases) / sizeof(cases[0]); k++)
			if (text_is(methods[i].name, cases[k].name)) {
				CHECK_EQ(cases[k].again, methods[i].again);
				found++;
			}
	CHECK_EQ(sizeof(cases) / sizeof(cases[0]), found);
}

static const struct test tests[] = {
	T(it_says_what_may_be_asked_twice),        T(it_is_json_of_the_known_form),
	T(it_has_every_reason_with_its_sentence),  T(it_has_every_message_once),
	T(it_says_what_a_message_takes),           T(every_message_says_how_it_may_refuse),
	T(every_example_is_accepted_by_its_table), T(it_describes_every_event),
	T(it_describes_what_comes_as_it_happens),
};
RUN_TESTS(tests)
