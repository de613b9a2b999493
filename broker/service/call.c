/* What every use case needs of its call. */
#include "broker/service/call.h"

#include "broker/service/acts.h"
#include "broker/store/audit.h"

#include <assert.h>

enum err call_refuse(struct call *c, enum err e, const char *field, enum why why,
		     const struct argument *arguments)
{
	c->fault = fault_of(why, field, arguments, c->arena);
	return e;
}

enum err call_forbid(struct call *c, const char *act, struct text object, struct text purpose)
{
	c->refusal = (struct refusal){ act, object, purpose };
	return call_refuse(c, ERR_FORBIDDEN, NULL, WHY_OUTSIDE_SCOPE, NULL);
}

/* The word of the caller's first role. */
static struct text role_of(const struct call *c)
{
	for (int i = 0; i < ROLE_COUNT; i++)
		if (c->who->roles & (1u << i))
			return text_of(role_words[i]);
	return TEXT("");
}

/* Programs are known by the name in their certificate; what comes from no connection is done by
 * the broker itself. */
struct audit_entry call_entry(const struct call *c, const char *act, struct text object,
			      struct text purpose, enum err result)
{
	bool program = call_has(c, ROLE_MEDIA | ROLE_TERMINAL);

	assert(act_is_known(act));
	return (struct audit_entry){
		.at = c->now,
		.role = role_of(c),
		.staff = c->who->staff,
		.act = text_of(act),
		.object = object,
		.node = text_of(c->who->node.digits),
		.result = text_of(err_word(result)),
		.purpose = purpose,
		.account = text_of(program ? c->who->name : c->who->account),
		.address = c->address.n ? c->address : TEXT("xinqiao-broker"),
	};
}

void call_audit_refusal(struct call *c, enum err e)
{
	if (!c->refusal.act)
		return;
	struct audit_entry entry =
		call_entry(c, c->refusal.act, c->refusal.object, c->refusal.purpose, e);
	audit_refused(c->db, &entry);
}

void call_tell(struct call *c, struct id server, const char *method, const void *in)
{
	struct ask **end = &c->tells;
	struct ask *a = ARENA_NEW(c->arena, struct ask);

	if (!id_is_set(server))
		return;
	*a = (struct ask){ .server = server, .method = method, .in = in };
	while (*end)
		end = &(*end)->next;
	*end = a;
}

bool call_has(const struct call *c, uint32_t roles)
{
	return c->who->roles & roles;
}
