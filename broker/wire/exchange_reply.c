/* The reply's text: a result by its table, or an error with all that helps. */
#include "broker/wire/exchange_inside.h"

#include "broker/common/log.h"
#include "broker/wire/refusals.h"
#include "broker/wire/say.h"
#include "broker/wire/tables.h"

static const struct field span_fields[] = {
	F(span, from, INSTANT),
	F(span, till, INSTANT),
	{ 0 },
};

static const struct field line_fault_fields[] = {
	F(line_fault, line, INT),
	F(line_fault, field, TEXT, OPTIONAL),
	F(line_fault, why, TEXT, .words = tree_why_words),
	F(line_fault, say, TEXT),
	{ 0 },
};

#define ARGUMENT_TEXT_MAX 2000 /* the longest are all the words that a member may have */

static const struct field argument_fields[] = {
	F(argument, name, TEXT),
	F(argument, text, TEXT, OPTIONAL, .max = ARGUMENT_TEXT_MAX,
	  .help = "of a time: in Chinese words"),
	F(argument, text_en, TEXT, OPTIONAL, .help = "a name that is known in English"),
	F(argument, number, INT, OPTIONAL, .min = -((INT64_C(1) << 53) - 1),
	  .help = "where there is no text; left out: 0"),
	F(argument, at, INSTANT, OPTIONAL),
	{ 0 },
};

struct refused {
	struct text word;
	struct text field;
	struct text say;
	struct text why;
	struct list arguments;
	struct list instead;
	struct list faults;
};

const struct field refused_fields[] = {
	F(refused, word, TEXT, .words = err_words),
	F(refused, field, TEXT, OPTIONAL),
	F(refused, say, TEXT),
	F(refused, why, TEXT, OPTIONAL, .words = why_words,
	  .help = "more than the word says; x-refusals has its sentence"),
	FL(refused, arguments, argument, ARGUMENTS_MAX, OPTIONAL,
	   .help = "what stands in the holes of the sentence"),
	FL(refused, instead, span, 100, OPTIONAL),
	FL(refused, faults, line_fault, 100, OPTIONAL),
	{ 0 },
};

/* Only the gate knows a method that is not there and contents that are wrong. */
static int code_of(const struct exchange *x)
{
	switch (x->envelope.fault) {
	case ENVELOPE_NO_JSON:
		return -32700;
	case ENVELOPE_NO_REQUEST:
		return -32600;
	case ENVELOPE_FINE:
		break;
	}
	if (x->err == ERR_UNKNOWN_METHOD)
		return -32601;
	return x->err == ERR_BAD_INPUT ? -32602 : -32000;
}

static void add_error(const struct exchange *x, struct buffer *out)
{
	const struct call *c = &x->call;
	struct refused r = {
		.word = text_of(err_word(x->err)),
		.field = text_of(c->fault.field),
		.say = c->fault.say.n ? c->fault.say : err_say(x->err),
		.why = text_of(why_words[c->fault.why]),
		.arguments = { c->fault.arguments, c->fault.argument_n },
		.instead = c->instead,
		.faults = c->faults,
	};

	buffer_addf(out, "\"error\":{\"code\":%d,\"message\":", code_of(x));
	json_add_text(out, r.say);
	buffer_addf(out, ",\"data\":");
	fields_format(refused_fields, &r, out);
	buffer_addf(out, "}");
}

static void add_result(const struct exchange *x, struct buffer *out)
{
	const struct message *m = x->running;

	buffer_addf(out, "\"result\":");
	if (!m->run && m->kind == MESSAGE_READ)
		messages_describe(out);
	else if (m->out && x->call.out)
		fields_format(m->out, x->call.out, out);
	else
		buffer_addf(out, "{}");
}

enum exchange_step exchange_end(struct exchange *x, enum err e)
{
	struct buffer out;

	x->err = e;
	if (e && x->message && x->message->roles && !refusals_has(x->message, e))
		log_odd("wire.undeclared_error", "message=%s err=%s", x->message->name, err_word(e));
	if (!x->envelope.id.n)
		return EXCHANGE_REPLY;
	buffer_init(&out, x->arena);
	buffer_addf(&out, "{\"jsonrpc\":\"2.0\",\"id\":" TEXT_FMT ",", TEXT_ARG(x->envelope.id));
	if (e)
		add_error(x, &out);
	else
		add_result(x, &out);
	buffer_addf(&out, "}");
	x->reply = buffer_text(&out);
	return EXCHANGE_REPLY;
}
