/* What every use case needs of its call. */
#include "broker/service/call.h"

#include "broker/store/audit.h"

#include <stdarg.h>
#include <stdio.h>

enum err call_refuse(struct call *c, enum err e, const char *field, const char *format, ...)
{
	char say[512];
	va_list args;

	va_start(args, format);
	vsnprintf(say, sizeof(say), format, args);
	va_end(args);
	c->fault = (struct fault){ field, arena_format(c->arena, "%s", say) };
	return e;
}

enum err call_forbid(struct call *c, const char *act, struct text object, struct text purpose)
{
	c->refusal = (struct refusal){ act, object, purpose };
	return call_refuse(c, ERR_FORBIDDEN, NULL,
			   "这不在您的职责范围内，没有打开，也已记入审计。如确需办理，请联系负责该事项的单位。");
}

void call_audit_refusal(struct call *c, enum err e)
{
	if (!c->refusal.act)
		return;
	audit_refused(c->db, &(struct audit_entry){
		.at = c->now,
		.role = call_role(c),
		.staff = c->who->staff,
		.act = text_of(c->refusal.act),
		.object = c->refusal.object,
		.node = text_of(c->who->node.digits),
		.result = text_of(err_word(e)),
		.purpose = c->refusal.purpose,
	});
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

struct text call_role(const struct call *c)
{
	for (int i = 0; i < ROLE_COUNT; i++)
		if (c->who->roles & (1u << i))
			return text_of(role_words[i]);
	return TEXT("");
}
