/* media.register: a media server offers itself, and gets the stages it should have. */
#include "broker/service/media/media.h"

#include "broker/service/media/sender.h"
#include "broker/service/media/staging.h"
#include "broker/service/message.h"
#include "broker/service/tell.h"
#include "broker/store/leg_rows.h"
#include "broker/store/media_rows.h"

#include <string.h>

static bool names(const struct media_register_in *m, struct id visit)
{
	const struct media_stage *stages = m->stages.items;

	for (size_t i = 0; i < m->stages.n; i++)
		if (id_equals(stages[i].visit, visit))
			return true;
	return false;
}

/* It was started anew before its loss was told: nobody is connected there any more. */
static enum err end_legs(struct call *c, const struct visit *v)
{
	struct list legs;
	bool open = false;

	TRY(leg_list(c->db, v->id, c->arena, &legs));
	for (size_t i = 0; i < legs.n; i++)
		open |= ((const struct leg *)legs.items)[i].open;
	if (!open)
		return ERR_OK;
	TRY(leg_close_visit(c->db, v->id));
	return tell_visit(c, "media.lost", v);
}

/* Its live visits: those that it does not know any more are opened again. */
static enum err open_again(struct call *c, const struct media_register_in *m, struct id server)
{
	struct list ids;

	TRY(visit_list_live(c->db, server, c->arena, &ids));
	for (size_t i = 0; i < ids.n; i++) {
		struct visit v;

		TRY(visit_find(c->db, ((const struct id *)ids.items)[i], c->arena, &v));
		if (names(m, v.id)) {
			TRY(staging_remind(c, &v));
			continue;
		}
		TRY(end_legs(c, &v));
		TRY(staging_open(c, &v));
	}
	return ERR_OK;
}

/* Visits of servers that are gone and in which nobody is connected any more. */
static enum err take_over(struct call *c, int64_t room, struct id server)
{
	struct list ids;

	TRY(visit_list_lost(c->db, (int)room, c->arena, &ids));
	for (size_t i = 0; i < ids.n; i++) {
		struct visit v;

		TRY(visit_find(c->db, ((const struct id *)ids.items)[i], c->arena, &v));
		v.server = server;
		TRY(visit_set_server(c->db, v.id, server));
		TRY(staging_open(c, &v));
	}
	return ERR_OK;
}

/* What was closed or placed elsewhere while it was away is finished and delivered. */
static enum err close_others(struct call *c, const struct media_register_in *m, struct id server)
{
	const struct media_stage *stages = m->stages.items;

	for (size_t i = 0; i < m->stages.n; i++) {
		struct stage_close_in *in = ARENA_NEW(c->arena, struct stage_close_in);
		struct visit v = { 0 };
		enum err e = visit_find(c->db, stages[i].visit, c->arena, &v);

		if (e && e != ERR_NOT_FOUND)
			return e;
		if (!e && v.state == VISIT_LIVE && id_equals(v.server, server))
			continue;
		in->visit = stages[i].visit;
		call_tell(c, server, "stage.close", in);
	}
	return ERR_OK;
}

/* Its certificate says who it is, with or without what stands before the name. */
static enum err check_name(struct call *c, struct text name)
{
	struct text known = text_of(c->who->name);
	size_t skip = text_starts(known, SENDER_CERTIFIED) ? strlen(SENDER_CERTIFIED) : 0;

	known = (struct text){ known.at + skip, known.n - skip };
	if (text_equals(name, known))
		return ERR_OK;
	return call_refuse(c, ERR_FORBIDDEN, "name", WHY_SERVER_NAME_DIFFERS,
			   ARGUMENTS(argument_text("name", known)));
}

static enum err media_register(struct call *c, const void *in)
{
	const struct media_register_in *m = in;
	struct media_register_out *out = c->out;
	struct media_server row = {
		.name = m->name,
		.capacity = m->capacity,
		.address = m->address,
		.version = m->version,
	};
	struct media_server known;

	TRY(check_name(c, m->name));
	TRY(code12_parse(m->node, &row.node));
	TRY(media_save(c->db, &row, c->now, &out->server));
	TRY(open_again(c, m, out->server));
	TRY(close_others(c, m, out->server));
	TRY(media_find(c->db, out->server, c->arena, &known));
	return known.draining ? ERR_OK : take_over(c, known.capacity - known.load, out->server);
}

const struct message media_register_message = {
	.name = "media.register",
	.kind = MESSAGE_WRITE,
	.roles = ROLE_MEDIA,
	IN(media_register),
	OUT(media_register),
	.run = media_register,
	.errors = CAN(DUPLICATE) | CAN(NOT_FOUND),
	.help = "A media server offers itself and names the visits it holds.",
	.note = NOTE_SERVER,
};
