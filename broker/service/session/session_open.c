/* session.open, session.fail, session.close: the ends of a sign-in. */
#include "broker/service/session/sessions.h"

#include "broker/service/message.h"
#include "broker/service/session/sign_in.h"
#include "broker/store/audit.h"
#include "broker/store/people_rows.h"

#include <string.h>

/* The entry of somebody who is not signed in yet, or not any more. An unknown account is not kept:
 * who errs there may have typed the password. */
static enum err tell_sign_in(struct call *c, const char *act, struct id staff, enum err result)
{
	bool is_known = id_is_set(staff) && !sign_in_is_nobody(staff);
	struct text object = is_known ? arena_format(c->arena, "%s", staff.text) : TEXT("");
	struct audit_entry entry = call_entry(c, act, object, TEXT(""), result);
	struct text account;

	if (!entry.account.n && is_known) {
		TRY(staff_account(c->db, staff, c->arena, &account));
		entry.account = account;
	}
	return audit_add(c->db, &entry);
}

/* The browser's own token when it has one: several people may sign in on one machine. */
static enum err keep_device(struct call *c, const struct session_open_in *m, char out[TOKEN_TEXT])
{
	if (m->device[0])
		memcpy(out, m->device, TOKEN_TEXT);
	else
		token_new(out);
	return device_save(c->db, token_digest(text_of(out)), m->staff, c->now);
}

static enum err session_open(struct call *c, const void *in)
{
	const struct session_open_in *m = in;
	struct session_open_out *out = c->out;
	struct sign_in_place place = sign_in_place_of(c, m->staff, text_of(m->device));
	struct session s = {
		.id = id_new(c->now),
		.staff = m->staff,
		.created = c->now,
		.expires = { c->now.ms + c->rules->times.session_ms },
	};
	bool left;

	/* Passwords are checked beside each other: whoever was locked by those that came before does
	 * not get in with one that was on its way. */
	TRY(sign_in_may_try(c, &place, &out->wait));
	if (out->wait)
		return tell_sign_in(c, "session.enter", m->staff, out->wait);
	token_new(out->token);
	TRY(session_remove_old(c->db, c->now, &left));
	TRY(sign_in_clear_failures(c->db, &place));
	TRY(keep_device(c, m, out->device));
	TRY(session_add(c->db, &s, token_digest(text_of(out->token))));
	return tell_sign_in(c, "session.enter", m->staff, ERR_OK);
}

static enum err count_failure(struct call *c, const struct session_open_in *m, enum err *wait)
{
	struct sign_in_place place = sign_in_place_of(c, m->staff, text_of(m->device));
	struct sign_in_rule rule = { c->rules->times.lock_after, c->rules->times.lock_ms };
	struct instant until;

	TRY(sign_in_may_try(c, &place, wait));
	if (*wait)
		return ERR_OK;
	TRY(sign_in_add_failure(c->db, &place, &rule, c->now, &until));
	/* A known device is told that the password is wrong; it waits before the next one. */
	if (!place.is_known && until.ms > c->now.ms)
		*wait = ERR_LOCKED;
	return ERR_OK;
}

static enum err session_fail(struct call *c, const void *in)
{
	const struct session_open_in *m = in;
	struct session_fail_out *out = c->out;

	TRY(count_failure(c, m, &out->wait));
	return tell_sign_in(c, "session.enter", m->staff,
			    out->wait ? out->wait : ERR_WRONG_PASSWORD);
}

static enum err session_close(struct call *c, const void *in)
{
	const struct session_close_in *m = in;

	TRY(session_remove(c->db, m->session));
	return tell_sign_in(c, "session.leave", c->who->staff, ERR_OK);
}

const struct message session_close_message = {
	.name = "session.close",
	.kind = MESSAGE_WRITE,
	.in_size = sizeof(struct session_close_in),
	.run = session_close,
};

const struct message session_fail_message = {
	.name = "session.fail",
	.kind = MESSAGE_WRITE,
	.in_size = sizeof(struct session_open_in),
	.out_size = sizeof(struct session_fail_out),
	.run = session_fail,
};

const struct message session_open_message = {
	.name = "session.open",
	.kind = MESSAGE_WRITE,
	.in_size = sizeof(struct session_open_in),
	.out_size = sizeof(struct session_open_out),
	.run = session_open,
};
