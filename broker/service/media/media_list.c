/* media.list, media.drain: the media servers, for who runs them. */
#include "broker/service/media/media.h"

#include "broker/service/after.h"
#include "broker/service/message.h"
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

static enum err media_list_all(struct call *c, const void *in)
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

static enum err media_drain(struct call *c, const void *in)
{
	const struct media_drain_in *m = in;
	enum err e = media_set_draining(c->db, m->server, m->draining);

	if (e == ERR_NOT_FOUND)
		return call_refuse(c, e, "server", WHY_SERVER_UNKNOWN, NULL);
	TRY(e);
	return tell_audit(c, "media.drain", text_of(m->server.text),
			  m->draining ? TEXT("draining") : TEXT("accepting"));
}

static const struct field media_line_fields[] = {
	F(media_line, server, ID),
	F(media_line, name, TEXT),
	F(media_line, node, CODE12),
	F(media_line, node_name, TEXT, OPTIONAL),
	F(media_line, node_name_en, TEXT, OPTIONAL),
	F(media_line, capacity, INT, .help = "visits at once"),
	F(media_line, load, INT, .help = "live visits on it"),
	F(media_line, address, TEXT, OPTIONAL),
	F(media_line, version, TEXT, OPTIONAL),
	F(media_line, connected, BOOL),
	F(media_line, draining, BOOL, .help = "gets no new visits"),
	F(media_line, seen, INSTANT, .help = "when it came or went last"),
	{ 0 },
};

static const struct field media_list_in_fields[] = {
	AFTER(media_list_in),
	{ 0 },
};

static const struct field media_list_out_fields[] = {
	FL(media_list_out, servers, media_line, MEDIA_PAGE),
	NEXT(media_list_out),
	{ 0 },
};

static const struct field media_drain_in_fields[] = {
	F(media_drain_in, server, ID),
	F(media_drain_in, draining, BOOL, .help = "true: it gets no new visits; live ones stay"),
	{ 0 },
};

const struct message media_drain_message = {
	.name = "media.drain",
	.kind = MESSAGE_WRITE,
	.roles = ROLE_SYSADMIN,
	IN(media_drain),
	.run = media_drain,
	.errors = CAN(NOT_FOUND),
	.help = "A media server gets no new visits any more, or gets them again. Audited.",
};

const struct message media_list_message = {
	.name = "media.list",
	.kind = MESSAGE_READ,
	.roles = ROLE_SYSADMIN,
	IN(media_list),
	OUT(media_list),
	.run = media_list_all,
	.help = "Every media server that ever registered, with its visits.",
};
