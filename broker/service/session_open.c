/* session.open, session.fail, session.close: the ends of a sign-in. */
#include "broker/service/sessions.h"

#include "broker/store/audit.h"
#include "broker/store/people_rows.h"

/* The entry of somebody who is not signed in yet, or not any more. An unknown account is not kept:
 * who errs there may have typed the password. */
static enum err tell_sign_in(struct call *c, const char *act, struct id staff, enum err result)
{
	struct text object = arena_format(c->arena, "%s", staff.text);
	struct audit_entry entry = call_entry(c, act, object, TEXT(""), result);
	struct text account;

	if (!entry.account.n && id_is_set(staff)) {
		TRY(staff_account(c->db, staff, c->arena, &account));
		entry.account = account;
	}
	return audit_add(c->db, &entry);
}

enum err session_open(struct call *c, const void *in)
{
	const struct session_open_in *m = in;
	struct session_open_out *out = c->out;
	struct session s = {
		.id = id_new(c->now),
		.staff = m->staff,
		.created = c->now,
		.expires = { c->now.ms + c->rules->times.session_ms },
	};
	bool left, locked;

	/* Passwords are checked beside each other: whoever was locked by those that came before does
	 * not get in with one that was on its way. */
	TRY(staff_is_locked(c->db, m->staff, c->now, &locked));
	if (locked) {
		c->refusal = (struct refusal){ "session.enter",
					       arena_format(c->arena, "%s", m->staff.text),
					       TEXT("") };
		return ERR_LOCKED;
	}
	token_new(out->token);
	TRY(session_remove_old(c->db, c->now, &left));
	TRY(staff_clear_failures(c->db, m->staff));
	TRY(session_add(c->db, &s, token_digest(text_of(out->token))));
	return tell_sign_in(c, "session.enter", m->staff, ERR_OK);
}

enum err session_fail(struct call *c, const void *in)
{
	const struct session_open_in *m = in;
	struct session_fail_out *out = c->out;
	struct staff_lock rule = { c->rules->times.lock_after, c->rules->times.lock_ms };

	if (id_is_set(m->staff))
		TRY(staff_is_locked(c->db, m->staff, c->now, &out->locked));
	if (id_is_set(m->staff) && !out->locked)
		TRY(staff_add_failure(c->db, m->staff, &rule, c->now, &out->locked));
	return tell_sign_in(c, "session.enter", m->staff,
			    out->locked ? ERR_LOCKED : ERR_WRONG_PASSWORD);
}

enum err session_close(struct call *c, const void *in)
{
	const struct session_close_in *m = in;

	TRY(session_remove(c->db, m->session));
	return tell_sign_in(c, "session.leave", c->who->staff, ERR_OK);
}
