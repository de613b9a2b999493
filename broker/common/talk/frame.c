/* Frames on the line to the broker. */
#include "broker/common/talk/frame.h"

#define TAG_MAX ((INT64_C(1) << 53) - 1)

/* All that the broker may say of an error (broker/wire/refused.c); only its word and sentence are
 * of use here. */
struct error_data {
	struct text word;
	struct text field;
	struct text say;
	struct text why;
	struct json arguments;
	struct json instead;
	struct json faults;
};

static const struct field error_data_fields[] = {
	F(error_data, word, TEXT),
	F(error_data, field, TEXT, .optional = true),
	F(error_data, say, LINES, .optional = true),
	F(error_data, why, TEXT, .optional = true),
	F(error_data, arguments, JSON, .optional = true),
	F(error_data, instead, JSON, .optional = true),
	F(error_data, faults, JSON, .optional = true),
	{ 0 },
};

struct error {
	int64_t code;
	struct text message;
	struct error_data data;
};

static const struct field error_fields[] = {
	F(error, code, INT, .min = -100000, .max = 100000),
	F(error, message, LINES),
	F(error, data, OBJECT, .optional = true, .of = error_data_fields),
	{ 0 },
};

struct outer {
	struct text jsonrpc;
	int64_t id;
	struct text method;
	struct json params;
	struct json result;
	struct json error;
};

static const struct field outer_fields[] = {
	F(outer, jsonrpc, TEXT),
	F(outer, id, INT, .optional = true, .min = 1, .max = TAG_MAX),
	F(outer, method, TEXT, .optional = true, .min = 1),
	F(outer, params, JSON, .optional = true),
	F(outer, result, JSON, .optional = true),
	F(outer, error, JSON, .optional = true),
	{ 0 },
};

static enum err err_of(struct text word)
{
	for (int e = ERR_OK + 1; e < ERR_COUNT; e++)
		if (text_is(word, err_word((enum err)e)))
			return (enum err)e;
	return ERR_BAD_INPUT;
}

static enum err take_error(struct json in, struct arena *a, struct frame *out)
{
	struct error error = { 0 };
	struct fault fault = { 0 };

	TRY(fields_parse(in, error_fields, a, &error, &fault));
	out->err = err_of(error.data.word);
	out->say = error.data.say.n ? error.data.say : error.message;
	return ERR_OK;
}

enum err frame_parse(struct text in, struct arena *a, struct frame *out)
{
	struct outer o = { 0 };
	struct frame f = { 0 };
	struct fault fault = { 0 };
	struct json whole;

	TRY(json_parse(in, a, &whole));
	TRY(fields_parse(whole, outer_fields, a, &o, &fault));
	if (!text_is(o.jsonrpc, "2.0"))
		return ERR_BAD_INPUT;
	if (o.method.n ? o.result.value || o.error.value : !o.result.value == !o.error.value)
		return ERR_BAD_INPUT;
	if (o.error.value)
		TRY(take_error(o.error, a, &f));
	f.id = o.id;
	f.method = o.method;
	f.params = o.params;
	f.result = o.result;
	*out = f;
	return ERR_OK;
}

void frame_format_request(int64_t id, const char *method, const struct field *fields,
			  const void *in, struct buffer *out)
{
	buffer_addf(out, "{\"jsonrpc\":\"2.0\",");
	if (id)
		buffer_addf(out, "\"id\":%lld,", (long long)id);
	buffer_addf(out, "\"method\":\"%s\",\"params\":", method);
	fields_format(fields, in, out);
	buffer_addf(out, "}");
}

void frame_format_result(int64_t id, const struct field *fields, const void *result,
			 struct buffer *out)
{
	buffer_addf(out, "{\"jsonrpc\":\"2.0\",\"id\":%lld,\"result\":", (long long)id);
	if (fields)
		fields_format(fields, result, out);
	else
		buffer_addf(out, "{}");
	buffer_addf(out, "}");
}

static int code_of(enum err err)
{
	if (err == ERR_UNKNOWN_METHOD)
		return -32601;
	return err == ERR_BAD_INPUT ? -32602 : -32000;
}

void frame_format_error(int64_t id, enum err err, const char *field, struct buffer *out)
{
	buffer_addf(out,
		    "{\"jsonrpc\":\"2.0\",\"id\":%lld,\"error\":{\"code\":%d,\"message\":\"%s\","
		    "\"data\":{\"word\":\"%s\"",
		    (long long)id, code_of(err), err_word(err), err_word(err));
	if (field) {
		buffer_addf(out, ",\"field\":");
		json_add_text(out, text_of(field));
	}
	buffer_addf(out, "}}}");
}
