/* The OpenRPC document of all messages and events. */
#include "broker/wire/messages.h"

#include "broker/service/events.h"
#include "broker/wire/notices.h"
#include "broker/wire/refusals.h"
#include "broker/wire/refused.h"
#include "broker/wire/words.h"

#include <string.h>

/* Errors of the envelope (JSON-RPC 2.0 s5.1), before any method is known. */
static const struct {
	int code;
	const char *word;
} envelope_errors[] = {
	{ -32700, "parse" },
	{ -32600, "request" },
};

static int code_of(enum err e)
{
	switch (e) {
	case ERR_UNKNOWN_METHOD:
		return -32601;
	case ERR_BAD_INPUT:
		return -32602;
	default:
		return -32000;
	}
}

static const char *kind_word(enum message_kind kind)
{
	switch (kind) {
	case MESSAGE_STUDY:
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

static void add_param(struct buffer *out, const struct field *f)
{
	buffer_addf(out, "{\"name\":\"%s\",\"required\":%s", f->name,
		    f->optional ? "false" : "true");
	if (f->help) {
		buffer_addf(out, ",\"description\":");
		json_add_text(out, text_of(f->help));
	}
	buffer_addf(out, ",\"schema\":");
	field_describe(f, out);
	buffer_addf(out, "}");
}

/* A content descriptor for each member, those that must be there first, as OpenRPC asks. */
static void add_params(struct buffer *out, const struct field *fields)
{
	const char *between = "";

	buffer_addf(out, "[");
	for (int optional = 0; optional < 2; optional++)
		for (const struct field *f = fields; f && f->name; f++) {
			if (f->optional != optional)
				continue;
			buffer_addf(out, "%s", between);
			add_param(out, f);
			between = ",";
		}
	buffer_addf(out, "]");
}

/* The first, if it is not the end of an earlier page: where it may be left out, something else must
 * take its place. */
static const struct field *first_of(const struct field *fields)
{
	const struct field *f = fields;

	while (f && f->name && strcmp(f->name, "after") == 0)
		f++;
	return f;
}

/* With the members that must be there, and the first. */
static void add_example(struct buffer *out, const struct message *m)
{
	const char *between = "";

	buffer_addf(out, "[{\"name\":\"example\",\"params\":[");
	for (const struct field *f = m->in; f && f->name; f++) {
		if (f->optional && f != first_of(m->in))
			continue;
		buffer_addf(out, "%s{\"name\":\"%s\",\"value\":", between, f->name);
		field_example(f, out);
		buffer_addf(out, "}");
		between = ",";
	}
	buffer_addf(out, "],\"result\":{\"name\":\"result\",\"value\":");
	fields_example(m->out, out);
	buffer_addf(out, "}}]");
}

static void add_errors(struct buffer *out, const struct message *m)
{
	const char *between = "";

	buffer_addf(out, "[");
	for (int e = 1; e < ERR_COUNT; e++) {
		if (!refusals_has(m, e))
			continue;
		buffer_addf(out, "%s{\"$ref\":\"#/components/errors/%s\"}", between, err_word(e));
		between = ",";
	}
	buffer_addf(out, "]");
}

static void add_message(struct buffer *out, const struct message *m)
{
	buffer_addf(out, "{\"name\":\"%s\",\"summary\":", m->name);
	json_add_text(out, text_of(m->help));
	buffer_addf(out, ",\"paramStructure\":\"by-name\",\"x-kind\":\"%s\",\"x-roles\":",
		    kind_word(m->kind));
	add_roles(out, m->roles);
	buffer_addf(out, ",\"x-again\":%s,\"params\":",
		    m->kind == MESSAGE_READ || m->again ? "true" : "false");
	add_params(out, m->in);
	buffer_addf(out, ",\"result\":{\"name\":\"result\",\"schema\":");
	if (m->run || m->kind == MESSAGE_LIVE)
		fields_describe(m->out, out);
	else
		buffer_addf(out, "{\"type\":\"object\"}"); /* this document */
	buffer_addf(out, "},\"errors\":");
	add_errors(out, m);
	buffer_addf(out, ",\"examples\":");
	add_example(out, m);
	buffer_addf(out, "}");
}

/* What comes without being asked: the `data` of a notification "event" of this name. */
static void add_events(struct buffer *out)
{
	const struct event_kind *kind;

	buffer_addf(out, "[");
	for (size_t i = 0; (kind = event_kind_at(i)); i++) {
		buffer_addf(out, "%s{\"name\":\"%s\",\"summary\":", i ? "," : "", kind->name);
		json_add_text(out, text_of(kind->help));
		buffer_addf(out, ",\"data\":");
		fields_describe(kind->data, out);
		buffer_addf(out, "}");
	}
	buffer_addf(out, "]");
}

/* What comes as it happens and is not kept: the notification's method is its name. */
static void add_notices(struct buffer *out)
{
	const struct notice *notice;

	buffer_addf(out, "[");
	for (size_t i = 0; (notice = notice_at(i)); i++) {
		buffer_addf(out, "%s{\"name\":\"%s\",\"summary\":", i ? "," : "", notice->name);
		json_add_text(out, text_of(notice->help));
		buffer_addf(out, ",\"params\":");
		fields_describe(notice->params, out);
		buffer_addf(out, "}");
	}
	buffer_addf(out, "]");
}

static void add_error(struct buffer *out, const char *name, int code, const char *word)
{
	buffer_addf(out, "\"%s\":{\"code\":%d,\"message\":\"%s\",\"data\":{\"word\":\"%s\"}}", name,
		    code, word, word);
}

/* message is a sentence for people when it is answered; data.word is what programs go by. */
static void add_components(struct buffer *out)
{
	buffer_addf(out, "{\"errors\":{");
	for (size_t i = 0; i < sizeof(envelope_errors) / sizeof(envelope_errors[0]); i++) {
		add_error(out, envelope_errors[i].word, envelope_errors[i].code, "bad_input");
		buffer_addf(out, ",");
	}
	for (int e = 1; e < ERR_COUNT; e++) {
		add_error(out, err_word(e), code_of(e), err_word(e));
		if (e + 1 < ERR_COUNT)
			buffer_addf(out, ",");
	}
	buffer_addf(out, "},\"schemas\":{\"Refused\":");
	fields_describe(refused_fields, out);
	buffer_addf(out, "}}");
}

/* Every reason that data.why may give, with its sentences: {field} is the member, the other holes are
 * for the arguments, {n:day|days} is the one or the other by the argument n. */
static void add_refusals(struct buffer *out)
{
	buffer_addf(out, "[");
	for (int i = WHY_NONE + 1; i < WHY_COUNT; i++) {
		buffer_addf(out, "%s{\"why\":\"%s\",\"say\":", i > 1 ? "," : "", why_words[i]);
		json_add_text(out, text_of(words_find(LANGUAGE_ZH, why_keys[i])));
		buffer_addf(out, ",\"say_en\":");
		json_add_text(out, text_of(words_find(LANGUAGE_EN, why_keys[i])));
		buffer_addf(out, "}");
	}
	buffer_addf(out, "]");
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
	buffer_addf(out, "],\"components\":");
	add_components(out);
	buffer_addf(out, ",\"x-refusals\":");
	add_refusals(out);
	buffer_addf(out, ",\"x-events\":");
	add_events(out);
	buffer_addf(out, ",\"x-notifications\":");
	add_notices(out);
	buffer_addf(out, "}");
}
