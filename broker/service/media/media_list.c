/* media.list, media.drain: the media servers, for who runs them. */
#include "broker/service/media/media.h"

#include "broker/service/after.h"
#include "broker/service/tell.h"
#include "broker/store/media_rows.h"

static struct media_line line_of(const struct call *c, const struct media_server *m)
{
	const struct node *node = tree_find(c->tree, m->node);

	return (struct media_line){
		.server = m->id,
		.name = m->name,
		.node = arena_format(c->arena, "%s", m->node.digits),
		.node_name = text_of(node ? node->name : ""),
		.node_name_en = text_of(node ? node->name_en : ""),
		.capacity = m->capacity,
		.load = m->load,
		.address = m->address,
		.version = m->version,
		.connected = m->connected,
		.draining = m->draining,
		.seen = m->seen,
	};
}

enum err media_list_all(struct call *c, const void *in)
{
	struct media_list_out *out = c->out;
	struct after after;
	struct list rows;

	TRY(after_parse(c, ((const struct media_list_in *)in)->after, &after));
	TRY(media_page(c->db, after.rest, MEDIA_PAGE + 1, c->arena, &rows));
	size_t n = rows.n > MEDIA_PAGE ? MEDIA_PAGE : rows.n;
	struct media_line *lines = ARENA_LIST(c->arena, struct media_line, n);
	for (size_t i = 0; i < n; i++)
		lines[i] = line_of(c, (const struct media_server *)rows.items + i);
	out->servers = (struct list){ lines, n };
	if (rows.n > n)
		out->next = arena_format(c->arena, "0." TEXT_FMT, TEXT_ARG(lines[n - 1].name));
	return ERR_OK;
}

enum err media_drain(struct call *c, const void *in)
{
	const struct media_drain_in *m = in;
	enum err e = media_set_draining(c->db, m->server, m->draining);

	if (e == ERR_NOT_FOUND)
		return call_refuse(c, e, "server", WHY_SERVER_UNKNOWN, NULL);
	TRY(e);
	return tell_audit(c, "media.drain", text_of(m->server.text),
			  m->draining ? TEXT("停止接收新接访") : TEXT("恢复接收新接访"));
}
