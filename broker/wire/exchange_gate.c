/* The gate: who may send a message, how much, how often. */
#include "broker/wire/exchange_inside.h"

#include "broker/wire/limits.h"

#include <string.h>

static enum err refuse(struct exchange *x, enum err e, enum why why)
{
	x->call.fault = fault_of(why, NULL, NULL, x->arena);
	return e;
}

bool gate_has_token(struct exchange *x, struct instant now)
{
	struct wire_limits *limits = x->wire->limits;

	if (!limits || x->who.roles & ROLE_MEDIA)
		return true;
	if (id_is_set(x->who.staff))
		return limit_take(limits->request, text_of(x->who.staff.text), now);
	if (x->who.roles & ROLE_TERMINAL) /* not with the people behind the same address */
		return limit_take(limits->request, text_of(x->who.name), now);
	return limit_take_address(limits->request, x->address, now);
}

static enum err check_roles(struct exchange *x)
{
	if (x->who.roles & x->message->roles)
		return ERR_OK;
	if (!(x->who.roles & ~(uint32_t)ROLE_PUBLIC))
		return ERR_NOT_SIGNED_IN;
	return refuse(x, ERR_FORBIDDEN, WHY_NOT_YOUR_ROLE);
}

/* Only trees and reports of media servers are large. */
static enum err check_size(struct exchange *x, size_t size)
{
	uint32_t others = x->message->roles & ~(uint32_t)(ROLE_SYSADMIN | ROLE_MEDIA);

	return size > (others ? WIRE_SMALL_MAX : WIRE_REQUEST_MAX) ? ERR_TOO_LARGE : ERR_OK;
}

static enum err check_query(struct exchange *x, struct instant now)
{
	struct wire_limits *limits = x->wire->limits;

	if (!limits || !x->message->by_address ||
	    limit_take_address(limits->query, x->address, now))
		return ERR_OK;
	return refuse(x, ERR_TOO_MANY, WHY_QUERIES_TOO_OFTEN);
}

/* The tree is one: a second import waits for the first. */
static enum err check_tree(struct exchange *x)
{
	if (!x->message->replaces)
		return ERR_OK;
	if (x->wire->replacing)
		return refuse(x, ERR_BUSY, WHY_TREE_IMPORTING);
	x->replaces_tree = x->wire->replacing = true;
	return ERR_OK;
}

enum err gate_check(struct exchange *x, size_t size, struct instant now)
{
	TRY(check_roles(x));
	TRY(check_size(x, size));
	TRY(check_query(x, now));
	return check_tree(x);
}
