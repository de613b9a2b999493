/* matter.open: the personal fields of a matter for a purpose, told to the resident. */
#include "broker/service/matter/matters.h"

#include "broker/service/personal.h"
#include "broker/service/scope.h"
#include "broker/service/tell.h"

enum err matter_open(struct call *c, const void *in)
{
	const struct matter_open_in *m = in;
	struct matter_open_out *out = c->out;
	struct text purpose = text_trim(m->purpose);
	struct matter row;

	if (!purpose.n)
		return call_refuse(c, ERR_BAD_INPUT, "purpose", WHY_PURPOSE_MISSING, NULL);
	enum err e = scope_matter(c, m->matter, "matter.open", &row);
	if (e == ERR_FORBIDDEN)
		c->refusal.purpose = purpose;
	TRY(e);
	TRY(tell_audit(c, "matter.open", arena_format(c->arena, "%s", row.id.text), purpose));
	out->request = row.request;
	TRY(personal_open(c, matter_place(&row.id, "name"), row.name, &out->petitioner_name));
	TRY(personal_open(c, matter_place(&row.id, "contact"), row.contact, &out->contact));
	return personal_open(c, matter_place(&row.id, "address"), row.address, &out->address);
}
