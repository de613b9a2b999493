/* Signing in: look up, check the password on the pool, open a session. */
#include "broker/link/sign_in.h"

#include "broker/link/caller.h"
#include "broker/link/inside.h"
#include "broker/link/web.h"
#include "broker/wire/limits.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define SIGN_IN_BODY_MAX 2048
#define PASSWORD_MAX     200

struct sign_in_in {
	struct text account;
	struct text password;
};

static const struct field sign_in_fields[] = {
	F(sign_in_in, account, TEXT, .min = 1, .max = 64),
	F(sign_in_in, password, TEXT, .min = 1, .max = PASSWORD_MAX),
	{ 0 },
};

struct sign_in {
	uv_work_t work;
	struct sign_in *next;
	struct link *link;
	struct handle web;
	struct id staff;
	bool found;              /* there is such an account */
	char device[TOKEN_TEXT]; /* the browser's; empty: none */
	char password[4 * PASSWORD_MAX + 1];
	char stored[PASSWORD_TEXT];
	char address[46]; /* where it came from, also when nobody waits any more */
	bool right;
};

static void sign_in_free(struct sign_in *s)
{
	explicit_bzero(s, sizeof(*s));
	free(s);
}

static void refuse(struct web *w, enum err err)
{
	const struct rules_times *t = &w->link->desk.parts.wire->rules->times;
	int64_t minutes = (t->lock_ms + MINUTE_MS - 1) / MINUTE_MS;

	if (err == ERR_LOCKED)
		web_refuse(w, err, WHY_ACCOUNT_LOCKED,
			   ARGUMENTS(argument_number("minutes", minutes)));
	else if (err == ERR_WRONG_PASSWORD)
		web_refuse(w, err, WHY_PASSWORD_WRONG,
			   ARGUMENTS(argument_number("n", t->lock_after),
				     argument_number("minutes", minutes)));
	else
		web_refuse(w, err, err == ERR_TOO_MANY ? WHY_SIGN_IN_WAITS : WHY_NONE, NULL);
}

static void opened(struct errand *e)
{
	struct web *w = web_find(link_of(e), e->from);
	const struct session_open_out *out = exchange_out(e->exchange);
	enum err err = exchange_err(e->exchange);

	if (!w)
		return;
	if (err || out->wait) {
		refuse(w, err ? err : out->wait);
		return;
	}
	const char *secure = w->secure ? "; Secure" : "";
	snprintf(w->answer.cookie, sizeof(w->answer.cookie),
		 COOKIE_NAME "=%s; HttpOnly; SameSite=Strict; Path=/%s", out->token, secure);
	snprintf(w->answer.device, sizeof(w->answer.device),
		 DEVICE_COOKIE "=%s; Max-Age=%lld; HttpOnly; SameSite=Strict; Path=/session%s",
		 out->device, (long long)DEVICE_KEEP_S, secure);
	w->link->counts.sign_ins++;
	web_answer(w, 200, "application/json", TEXT("{}"));
}

static void failed(struct errand *e)
{
	struct web *w = web_find(link_of(e), e->from);
	const struct session_fail_out *out = exchange_out(e->exchange);
	enum err err = exchange_err(e->exchange);

	if (!w)
		return;
	refuse(w, err ? err : out->wait ? out->wait : ERR_WRONG_PASSWORD);
}

static void write_outcome(struct sign_in *s)
{
	static const struct caller nobody = { .roles = ROLE_PUBLIC };
	struct web *w = web_find(s->link, s->web);
	struct session_open_in in = { .staff = s->staff };

	memcpy(in.device, s->device, sizeof(in.device));
	/* A failure counts even when nobody waits for the answer any more. */
	if (!w && s->right)
		return;
	struct errand *e = errand_new(&s->link->desk, &nobody, text_of(s->address),
				      s->right ? opened : failed);
	if (!e) {
		if (w)
			web_refuse(w, ERR_BUSY, WHY_NONE, NULL);
		return;
	}
	e->from = s->web;
	errand_start(e, s->right ? "session.open" : "session.fail", &in);
}

static void on_pool(uv_work_t *work)
{
	struct sign_in *s = work->data;

	s->right = password_is(text_of(s->password), text_of(s->stored));
}

static void next(struct link *l);

static void on_back(uv_work_t *work, int status)
{
	struct sign_in *s = work->data;
	struct link *l = s->link;

	l->sign_ins.running--;
	if (!status && !l->desk.stopping) {
		s->right = s->right && s->found;
		write_outcome(s);
	}
	sign_in_free(s);
	next(l);
}

static void next(struct link *l)
{
	struct sign_ins *list = &l->sign_ins;

	while (list->first && list->running < SIGN_INS_AT_ONCE && !l->desk.stopping) {
		struct sign_in *s = list->first;

		list->first = s->next;
		if (!list->first)
			list->last = NULL;
		list->waiting--;
		list->running++;
		if (uv_queue_work(&l->loop, &s->work, on_pool, on_back))
			abort();
	}
}

static void queue(struct link *l, struct sign_in *s)
{
	struct sign_ins *list = &l->sign_ins;

	if (list->last)
		list->last->next = s;
	else
		list->first = s;
	list->last = s;
	list->waiting++;
	next(l);
}

/* ERR_OK: *s knows what to check. */
static enum err take_found(struct sign_in *s, const struct errand *e)
{
	const struct session_find_out *out = exchange_out(e->exchange);

	TRY(exchange_err(e->exchange));
	if (out->wait)
		return out->wait;
	s->staff = out->staff;
	s->found = out->found;
	return text_copy(out->password, s->stored, sizeof(s->stored));
}

/* The password is checked also when nobody waits any more: a failure counts. */
static void found(struct errand *e)
{
	struct link *l = link_of(e);
	struct sign_in *s = handle_find(&l->sign_ins.asking, e->from);
	enum err err = take_found(s, e);

	handle_remove(&l->sign_ins.asking, e->from);
	if (!err) {
		queue(l, s);
		return;
	}
	struct web *w = web_find(l, s->web);
	sign_in_free(s);
	if (w)
		refuse(w, err);
}

/* Takes *s over. */
static void look_up(struct web *w, struct text account, struct sign_in *s)
{
	struct link *l = w->link;
	struct errand *e = errand_new(&l->desk, &w->caller, text_of(w->address), found);

	if (!e) {
		sign_in_free(s);
		refuse(w, ERR_BUSY);
		return;
	}
	struct session_find_in in = { exchange_keep(e->exchange, account),
				      exchange_keep(e->exchange, text_of(s->device)) };
	e->from = handle_add(&l->sign_ins.asking, s);
	errand_start(e, "session.find", &in);
}

/* What was read is in the arena. */
static void take_read(struct web *w, struct arena *arena)
{
	struct text body = { w->body.at ? w->body.at : "", w->body.n };
	struct sign_in_in in;
	struct json json;
	struct fault fault;

	if (json_parse(body, arena, &json) ||
	    fields_parse(json, sign_in_fields, arena, &in, &fault)) {
		web_refuse(w, ERR_BAD_INPUT, WHY_SIGN_IN_EMPTY, NULL);
		return;
	}
	struct sign_in *s = calloc(1, sizeof(*s));
	if (!s)
		abort();
	s->work.data = s;
	s->link = w->link;
	s->web = w->self;
	memcpy(s->address, w->address, sizeof(s->address));
	caller_device(w->wsi, s->device);
	enum err err = text_copy(in.password, s->password, sizeof(s->password));
	if (!err) {
		look_up(w, in.account, s);
		return;
	}
	sign_in_free(s);
	refuse(w, err);
}

/* The password stays nowhere but in struct sign_in, which wipes itself. */
static void take(struct web *w)
{
	OWN(arena) arena = arena_new();

	take_read(w, arena);
	arena_wipe(arena);
	if (w->body.at)
		explicit_bzero(w->body.at, w->body.n);
}

void sign_in_start(struct web *w)
{
	struct wire_limits *limits = w->link->desk.parts.wire->limits;
	const struct sign_ins *list = &w->link->sign_ins;

	w->body.limit = SIGN_IN_BODY_MAX;
	w->on_body = take;
	if (limits && !limit_take_address(limits->sign_in, text_of(w->address), clock_now()))
		web_refuse(w, ERR_TOO_MANY, WHY_SIGN_INS_TOO_OFTEN, NULL);
	else if (list->waiting + (int)list->asking.used >= SIGN_INS_WAITING)
		web_refuse(w, ERR_BUSY, WHY_NONE, NULL);
}

void sign_ins_clear(struct sign_ins *s)
{
	for (uint32_t i = 0; i < s->asking.n; i++)
		if (handle_at(&s->asking, i))
			sign_in_free(handle_at(&s->asking, i));
	handles_clear(&s->asking);
	while (s->first) {
		struct sign_in *after = s->first->next;

		sign_in_free(s->first);
		s->first = after;
	}
}
