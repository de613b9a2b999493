/* The reply's text: a result by its table, or an error with all that helps. */
#include "broker/wire/exchange_inside.h"

#include "broker/common/base/log.h"
#include "broker/wire/refusals.h"
#include "broker/wire/refused.h"
#include "broker/wire/say.h"

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
	struct refused r = { x->language, x->err, &c->fault, c->instead, c->faults };

	buffer_addf(out, "\"error\":{\"code\":%d,\"message\":", code_of(x));
	json_add_text(out, say_fault(x->language, x->err, &c->fault, x->arena));
	buffer_addf(out, ",\"data\":");
	refused_format(&r, out);
	buffer_addf(out, "}");
}

static void add_result(const struct exchange *x, struct buffer *out)
{
	const struct message *m = x->running;

	buffer_addf(out, "\"result\":");
	if (!m->run && m->kind == MESSAGE_READ)
		messages_describe(out);
	else if (m->out && x->call.out) {
		say_all(x->language, m->out, x->call.out, x->arena);
		fields_format(m->out, x->call.out, out);
	} else
		buffer_addf(out, "{}");
}

enum exchange_step exchange_end(struct exchange *x, enum err e)
{
	struct buffer out;

	x->err = e;
	if (e && x->message && x->message->roles && !refusals_has(x->message, e))
		log_odd("wire.undeclared_error", "message=%s err=%s", x->message->name,
			err_word(e));
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
