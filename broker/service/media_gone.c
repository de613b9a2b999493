/* media.gone: a media server's connection is lost; its visits stay its own until it is back or
 * somebody joins them elsewhere. */
#include "broker/service/media.h"

#include "broker/service/tell.h"
#include "broker/store/leg_rows.h"
#include "broker/store/media_rows.h"

enum err media_gone(struct call *c, const void *in)
{
	struct id server = ((const struct media_gone_in *)in)->server;
	struct list ids;

	TRY(media_set_gone(c->db, server, c->now));
	TRY(visit_list_live(c->db, server, c->arena, &ids));
	for (size_t i = 0; i < ids.n; i++) {
		struct visit v;

		TRY(visit_find(c->db, ((const struct id *)ids.items)[i], c->arena, &v));
		TRY(leg_close_visit(c->db, v.id));
		TRY(tell_visit(c, "media.lost", &v));
	}
	return ERR_OK;
}
