/* The OpenRPC document of all messages. */
#include "broker/wire/message.h"

static const struct {
	int code;
	const char *word;
} errors[] = {
	{ -32700, "parse" },
	{ -32600, "request" },
	{ -32601, "unknown_method" },
	{ -32602, "bad_input" },
	{ -32000, "refused" },
};

static const char *kind_word(enum message_kind kind)
{
	switch (kind) {
	case MESSAGE_READ:
		return "read";
	case MESSAGE_WRITE:
		return "write";
	case MESSAGE_LIVE:
		return "live";
	}
	return "";
}

static void add_roles(struct buffer *out, uint32_t roles)
{
	bool first = true;

	buffer_addf(out, "[");
	for (int i = 0; i < ROLE_COUNT; i++) {
		if (!(roles & (1u << i)))
			continue;
		buffer_addf(out, "%s\"%s\"", first ? "" : ",", role_words[i]);
		first = false;
	}
	buffer_addf(out, "]");
}

/* One parameter that is the whole object: the web client's types are made from it. */
static void add_params(struct buffer *out, const struct field *fields)
{
	buffer_addf(out, "[");
	if (fields) {
		buffer_addf(out, "{\"name\":\"params\",\"required\":true,\"schema\":");
		fields_describe(fields, out);
		buffer_addf(out, "}");
	}
	buffer_addf(out, "]");
}

static void add_errors(struct buffer *out)
{
	for (size_t i = 0; i < sizeof(errors) / sizeof(errors[0]); i++)
		buffer_addf(out, "%s{\"code\":%d,\"message\":\"%s\"}", i ? "," : "", errors[i].code,
			    errors[i].word);
}

static void add_message(struct buffer *out, const struct message *m)
{
	buffer_addf(out, "{\"name\":\"%s\",\"summary\":", m->name);
	json_add_text(out, text_of(m->help));
	buffer_addf(out, ",\"paramStructure\":\"by-name\",\"x-kind\":\"%s\",\"x-roles\":",
		    kind_word(m->kind));
	add_roles(out, m->roles);
	buffer_addf(out, ",\"params\":");
	add_params(out, m->in);
	buffer_addf(out, ",\"result\":{\"name\":\"result\",\"schema\":");
	fields_describe(m->out, out);
	buffer_addf(out, "},\"errors\":[");
	add_errors(out);
	buffer_addf(out, "]}");
}

void messages_describe(struct buffer *out)
{
	const struct message *m;
	size_t n;

	buffer_addf(out, "{\"openrpc\":\"1.3.2\",\"info\":{\"title\":\"Xinqiao\","
			 "\"version\":\"1.0.0\"},\"methods\":[");
	for (size_t i = 0; (m = message_at(i, &n)); i++) {
		if (i)
			buffer_addf(out, ",");
		add_message(out, m);
	}
	buffer_addf(out, "],\"x-errors\":[");
	for (int e = 0; e < ERR_COUNT; e++)
		buffer_addf(out, "%s\"%s\"", e ? "," : "", err_word(e));
	buffer_addf(out, "]}");
}
