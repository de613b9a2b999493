/* session.find: what a password is checked against. */
#include "broker/service/sessions.h"

#include "broker/store/people_rows.h"

/* Fits no password, but takes as long to find out. */
static const char nobody[] =
	"scrypt$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA$"
	"0000000000000000000000000000000000000000000000000000000000000000";

static enum err find_account(struct call *c, struct text account, struct session_find_out *out)
{
	struct staff s;
	enum err e = staff_find_account(c->db, account, c->arena, &s);

	if (e == ERR_NOT_FOUND) {
		out->password = text_of(nobody);
		return ERR_OK;
	}
	TRY(e);
	*out = (struct session_find_out){
		.found = true,
		.locked = s.locked_until.ms > c->now.ms,
		.staff = s.id,
		.password = s.password,
	};
	return ERR_OK;
}

enum err session_find(struct call *c, const void *in)
{
	const struct session_find_in *m = in;

	return find_account(c, m->account, c->out);
}
