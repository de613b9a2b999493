/* session.find: what a password is checked against. */
#include "broker/service/session/sessions.h"

#include "broker/service/message.h"
#include "broker/service/session/sign_in.h"
#include "broker/store/people_rows.h"

/* Fits no password, but takes as long to find out. */
static const char nobody[] = "scrypt$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA$"
			     "0000000000000000000000000000000000000000000000000000000000000000";

static enum err find_account(struct call *c, const struct session_find_in *m,
			     struct session_find_out *out)
{
	struct staff s;
	enum err e = staff_find_account(c->db, m->account, c->arena, &s);

	if (e && e != ERR_NOT_FOUND)
		return e;
	/* From here on both are the same to whoever asks: counted, locked, answered, in like time. */
	out->found = !e;
	out->staff = e ? sign_in_nobody(c->rules->data_key, m->account, c->address) : s.id;
	out->password = e ? text_of(nobody) : s.password;
	struct sign_in_place place = sign_in_place_of(c, out->staff, m->device);
	return sign_in_may_try(c, &place, &out->wait);
}

static enum err session_find(struct call *c, const void *in)
{
	return find_account(c, in, c->out);
}

const struct message session_find_message = {
	.name = "session.find",
	.kind = MESSAGE_READ,
	.in_size = sizeof(struct session_find_in),
	.out_size = sizeof(struct session_find_out),
	.run = session_find,
};
