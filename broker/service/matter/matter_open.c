/* matter.open: the personal fields of a matter for a purpose, told to the resident. */
#include "broker/service/matter/matters.h"

#include "broker/service/message.h"
#include "broker/service/personal.h"
#include "broker/service/scope.h"
#include "broker/service/tell.h"

static enum err matter_open(struct call *c, const void *in)
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

static const struct field matter_open_in_fields[] = {
	F(matter_open_in, matter, ID),
	F(matter_open_in, purpose, TEXT, .min = 2, .max = 200,
	  .help = "is kept and shown to the resident"),
	{ 0 },
};

static const struct field matter_open_out_fields[] = {
	F(matter_open_out, petitioner_name, TEXT),
	F(matter_open_out, contact, TEXT),
	F(matter_open_out, address, TEXT),
	F(matter_open_out, request, LINES),
	{ 0 },
};

const struct message matter_open_message = {
	.name = "matter.open",
	.kind = MESSAGE_WRITE,
	.roles = MATTER_PEOPLE,
	IN(matter_open),
	OUT(matter_open),
	.run = matter_open,
	.errors = CAN(CRYPTO) | CAN(NOT_FOUND),
	.help = "The personal fields of a matter that others handle, for a purpose. "
		"Audited; the resident sees it.",
};
