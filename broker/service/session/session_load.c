/* session.load: the caller behind a cookie. */
#include "broker/service/session/sessions.h"

#include "broker/service/message.h"
#include "broker/store/people_rows.h"

static enum err find_session(struct call *c, struct sha256 token, struct session_load_out *out)
{
	struct caller who;

	TRY(session_caller(c->db, token, c->now, &who));
	out->found = true;
	out->caller = who;
	return ERR_OK;
}

static enum err session_load(struct call *c, const void *in)
{
	const struct session_load_in *m = in;
	struct session_load_out *out = c->out;

	out->caller.roles = ROLE_PUBLIC;
	if (m->token.n != TOKEN_TEXT - 1)
		return ERR_OK;
	enum err e = find_session(c, token_digest(m->token), out);
	return e == ERR_NOT_FOUND ? ERR_OK : e;
}

const struct message session_load_message = {
	.name = "session.load",
	.kind = MESSAGE_READ,
	.in_size = sizeof(struct session_load_in),
	.out_size = sizeof(struct session_load_out),
	.run = session_load,
};
