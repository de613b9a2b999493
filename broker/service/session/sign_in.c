/* The place of a sign-in and its lock. */
#include "broker/service/session/sign_in.h"

#include "broker/service/session/token.h"

struct sign_in_place sign_in_place_of(struct call *c, struct id staff, struct text device)
{
	struct sign_in_place p = { .staff = staff, .address = c->address };

	if (device.n != TOKEN_TEXT - 1)
		return p;
	p.device = token_digest(device);
	p.is_known = device_is_known(c->db, p.device, staff, c->now);
	return p;
}

enum err sign_in_may_try(struct call *c, const struct sign_in_place *p, enum err *wait)
{
	struct instant until;

	TRY(sign_in_wait(c->db, p, &until));
	*wait = until.ms <= c->now.ms ? ERR_OK : p->is_known ? ERR_TOO_MANY : ERR_LOCKED;
	return ERR_OK;
}
