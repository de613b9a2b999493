/* The outer object of requests and of media servers' answers (JSON-RPC 2.0). */
#include "broker/wire/exchange_inside.h"

#define ID_MAX     100 /* bytes, as JSON */
#define METHOD_MAX 100
#define SAY_MAX    2000

struct request_frame {
	struct json id;
	struct text jsonrpc;
	struct text method;
	struct json params;
};

/* The id comes first: it is known when another member is wrong. */
static const struct field request_fields[] = {
	F(request_frame, id, JSON, .optional = true),
	F(request_frame, jsonrpc, TEXT, .max = 8),
	F(request_frame, method, TEXT, .min = 1, .max = METHOD_MAX),
	F(request_frame, params, JSON, .optional = true),
	{ 0 },
};

static enum err refuse(struct fault *fault, const char *field, enum why why, struct arena *a)
{
	*fault = fault_of(why, field, NULL, a);
	return ERR_BAD_INPUT;
}

static bool is_id(struct text t)
{
	return t.n <= ID_MAX &&
	       (t.at[0] == '"' || t.at[0] == '-' || (t.at[0] >= '0' && t.at[0] <= '9'));
}

static enum err read_frame(struct json json, struct arena *a, struct envelope *out,
			   struct fault *fault)
{
	struct request_frame f = { .id = { NULL } };
	enum err e = fields_parse(json, request_fields, a, &f, fault);

	if (f.id.value) {
		struct text id = json_format(f.id, a);

		if (!is_id(id))
			return refuse(fault, "id", WHY_REQUEST_ID, a);
		out->id = id;
	}
	TRY(e);
	if (!text_is(f.jsonrpc, "2.0"))
		return refuse(fault, "jsonrpc", WHY_REQUEST_VERSION, a);
	out->method = f.method;
	out->params = f.params;
	return ERR_OK;
}

enum err envelope_parse(struct text in, struct arena *a, struct envelope *out, struct fault *fault)
{
	struct json json;
	struct text trimmed = text_trim(in);

	*out = (struct envelope){ .fault = ENVELOPE_NO_JSON, .id = TEXT("null") };
	if (json_parse(in, a, &json))
		return refuse(fault, NULL, WHY_NOT_JSON, a);
	out->fault = ENVELOPE_NO_REQUEST;
	if (trimmed.n && trimmed.at[0] == '[')
		return refuse(fault, NULL, WHY_ONE_AT_A_TIME, a);
	TRY(read_frame(json, a, out, fault));
	if (text_is(out->id, "null"))
		out->id = TEXT("");
	out->fault = ENVELOPE_FINE;
	return ERR_OK;
}

struct answer_error {
	int64_t code;
	struct text message;
	struct json data;
};

struct answer_frame {
	int64_t id;
	struct text method;
	struct json params;
	struct text jsonrpc;
	struct json result;
	struct answer_error error;
};

static const struct field answer_error_fields[] = {
	F(answer_error, code, INT, .min = -(INT64_C(1) << 31), .max = INT64_C(1) << 31),
	F(answer_error, message, LINES, .max = SAY_MAX),
	F(answer_error, data, JSON, .optional = true),
	{ 0 },
};

static const struct field answer_fields[] = {
	F(answer_frame, id, INT, .optional = true),
	F(answer_frame, method, TEXT, .max = METHOD_MAX, .optional = true),
	F(answer_frame, params, JSON, .optional = true),
	F(answer_frame, jsonrpc, TEXT, .optional = true),
	F(answer_frame, result, JSON, .optional = true),
	{ .name = "error",
	  .kind = FIELD_OBJECT,
	  .optional = true,
	  .offset = offsetof(struct answer_frame, error),
	  .of = answer_error_fields,
	  .item_size = sizeof(struct answer_error) },
	{ 0 },
};

enum err answer_parse(struct text in, struct arena *a, struct answer *out)
{
	struct answer_frame f = { .id = 0 };
	struct json json;
	struct fault fault;

	*out = (struct answer){ .id = 0 };
	TRY(json_parse(in, a, &json));
	TRY(fields_parse(json, answer_fields, a, &f, &fault));
	out->method = f.method;
	if (f.method.n || (f.error.code ? f.result.value != NULL : !f.id))
		return ERR_BAD_INPUT;
	*out = (struct answer){
		.id = f.id,
		.err = f.error.code ? ERR_MEDIA_REFUSED : ERR_OK,
		.say = f.error.message,
		.result = f.error.code ? TEXT("") : json_format(f.result, a),
	};
	return ERR_OK;
}
