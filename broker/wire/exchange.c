/* One request: taken, gated, read on the loop or handed to the writer, finished, answered. */
#include "broker/wire/exchange_inside.h"

#include "broker/common/base/log.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#define UNREAD_MAX 4096 /* bytes; a larger request of a caller past the limit is not read */

struct exchange *exchange_new(struct wire *w, const struct caller *who, struct text address)
{
	struct exchange *x = calloc(1, sizeof(*x));

	if (!x)
		abort();
	x->wire = w;
	x->arena = arena_new();
	x->who = *who;
	x->address = exchange_keep(x, address);
	return x;
}

struct text exchange_keep(struct exchange *x, struct text t)
{
	return (struct text){ arena_copy(x->arena, t), t.n };
}

void exchange_speak(struct exchange *x, enum language language)
{
	x->language = language;
}

void exchange_free(struct exchange *x)
{
	if (!x)
		return;
	if (x->replaces_tree)
		x->wire->replacing = false;
	tree_free(x->call.new_tree);
	arena_free(x->arena);
	free(x);
}

/* A fresh call for a message that is about to run. */
static void prepare(struct exchange *x, const struct message *m, struct instant now)
{
	x->running = m;
	x->running_in = arena_get(x->arena, m->in_size ? m->in_size : 1);
	x->call = (struct call){
		.arena = x->arena,
		.now = now,
		.who = &x->who,
		.address = x->address,
		.tree = x->wire->tree,
		.rules = x->wire->rules,
		.out = arena_get(x->arena, m->out_size ? m->out_size : 1),
	};
}

static enum err run_job(struct job *j, struct db *db)
{
	struct exchange *x = exchange_of_job(j);
	enum err e = ERR_OK;

	x->call.db = db;
	if (!x->only_audits)
		e = x->running->run(&x->call, x->running_in);
	/* A study may not write: exchange_written sends its refusal to the writer. */
	if (x->only_audits || (e && x->running->kind != MESSAGE_STUDY))
		call_audit_refusal(&x->call, e ? e : x->err);
	x->call.db = NULL;
	x->ran = e;
	return e;
}

/* The store failed: what the message said is not the reason. */
static void forget_fault(struct call *c)
{
	c->fault = (struct fault){ 0 };
	c->instead = c->faults = (struct list){ NULL, 0 };
}

/* A refusal that has to be in the audit log needs the writer, also when it was a READ. */
enum exchange_step exchange_read(struct exchange *x)
{
	struct call *c = &x->call;

	c->db = reader_start(x->wire->reader);
	enum err e = x->running->run(c, x->running_in);
	enum err late = reader_stop(x->wire->reader);
	c->db = NULL;
	if (late) {
		forget_fault(c);
		log_odd("wire.read_stopped", "message=%s err=%s", x->running->name, err_word(late));
	} else if (e && c->refusal.act && x->message->roles) {
		x->err = e;
		x->only_audits = true;
		return EXCHANGE_WRITE;
	}
	return exchange_end(x, late ? late : e);
}

static enum exchange_step run(struct exchange *x)
{
	switch (x->running->kind) {
	case MESSAGE_WRITE:
		return EXCHANGE_WRITE;
	case MESSAGE_STUDY:
		x->call.study = &x->study;
		x->call.tree = NULL;
		return EXCHANGE_STUDY;
	case MESSAGE_LIVE:
		exchange_end(x, ERR_OK);
		return EXCHANGE_LIVE;
	case MESSAGE_READ:
		break;
	}
	return x->running->run ? EXCHANGE_READ : exchange_end(x, ERR_OK);
}

/* Who it is for and whether it may be said now; not yet what it says. */
static enum err take_envelope(struct exchange *x, struct text in, struct instant now)
{
	struct envelope *e = &x->envelope;
	struct fault *fault = &x->call.fault;
	bool has_token = gate_has_token(x, now);

	*e = (struct envelope){ .id = TEXT("null") };
	if (!has_token && in.n > UNREAD_MAX)
		return ERR_TOO_MANY;
	if (in.n > WIRE_REQUEST_MAX)
		return ERR_TOO_LARGE;
	TRY(envelope_parse(in, x->arena, e, fault));
	return has_token ? ERR_OK : ERR_TOO_MANY;
}

static enum err take(struct exchange *x, struct text in, struct instant now)
{
	const struct envelope *e = &x->envelope;

	TRY(take_envelope(x, in, now));
	x->message = message_find(e->method);
	if (!x->message)
		return ERR_UNKNOWN_METHOD;
	prepare(x, x->message, now);
	TRY(gate_check(x, in.n, now));
	x->in = x->running_in;
	return fields_parse(e->params, x->message->in, x->arena, x->in, &x->call.fault);
}

enum exchange_step exchange_take(struct exchange *x, struct text in, struct instant now)
{
	enum err e = take(x, in, now);

	return e ? exchange_end(x, e) : run(x);
}

enum exchange_step exchange_refuse(struct exchange *x, struct text in, enum err why,
				   struct instant now)
{
	enum err e = take_envelope(x, in, now);

	return exchange_end(x, e ? e : why);
}

enum exchange_step exchange_deny(struct exchange *x, enum err err, enum why why)
{
	x->call.fault = fault_of(why, NULL, NULL, x->arena);
	return exchange_end(x, err);
}

enum exchange_step exchange_start(struct exchange *x, const char *internal, const void *in,
				  struct instant now)
{
	const struct message *m = message_find_internal(internal);

	assert(m);
	x->message = m;
	prepare(x, m, now);
	x->in = x->running_in;
	if (m->in_size)
		memcpy(x->running_in, in, m->in_size);
	return run(x);
}

enum exchange_step exchange_written(struct exchange *x)
{
	struct call *c = &x->call;

	bool study = x->running->kind == MESSAGE_STUDY && !x->only_audits;

	if (study && x->job.result && x->job.result == x->ran && c->refusal.act) {
		x->err = x->ran;
		x->only_audits = true;
		return EXCHANGE_WRITE;
	}
	if (x->job.result) {
		if (x->job.result != x->ran)
			forget_fault(c);
		c->tells = NULL;
		return exchange_end(x, x->job.result);
	}
	if (x->only_audits)
		return exchange_end(x, x->err);
	if (c->new_tree)
		wire_set_tree(x->wire, c->new_tree);
	c->new_tree = NULL;
	x->then = c->then;
	switch (x->then.kind) {
	case THEN_MEDIA:
		return EXCHANGE_MEDIA;
	case THEN_ARCHIVE:
		return EXCHANGE_ARCHIVE;
	case THEN_NOTHING:
		break;
	}
	return exchange_end(x, ERR_OK);
}

/* Runs the message that finishes this one, if there is one. */
static enum exchange_step finish(struct exchange *x, enum err err, const void *result,
				 struct instant now)
{
	struct finished f = { x->running_in, x->call.out, err, result };

	x->call.tells = NULL;
	if (!x->then.finish)
		return exchange_end(x, err);
	const struct message *m = message_find_internal(x->then.finish);
	assert(m && m->kind == MESSAGE_WRITE && m->in_size == sizeof(f));
	prepare(x, m, now);
	memcpy(x->running_in, &f, sizeof(f));
	return EXCHANGE_WRITE;
}

/* ERR_MEDIA_REFUSED: the answer is not what its table says. */
static enum err read_result(struct exchange *x, const struct media_message *m, struct text result,
			    void *out)
{
	struct json json;
	struct fault fault;

	if (!m->out)
		return ERR_OK;
	if (json_parse(result, x->arena, &json) ||
	    fields_parse(json, m->out, x->arena, out, &fault))
		return ERR_MEDIA_REFUSED;
	return ERR_OK;
}

enum exchange_step exchange_answered(struct exchange *x, enum err err, struct text result,
				     struct instant now)
{
	const struct media_message *m = message_find_media(x->then.ask.method);

	assert(m);
	void *out = arena_get(x->arena, m->out_size ? m->out_size : 1);
	if (!err)
		err = read_result(x, m, result, out);
	return finish(x, err, err ? NULL : out, now);
}

enum exchange_step exchange_archived(struct exchange *x, enum err err, const void *result,
				     struct instant now)
{
	return finish(x, err, result, now);
}

struct study *exchange_study(struct exchange *x)
{
	return &x->study;
}

struct job *exchange_job(struct exchange *x)
{
	x->job.run = run_job;
	x->job.result = ERR_OK;
	return &x->job;
}

struct exchange *exchange_of_job(struct job *j)
{
	return (struct exchange *)((char *)j - offsetof(struct exchange, job));
}

struct text exchange_reply(const struct exchange *x)
{
	return x->reply;
}

enum err exchange_err(const struct exchange *x)
{
	return x->err;
}

const void *exchange_out(const struct exchange *x)
{
	return x->call.out;
}

const struct message *exchange_message(const struct exchange *x)
{
	return x->message;
}

const void *exchange_in(const struct exchange *x)
{
	return x->in;
}

const struct caller *exchange_caller(const struct exchange *x)
{
	return &x->who;
}

struct instant exchange_now(const struct exchange *x)
{
	return x->call.now;
}

const struct then *exchange_then(const struct exchange *x)
{
	return &x->then;
}

const struct ask *exchange_tells(const struct exchange *x)
{
	return x->call.tells;
}
