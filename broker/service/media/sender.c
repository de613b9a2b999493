/* Who a media server is, and what it may speak of. */
#include "broker/service/media/sender.h"

#include "broker/common/base/log.h"
#include "broker/store/visit_rows.h"

#include <string.h>

struct text sender_certified(struct call *c, struct text name)
{
	return arena_format(c->arena, SENDER_CERTIFIED TEXT_FMT, TEXT_ARG(name));
}

enum err sender_find(struct call *c, struct text name, struct media_server *out)
{
	if (!text_starts(name, SENDER_CERTIFIED))
		return ERR_NOT_FOUND;
	name.at += strlen(SENDER_CERTIFIED);
	name.n -= strlen(SENDER_CERTIFIED);
	return media_find_name(c->db, name, c->arena, out);
}

enum err sender_load(struct call *c, struct id visit, struct media_server *out)
{
	struct media_server found = { 0 };
	enum err e = sender_find(c, text_of(c->who->name), &found);

	if (e && e != ERR_NOT_FOUND)
		return e;
	if (e || !found.connected || !visit_was_on(c->db, visit, found.id)) {
		log_odd("media.foreign", "visit=%s server=%s", visit.text, found.id.text);
		return call_refuse(c, ERR_FORBIDDEN, NULL, WHY_VISIT_OF_ANOTHER_SERVER, NULL);
	}
	*out = found;
	return ERR_OK;
}
