/* media.gone: a media server's connection is lost; its visits stay its own until it is back or
 * somebody joins them elsewhere. The word may come late: not after a newer media.register. */
#include "broker/service/media/media.h"

#include "broker/service/message.h"
#include "broker/service/tell.h"
#include "broker/store/leg_rows.h"
#include "broker/store/media_rows.h"

static enum err media_gone(struct call *c, const void *in)
{
	const struct media_gone_in *m = in;
	struct list ids;
	bool gone;

	TRY(media_set_gone(c->db, m->server, m->since, c->now, &gone));
	if (!gone)
		return ERR_OK;
	TRY(visit_list_live(c->db, m->server, c->arena, &ids));
	for (size_t i = 0; i < ids.n; i++) {
		struct visit v;

		TRY(visit_find(c->db, ((const struct id *)ids.items)[i], c->arena, &v));
		TRY(leg_close_visit(c->db, v.id));
		TRY(tell_visit(c, "media.lost", &v));
	}
	return ERR_OK;
}

const struct message media_gone_message = {
	.name = "media.gone",
	.kind = MESSAGE_WRITE,
	.in_size = sizeof(struct media_gone_in),
	.run = media_gone,
};
