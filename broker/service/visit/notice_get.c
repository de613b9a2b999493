/* notice.get: the notice, to be read again before or after the answers. */
#include "broker/service/visit/visits.h"

enum err notice_get(struct call *c, const void *in)
{
	struct notice_get_out *out = c->out;

	(void)in;
	*out = (struct notice_get_out){ c->rules->notice_version, c->rules->notice,
					c->rules->notice_en };
	return ERR_OK;
}
