/* notice.get: the notice, to be read again before or after the answers. */
#include "broker/service/visit/visits.h"

#include "broker/service/message.h"

static enum err notice_get(struct call *c, const void *in)
{
	struct notice_get_out *out = c->out;

	(void)in;
	*out = (struct notice_get_out){ c->rules->notice_version, c->rules->notice,
					c->rules->notice_en };
	return ERR_OK;
}

static const struct field notice_get_out_fields[] = {
	F(notice_get_out, version, TEXT),
	F(notice_get_out, notice, LINES, .help = "to be read aloud"),
	F(notice_get_out, notice_en, LINES, OPTIONAL, .help = "the same in English"),
	{ 0 },
};

const struct message notice_get_message = {
	.name = "notice.get",
	.kind = MESSAGE_READ,
	.roles = VISIT_PEOPLE,
	OUT(notice_get),
	.run = notice_get,
	.help = "The notice that is read to residents now, and its version.",
};
